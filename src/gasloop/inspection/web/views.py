"""Record a visit, and look at one."""

from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scoping import get_scoped
from gasloop.inspection.actions import Answered, Recorded, Signature, VisitReport, record_visit
from gasloop.inspection.models import Visit
from gasloop.inspection.permissions import VISIT_RECORD, VISIT_VIEW
from gasloop.inspection.web.forms import VisitForm
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.jsonable import JsonValue, plain
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.registry.models import Site
from gasloop.rulebook.choices import Answer as AnswerKind
from gasloop.rulebook.queries import rules_for
from gasloop.shell import forms as house
from gasloop.shell.detail import Crumb, Fact, Photo
from gasloop.shell.errors import say
from gasloop.shell.photos import keep_photos, keep_signature, photo_response


@page(VISIT_RECORD)
def record(request: ActorRequest, site_id: UUID) -> HttpResponse:
    """The checklist of a site; what fails becomes a hazard when it is sent."""
    site = get_scoped(request.actor, Site.objects.filter(voided_at__isnull=True), VISIT_RECORD, site_id)
    rules = rules_for(site, clock.today())
    if request.method == "POST":
        form = VisitForm(request.POST, request.FILES, rules=rules)
        recorded = _record(request.actor, site, form) if form.is_valid() else None
        if recorded is not None:
            say_recorded(request, recorded)
            return redirect("inspection:visit", recorded.visit.pk)
    else:
        now = timezone.localtime(clock.now()).replace(second=0, microsecond=0)
        form = VisitForm(rules=rules, initial={"id": new_id(), "visited_at": now, "result": Visit.Result.CHECKED})
    context = {
        "site": site,
        "form": form,
        "places": list(form.places()),
        "crumbs": [
            Crumb(_("对象台账"), reverse("registry:sites")),
            Crumb(site.name, reverse("registry:site", args=[site.pk])),
            Crumb(_("检查")),
        ],
    }
    return render(request, "inspection/record.html", context, status=422 if form.errors else 200)


def _record(actor: Actor, site: Site, form: VisitForm) -> Recorded | None:
    """The verb, its refusal beside the field it concerns."""
    try:
        return record_visit(actor, report=_report(actor, site, form))
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal))
        return None


def _report(actor: Actor, site: Site, form: VisitForm) -> VisitReport:
    given = form.cleaned_data
    return VisitReport(
        id=given["id"],
        site_id=site.pk,
        visited_at=given["visited_at"],
        result=given["result"],
        answers=[
            Answered(item.code, _value(item.answer, value, photos), note, photos)
            for item, value, note, uploads in form.answered()
            for photos in [tuple(keep_photos(actor, uploads))]
        ],
        inspector=_signature(actor, actor.name, given["inspector"]),
        site_person=_signature(actor, given["site_name"], given["site_person"]),
        companions=tuple(name.strip() for name in given["companions"].replace(",", "、").split("、") if name.strip()),
        photos=tuple(keep_photos(actor, given["photos"])),
        note=given["note"],
    )


def _value(kind: str, value: object, photos: tuple[str, ...]) -> JsonValue:
    if kind == AnswerKind.PHOTO:
        return list(photos)
    return float(value) if isinstance(value, Decimal) else plain(value)


def _signature(actor: Actor, name: str, given: house.Signature | None) -> Signature:
    if given is None:
        return Signature(name=name)
    return Signature(
        name=given.typed_name or name,
        image=keep_signature(actor, given),
        reason="" if given.png else given.why_not_signed,
    )


def say_recorded(request: ActorRequest, recorded: Recorded) -> None:
    """What came of a visit, on the next page."""
    count = len(recorded.hazards)
    if count:
        text = ngettext(
            "检查已登记，发现隐患%(count)d处，已进入闭环。", "检查已登记，发现隐患%(count)d处，已进入闭环。", count
        )
        messages.warning(request, text % {"count": count})
    else:
        messages.success(request, _("检查已登记，未发现隐患。"))


@page(VISIT_VIEW)
def visit(request: ActorRequest, visit_id: UUID) -> HttpResponse:
    """One visit: what was asked, answered and judged, who signed."""
    found = _visit_for(request.actor, visit_id)
    answers = found.answers.select_related("item__rule", "hazard").order_by("passed", "item__order", "item__code")
    context = {
        "visit": found,
        "facts": _facts(found),
        "answers": answers,
        "photos": [_photo(found, sha256, _("现场照片")) for sha256 in found.photos],
        "signatures": [
            _photo(found, sha256, who)
            for sha256, who in (
                (found.inspector_signature, _("检查人签名")),
                (found.site_signature, _("在场人签名")),
            )
            if sha256
        ],
        "crumbs": [Crumb(_("检查台账"), reverse("inspection:visits")), Crumb(found.number)],
    }
    return render(request, "inspection/visit.html", context)


@page(VISIT_VIEW)
def photo(request: ActorRequest, visit_id: UUID, sha256: str) -> FileResponse:
    """A photo or signature of the visit, for whoever may see the visit."""
    found = _visit_for(request.actor, visit_id)
    answers = [each for photos in found.answers.values_list("photos", flat=True) for each in photos]
    return photo_response(sha256, [*found.photos, *answers, found.inspector_signature, found.site_signature])


def _visit_for(actor: Actor, visit_id: UUID) -> Visit:
    return get_scoped(actor, Visit.objects.select_related("site"), VISIT_VIEW, visit_id)


def _photo(found: Visit, sha256: str, words: str) -> Photo:
    return Photo(url=reverse("inspection:photo", args=[found.pk, sha256]), alt=words, caption=words)


def _facts(found: Visit) -> list[Fact]:
    lines = [
        Fact(_("对象"), found.site.name, url=reverse("registry:site", args=[found.site_id])),
        Fact(_("检查时间"), found.visited_at),
        Fact(_("收到时间"), found.received_at),
        Fact(_("检查人"), found.inspectors),
        Fact(_("在场人"), found.site_person or None),
        Fact(_("备注"), found.note or None, wide=True),
    ]
    if found.inspector_unsigned:
        lines.append(Fact(_("检查人未签名原因"), found.inspector_unsigned))
    if found.site_unsigned:
        lines.append(Fact(_("对象未签名原因"), found.site_unsigned))
    return lines
