"""The map's machine: layers that rooms declare in their `maplayers.py`, and points clustered in the database."""

from gasloop.shell.map.clusters import Spot, Standing, clustered, placed, rank, standing
from gasloop.shell.map.layers import Layer, Mark, Sign, layer, layer_named, layers, mark, marks_of
from gasloop.shell.map.view import BadViewError, View

__all__ = [
    "BadViewError",
    "Layer",
    "Mark",
    "Sign",
    "Spot",
    "Standing",
    "View",
    "clustered",
    "layer",
    "layer_named",
    "layers",
    "mark",
    "marks_of",
    "placed",
    "rank",
    "standing",
]
