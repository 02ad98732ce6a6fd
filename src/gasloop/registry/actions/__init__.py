"""The verbs of the registry."""

from gasloop.registry.actions.installations import add_installation, remove_installation, replace_installation
from gasloop.registry.actions.parties import correct_party, register_party
from gasloop.registry.actions.sites import close_site, correct_site, register_site, reopen_site, void_site

__all__ = [
    "add_installation",
    "close_site",
    "correct_party",
    "correct_site",
    "register_party",
    "register_site",
    "remove_installation",
    "reopen_site",
    "replace_installation",
    "void_site",
]
