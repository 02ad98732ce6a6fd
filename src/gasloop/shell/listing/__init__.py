"""Lists that talk: one declaration gives page, filters in words, sorting, paging, export, print and tests."""

from gasloop.shell.desk import Desk
from gasloop.shell.listing.asked import Ledger, count_rows
from gasloop.shell.listing.bulk import Ask, BulkAct
from gasloop.shell.listing.columns import Column
from gasloop.shell.listing.declared import Action, Listing
from gasloop.shell.listing.figures import figure
from gasloop.shell.listing.filters import (
    Choice,
    DateRange,
    DirectlyFilter,
    Filter,
    Flag,
    LineFilter,
    OfficeFilter,
    Pick,
    TerritoryFilter,
)
from gasloop.shell.listing.views import served, urls

__all__ = [
    "Action",
    "Ask",
    "BulkAct",
    "Choice",
    "Column",
    "DateRange",
    "Desk",
    "DirectlyFilter",
    "Filter",
    "Flag",
    "Ledger",
    "LineFilter",
    "Listing",
    "OfficeFilter",
    "Pick",
    "TerritoryFilter",
    "count_rows",
    "figure",
    "served",
    "urls",
]
