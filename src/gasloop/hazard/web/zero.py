"""The page 动态清零, and the way from a duty to its hazard."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scoping import get_scoped
from gasloop.hazard.dynamic_zero import REASONS, Line, dynamic_zero
from gasloop.hazard.models import Extension, MajorCase
from gasloop.hazard.permissions import HAZARD_VIEW
from gasloop.hazard.web.listings import STAGES, HazardListing
from gasloop.shell.detail import Crumb


@page(HAZARD_VIEW)
def zero(request: ActorRequest) -> HttpResponse:
    """What is open, why, whose."""
    shown = dynamic_zero(request.actor)
    context = {
        "crumbs": [Crumb(_("动态清零"))],
        "reasons": [STAGES[reason] for reason in REASONS],
        "total": _cells(shown.total),
        "tables": [
            (_("责任单位"), [_cells(line) for line in shown.offices]),
            (_("辖区"), [_cells(line) for line in shown.places]),
        ],
        "oldest": shown.oldest,
        "aside": shown.aside,
        "aside_url": HazardListing().url("hazard", stage="aside"),
    }
    return render(request, "hazard/zero.html", context)


def _cells(line: Line) -> dict[str, object]:
    """A line as the page prints it: name, then (number, address, attention) per reason, then all together."""
    listing = HazardListing()
    cells = [
        (line.counts[reason], listing.url("hazard", stage=reason, **line.params), reason == "overdue")
        for reason in REASONS
    ]
    return {
        "name": line.name,
        "cells": [*cells, (line.open, listing.url("hazard", stage="open", **line.params), False)],
    }


@page(HAZARD_VIEW)
def of_extension(request: ActorRequest, extension_id: UUID) -> HttpResponseRedirect:
    """The hazard that a request for more time is about."""
    found = get_scoped(request.actor, Extension.objects.all(), HAZARD_VIEW, extension_id, prefix="hazard__")
    return redirect("hazard:hazard", found.hazard_id)


@page(HAZARD_VIEW)
def of_major(request: ActorRequest, case_id: UUID) -> HttpResponseRedirect:
    """The hazard that a report upward is about."""
    found = get_scoped(request.actor, MajorCase.objects.all(), HAZARD_VIEW, case_id, prefix="hazard__")
    return redirect("hazard:hazard", found.hazard_id)
