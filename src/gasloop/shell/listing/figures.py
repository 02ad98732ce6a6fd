"""Numbers with their rows: a figure is the count of a list, and links to that list."""

from typing import Literal, TypeVar

from django.db import models

from gasloop.access.scope import may
from gasloop.kernel.actor import Actor
from gasloop.shell.detail import Stat
from gasloop.shell.listing.asked import count_rows
from gasloop.shell.listing.declared import Listing
from gasloop.shell.words import Words

M = TypeVar("M", bound=models.Model)


def figure(
    actor: Actor,
    listing: Listing[M],
    namespace: str,
    label: Words,
    *,
    note: Words = "",
    icon: str = "",
    attention: bool = False,
    **params: str,
) -> Stat | None:
    """The number of rows the list shows with `params`, and the address that shows them; None for who may not look.

    `attention` marks the number when it is not zero.
    """
    if not may(actor, listing.capability):
        return None
    count = count_rows(listing, actor, params)
    tone: Literal["", "attention"] = "attention" if attention and count.number else ""
    return Stat(label, str(count), listing.url(namespace, **params), note, icon, tone)
