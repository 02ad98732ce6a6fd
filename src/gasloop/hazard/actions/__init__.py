"""The hazard room's verbs: one function per step of the loop."""

from gasloop.hazard.actions.closing import look_back, recheck
from gasloop.hazard.actions.extending import Request, ask_extension, decide_extension, lapse_extensions
from gasloop.hazard.actions.finding import Finding, open_hazard
from gasloop.hazard.actions.handing import hand_over_hazards
from gasloop.hazard.actions.laying_aside import confirm_closed, lay_aside, take_up_again
from gasloop.hazard.actions.major import delist_major, list_major, report_major
from gasloop.hazard.actions.merging import merge_hazards, undo_merge
from gasloop.hazard.actions.own import open_own_hazard, rectify_own
from gasloop.hazard.actions.rectifying import Order, fix_on_spot, order_rectification, rectify
from gasloop.hazard.actions.supervising import supervise
from gasloop.hazard.actions.voiding import void_hazard

__all__ = [
    "Finding",
    "Order",
    "Request",
    "ask_extension",
    "confirm_closed",
    "decide_extension",
    "delist_major",
    "fix_on_spot",
    "hand_over_hazards",
    "lapse_extensions",
    "lay_aside",
    "list_major",
    "look_back",
    "merge_hazards",
    "open_hazard",
    "open_own_hazard",
    "order_rectification",
    "recheck",
    "rectify",
    "rectify_own",
    "report_major",
    "supervise",
    "take_up_again",
    "undo_merge",
    "void_hazard",
]
