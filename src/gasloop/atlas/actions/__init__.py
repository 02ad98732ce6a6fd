"""The room's verbs."""

from gasloop.atlas.actions.outlining import confirm_outlines, read_outlines, undo_outlines
from gasloop.atlas.actions.positions import Match, Place, matches_of, place_sites

__all__ = ["Match", "Place", "confirm_outlines", "matches_of", "place_sites", "read_outlines", "undo_outlines"]
