"""The hazard room's verbs: one function per step of the loop."""

from gasloop.hazard.actions.closing import look_back, recheck
from gasloop.hazard.actions.finding import Finding, open_hazard
from gasloop.hazard.actions.rectifying import Order, fix_on_spot, order_rectification, rectify
from gasloop.hazard.actions.supervising import supervise
from gasloop.hazard.actions.voiding import void_hazard

__all__ = [
    "Finding",
    "Order",
    "fix_on_spot",
    "look_back",
    "open_hazard",
    "order_rectification",
    "recheck",
    "rectify",
    "supervise",
    "void_hazard",
]
