"""A hazard, its steps, the extensions asked for it, and what a major one owes upward."""

from gasloop.hazard.models.extension import Extension
from gasloop.hazard.models.hazard import Cause, Hazard, Step
from gasloop.hazard.models.major import MajorCase

__all__ = ["Cause", "Extension", "Hazard", "MajorCase", "Step"]
