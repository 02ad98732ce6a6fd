"""调度: the month's table on a page, on paper, as a workbook and as text for a work group."""

import tempfile

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.models import Territory
from gasloop.access.scope import granting
from gasloop.kernel.actor import Actor
from gasloop.oversight.month.bulletin import bulletin, link_qr, month_link
from gasloop.oversight.month.listings import MONTHS, month_asked
from gasloop.oversight.month.spans import Month, months_back
from gasloop.oversight.month.table import month_table
from gasloop.oversight.month.workbook import write_workbook
from gasloop.oversight.permissions import MONTH_VIEW
from gasloop.shell.detail import Crumb
from gasloop.shell.listing.filters import BadValueError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HELD_IN_MEMORY = 1 << 20


def _asked(request: ActorRequest) -> Month:
    """The month in the address; this one where it is none."""
    try:
        return month_asked(request.GET)
    except BadValueError:
        return Month.now()


@page(MONTH_VIEW)
def month(request: ActorRequest) -> HttpResponse:
    """The table, every number with its rows."""
    asked = _asked(request)
    table = month_table(request.actor, asked)
    offered = [asked, *months_back(MONTHS)]
    context = {
        "crumbs": [Crumb(_("月报"))],
        "table": table,
        "parts": [(_("按单位"), table.offices, "office"), (_("按辖区"), table.places, "place")],
        "months": sorted(set(offered), key=str, reverse=True),
        "later": asked.next if str(asked.next) <= str(Month.now()) else None,
        "place": place_of(request.actor),
    }
    return render(request, "oversight/month.html", context)


@page(MONTH_VIEW)
def workbook(request: ActorRequest) -> HttpResponseBase:
    """The same as an Excel workbook."""
    asked = _asked(request)
    target = tempfile.SpooledTemporaryFile(HELD_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    write_workbook(month_table(request.actor, asked), target)
    target.seek(0)
    return FileResponse(
        target, as_attachment=True, filename=_("月报%(month)s.xlsx") % {"month": asked}, content_type=XLSX
    )


@page(MONTH_VIEW)
def group_text(request: ActorRequest) -> HttpResponse:
    """The text for a work group, with its link as a code; names of objects where asked."""
    asked = _asked(request)
    table, names = month_table(request.actor, asked), request.GET.get("names") == "1"
    link = month_link(table)
    context = {
        "crumbs": [Crumb(_("月报"), f"{reverse('oversight:month')}?month={asked}"), Crumb(_("群通报"))],
        "table": table,
        "text": bulletin(request.actor, table, place_of(request.actor), names=names),
        "names": names,
        "link": link,
        "qr": mark_safe(link_qr(link)),  # noqa: S308 - drawn by segno from an address of our own
    }
    return render(request, "oversight/month_text.html", context)


def place_of(actor: Actor) -> str:
    """The name of the widest division that the actor's posts look after."""
    widest = min((grant.territory for grant in granting(actor, MONTH_VIEW)), key=len, default="")
    return Territory.objects.filter(path=widest).values_list("name", flat=True).first() or ""
