"""The verbs of access: territory, offices, posts, accounts, second factor, tokens."""

from gasloop.access.actions.absences import Away, end_absence, note_absence
from gasloop.access.actions.accounts import (
    OpenedAccount,
    choose_language,
    create_account,
    deactivate_account,
    end_other_sessions,
    reactivate_account,
    reset_password,
    set_password,
)
from gasloop.access.actions.offices import add_office, merge_office, rename_office
from gasloop.access.actions.outsiders import Outsider, admit_outsider, dismiss_outsider
from gasloop.access.actions.posts import assign_post, create_post, end_post
from gasloop.access.actions.second_factor import add_second_factor, make_recovery_codes, remove_second_factor
from gasloop.access.actions.territory import add_territory
from gasloop.access.actions.tokens import IssuedToken, issue_token, revoke_token

__all__ = [
    "Away",
    "IssuedToken",
    "OpenedAccount",
    "Outsider",
    "add_office",
    "add_second_factor",
    "add_territory",
    "admit_outsider",
    "assign_post",
    "choose_language",
    "create_account",
    "create_post",
    "deactivate_account",
    "dismiss_outsider",
    "end_absence",
    "end_other_sessions",
    "end_post",
    "issue_token",
    "make_recovery_codes",
    "merge_office",
    "note_absence",
    "reactivate_account",
    "remove_second_factor",
    "rename_office",
    "reset_password",
    "revoke_token",
    "set_password",
]
