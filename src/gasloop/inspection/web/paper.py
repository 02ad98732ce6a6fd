"""Paper first: checklists printed with a code each, a filled sheet keyed in, slips to leave behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scoping import get_scoped
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import Answered, Recorded, Signature, VisitReport, record_visit
from gasloop.inspection.keying import read_cell, read_day, read_time
from gasloop.inspection.models import Visit
from gasloop.inspection.permissions import VISIT_RECORD, VISIT_VIEW
from gasloop.inspection.web.keying_form import KeyingForm
from gasloop.inspection.web.views import say_recorded
from gasloop.kernel import clock
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.registry.models import Site
from gasloop.rulebook.choices import Answer as AnswerKind
from gasloop.rulebook.choices import Place
from gasloop.rulebook.models import CheckItem
from gasloop.rulebook.queries import rules_for
from gasloop.shell.detail import Crumb
from gasloop.shell.errors import say
from gasloop.shell.photos import keep_photos

NOON = time(12, 0)
RESULTS = {"1": Visit.Result.CHECKED, "2": Visit.Result.NOBODY, "3": Visit.Result.REFUSED}


@dataclass(frozen=True, slots=True)
class Row:
    """One question of a sheet, with its number."""

    number: int
    item: CheckItem
    clause: str
    choices: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A checklist as it is printed: the object, the id its visit will have, the rows by the place where one stands."""

    site: Site
    visit_id: UUID
    places: Sequence[tuple[str, Sequence[Row]]]
    qr: str

    @property
    def rows(self) -> list[Row]:
        """All of them, in the order of walking."""
        return [row for _place, rows in self.places for row in rows]


def sheet_of(site: Site, visit_id: UUID) -> Sheet:
    """The checklist of a site as of today; the code leads to the page where it is keyed in."""
    day = clock.today()
    items = [(rule, item) for rule in rules_for(site, day) for item in rule.check_items]
    items.sort(key=lambda pair: Place.rank(pair[1].place))
    labels, places = dict(Place.choices), dict[str, list[Row]]()
    for number, (rule, item) in enumerate(items, 1):
        choices = [(at, str(choice["label"])) for at, choice in enumerate(item.choices, 1)]
        row = Row(number, item, "、".join(rule.clause_refs), choices)
        places.setdefault(str(labels[item.place]), []).append(row)
    address = settings.CONFIG.public_url + reverse("inspection:key", args=[site.pk, visit_id])
    return Sheet(
        site, visit_id, list(places.items()), segno.make(address, error="m", micro=False).svg_data_uri(scale=3)
    )


