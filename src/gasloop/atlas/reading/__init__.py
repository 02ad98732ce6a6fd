"""Outlines out of a file: GeoJSON, a zipped Shapefile, a DXF drawing. Pure: bytes in, shapes out."""

from gasloop.atlas.reading.files import read_outlines_file
from gasloop.atlas.reading.ground import Ground, Placed, placed
from gasloop.atlas.reading.shapes import Drawn

__all__ = ["Drawn", "Ground", "Placed", "placed", "read_outlines_file"]
