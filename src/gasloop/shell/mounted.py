"""The ledgers that have addresses, by name: what jobs, commands and tests find them by."""

from typing import TYPE_CHECKING, Any

from django.urls import get_resolver

if TYPE_CHECKING:
    from gasloop.shell.importing.declared import Importer
    from gasloop.shell.listing.declared import Listing

_mounted: "dict[str, Listing[Any]]" = {}


def mount(listing: "Listing[Any]") -> None:
    """Take up a ledger when its addresses are made."""
    _mounted[listing.name] = listing


def mounted() -> "dict[str, Listing[Any]]":
    """Every ledger by name. A process that serves no pages reads the addresses now."""
    if not _mounted:
        get_resolver().url_patterns  # noqa: B018 - reading them mounts the ledgers
    return dict(_mounted)


def listing_of(ledger: str) -> "Listing[Any]":
    """The ledger; KeyError when there is none of this name."""
    return mounted()[ledger]


def importer_of(ledger: str) -> "Importer | None":
    """How the ledger comes in; None when it does not, or when there is no such ledger."""
    listing = mounted().get(ledger)
    return listing.importer if listing else None