@page(VISIT_RECORD)
def sheet(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """Print the checklist of one object."""
    site = _site(request, site_id)
    context = {"sheets": [sheet_of(site, new_id())], "crumbs": _crumbs(site, _("纸质检查表"))}
    return render(request, "inspection/sheets.html", context)


@page(VISIT_RECORD)
def key(request: ActorRequest, site_id: UUID, visit_id: UUID) -> HttpResponse:
    """Key in a filled sheet; the code on it leads here. What was keyed in once leads to its visit."""
    site = _site(request, site_id)
    if Visit.objects.filter(pk=visit_id, site=site).exists() and request.method == "GET":
        messages.info(request, _("这张检查表已经录入过。"))
        return redirect("inspection:visit", visit_id)
    paper = sheet_of(site, visit_id)
    form = KeyingForm(request.POST or None, request.FILES or None, items=[row.item for row in paper.rows])
    if request.method == "POST" and form.is_valid():
        recorded = _keyed(request, paper, form)
        if recorded is not None:
            say_recorded(request, recorded)
            return redirect("inspection:visit", recorded.visit.pk)
    rows = [(place, [(row, form[row.item.code]) for row in rows]) for place, rows in paper.places]
    context = {
        "site": site,
        "visit_id": visit_id,
        "form": form,
        "places": rows,
        "crumbs": _crumbs(site, _("录入检查表")),
    }
    return render(request, "inspection/key.html", context, status=422 if form.errors else 200)


def _site(request: ActorRequest, site_id: UUID) -> Site:
    return get_scoped(request.actor, Site.objects.filter(voided_at__isnull=True), VISIT_RECORD, site_id)


def _crumbs(site: Site, here: str) -> list[Crumb]:
    return [
        Crumb(_("对象台账"), reverse("registry:sites")),
        Crumb(site.name, reverse("registry:site", args=[site.pk])),
        Crumb(here),
    ]


def _keyed(request: ActorRequest, paper: Sheet, form: KeyingForm) -> Recorded | None:
    """The verb, its refusal beside the cell it concerns."""
    try:
        scan = "".join(keep_photos(request.actor, [form.cleaned_data["scan"]])) if form.cleaned_data["scan"] else ""
        return record_visit(request.actor, report=_report(request, paper, form, scan))
    except NotFound:
        raise
    except Refusal as refusal:
        beside = {"site_person": "site_signed", "inspector": "inspector_signed", "visited_at": "day"}
        name = beside.get(refusal.field or "", refusal.field)
        form.add_error(name if name in form.fields else None, say(refusal))
        return None


def _report(request: ActorRequest, paper: Sheet, form: KeyingForm, scan: str) -> VisitReport:
    given = form.cleaned_data
    return VisitReport(
        id=paper.visit_id,
        site_id=paper.site.pk,
        visited_at=_instant(given["day"], given["at"]),
        result=RESULTS.get(given["result"] or "1", given["result"]),
        answers=_answers(paper, form, scan),
        inspector=_signature(request.actor.name, given["inspector_signed"], scan),
        site_person=_signature(given["site_name"], given["site_signed"], scan),
        companions=tuple(name for name in given["companions"].replace(",", "、").split("、") if name.strip()),
        photos=(scan,) if scan else (),
        note=given["note"],
    )


def _instant(day: str, at: str) -> datetime:
    """The day and time of the sheet: today where none is written; now today, noon on another day, without a time."""
    now = timezone.localtime(clock.now())
    on = read_day(day.strip(), this_year=now.year) if day.strip() else now.date()
    if at.strip():
        return datetime.combine(on, read_time(at.strip()), clock.LEGAL_ZONE)
    return now.replace(second=0, microsecond=0) if on == now.date() else datetime.combine(on, NOON, clock.LEGAL_ZONE)


def _answers(paper: Sheet, form: KeyingForm, scan: str) -> list[Answered]:
    """What stands in the cells; where a photo is asked for, the scan of the sheet is the picture there is."""
    found = []
    for row in paper.rows:
        keyed = read_cell(row.item.spec(), form.cleaned_data[row.item.code])
        if keyed is None:
            continue
        shown = (scan,) if scan and (row.item.photo_required or row.item.answer == AnswerKind.PHOTO) else ()
        value = list(shown) if row.item.answer == AnswerKind.PHOTO else keyed.value
        found.append(Answered(row.item.code, value, keyed.note, shown))
    return found


def _signature(name: str, cell: str, scan: str) -> Signature:
    """`1` signed on the sheet (the scan shows it), anything else is why not."""
    if cell.strip() == "1":
        return Signature(name=name, image=scan)
    return Signature(name=name, reason=cell.strip())


@page(VISIT_VIEW)
def slip(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    """What is left behind: what was found and what to do, or that nobody was there, or that entry was refused."""
    visit = get_scoped(request.actor, Visit.objects.select_related("site", "owner_office"), VISIT_VIEW, visit_id)
    hazards = Hazard.objects.filter(source_kind=Visit.SUBJECT_KIND, source_id=visit.pk, voided_at__isnull=True)
    context = {
        "visit": visit,
        "site": visit.site,
        "hazards": hazards.select_related("rule").order_by("number"),
        "crumbs": [
            Crumb(_("检查台账"), reverse("inspection:visits")),
            Crumb(visit.number, reverse("inspection:visit", args=[visit.pk])),
            Crumb(_("告知单")),
        ],
    }
    return render(request, "inspection/slip.html", context)
