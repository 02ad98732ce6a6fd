"""Capabilities of the map. Layers are seen with their ledgers' own."""

from gasloop.access.capabilities import READERS, TOWN_HALL, capability
from gasloop.kernel.refusal import sentence

MAP_VIEW = capability("atlas.view", sentence("查看一张图"), READERS)
OUTLINES_EDIT = capability("atlas.outlines", sentence("导入辖区界线"), TOWN_HALL)
