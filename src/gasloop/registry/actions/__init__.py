"""The verbs of the registry."""

from gasloop.registry.actions.credentials import (
    correct_credential,
    end_credential,
    register_credential,
    renew_credential,
    resume_credential,
    revoke_credential,
    suspend_credential,
)
from gasloop.registry.actions.doorfiles import open_door_file
from gasloop.registry.actions.doorsteps import note_household_visits, refer_household, serve_notice
from gasloop.registry.actions.handing import answered_for, hand_over_register
from gasloop.registry.actions.households import (
    correct_building,
    correct_household,
    register_building,
    register_doors,
    register_household,
)
from gasloop.registry.actions.installations import (
    add_installation,
    correct_installation,
    remove_installation,
    replace_installation,
)
from gasloop.registry.actions.looking_up import LookedUp, look_up_number
from gasloop.registry.actions.market import enter_market, exit_market
from gasloop.registry.actions.parties import correct_party, register_party
from gasloop.registry.actions.people import correct_person, person_left, register_person
from gasloop.registry.actions.reviews import demand_review, review_credential
from gasloop.registry.actions.services import begin_service, end_service
from gasloop.registry.actions.sites import close_site, correct_site, register_site, reopen_site, void_site

__all__ = [
    "LookedUp",
    "add_installation",
    "answered_for",
    "begin_service",
    "close_site",
    "correct_building",
    "correct_credential",
    "correct_household",
    "correct_installation",
    "correct_party",
    "correct_person",
    "correct_site",
    "demand_review",
    "end_credential",
    "end_service",
    "enter_market",
    "exit_market",
    "hand_over_register",
    "look_up_number",
    "note_household_visits",
    "open_door_file",
    "person_left",
    "refer_household",
    "register_building",
    "register_credential",
    "register_doors",
    "register_household",
    "register_party",
    "register_person",
    "register_site",
    "remove_installation",
    "renew_credential",
    "reopen_site",
    "replace_installation",
    "resume_credential",
    "review_credential",
    "revoke_credential",
    "serve_notice",
    "suspend_credential",
    "void_site",
]
