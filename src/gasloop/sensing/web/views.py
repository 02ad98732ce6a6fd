"""Pages of the devices: register, one device with what it says, corrections, credential, retirement."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import reaches
from gasloop.evidence import records
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.kernel.subject import Subject
from gasloop.sensing import queries
from gasloop.sensing.actions import Registered, correct_device, register_device, retire_device, rotate_credential
from gasloop.sensing.models import Device
from gasloop.sensing.permissions import SENSING_EDIT, SENSING_VIEW
from gasloop.sensing.queries.register import unknown_sender
from gasloop.sensing.states import DeviceState
from gasloop.sensing.web.forms import CorrectDeviceForm, DeviceForm, RetireForm, WhyForm, take_back
from gasloop.sensing.web.showing import day_shown, device_facts, titled, track_shown, values
from gasloop.shell.detail import Crumb
from gasloop.shell.forms import HouseForm


@page(SENSING_VIEW)
def device(request: ActorRequest, device_id: UUID) -> HttpResponse:
    """One device: what it says now, and over a day."""
    found = queries.device(request.actor, device_id)
    latest = queries.latest_of(request.actor, [found.pk])[0]
    shown = values(latest.readings, found.protocol)
    context = {
        "device": found,
        "crumbs": [Crumb(_("设备台账"), reverse("sensing:devices")), Crumb(found.name)],
        "facts": device_facts(found),
        "latest": latest,
        "values": shown,
        "day": _day(request, found, [(each.quantity, each.channel) for each in shown]),
        "track": _track(request, found) if latest.position else None,
        "day_query": urlencode({name: request.GET[name] for name in ("quantity", "channel") if name in request.GET}),
        "may_edit": _may_edit(request.actor, found),
    }
    return render(request, "sensing/device.html", context)


def _day(request: ActorRequest, found: Device, there: list[tuple[int, int]]) -> object:
    """The table of the chosen day and quantity (today's first measured one); None while there is nothing."""
    if not there:
        return None
    day = _asked_day(request)
    try:
        quantity = int(request.GET.get("quantity") or next((q for q, _ in there if q), there[0][0]))
        channel = int(request.GET.get("channel") or next((c for q, c in there if q == quantity), 0))
    except ValueError:
        raise Http404 from None
    if abs(channel) >= 1 << 62 or not 0 <= quantity < 1 << 15:
        raise Http404
    hours, fine = (
        queries.device_day(
            request.actor, device_id=found.pk, day=day, quantity=quantity, channel=channel, width_s=width
        )
        for width in (3600, 300)
    )
    return day_shown(day, titled(quantity, channel, found.protocol), hours, fine)


def _asked_day(request: ActorRequest) -> date:
    try:
        day = date.fromisoformat(request.GET.get("day", "")) if request.GET.get("day") else clock.today()
    except ValueError:
        raise Http404 from None
    if not date(2000, 1, 1) <= day <= date(2100, 1, 1):
        raise Http404
    return day


def _track(request: ActorRequest, found: Device) -> object:
    """A terminal's day."""
    day = _asked_day(request)
    return track_shown(day, queries.truck_day(request.actor, device_id=found.pk, day=day, width_s=300))


@page(SENSING_EDIT)
@never_cache
def new_device(request: ActorRequest) -> HttpResponse:
    """Register a device, perhaps of an object (`?for=site:…`) or from the list of unknown senders (`?sender=…`)."""
    subject, start = _beginning(request)
    if request.method != "POST":
        form = DeviceForm(request.actor, subject, initial={"id": new_id(), **start})
        return _new_page(request, form)
    form = DeviceForm(request.actor, subject, request.POST)
    if form.is_valid():
        try:
            made = register_device(request.actor, facts=form.facts(), id=form.cleaned_data["id"])
        except NotFound:
            form.add_error(None, _("您的岗位不能在这里登记设备，请核对辖区。"))
        except Refusal as refusal:
            take_back(form, refusal)
        else:
            return _made(request, made, _("已登记{name}，编号{number}。"))
    return _new_page(request, form, status=422)


def _beginning(request: ActorRequest) -> tuple[Subject | None, dict[str, str]]:
    """What the address says the device stands for, and what is known of it already."""
    start: dict[str, str] = {}
    if sender := request.GET.get("sender"):
        try:
            found = unknown_sender(request.actor, UUID(sender))
        except (ValueError, NotFound):
            raise Http404 from None
        start = {"protocol": found.protocol, "key": found.key}
    text = request.GET.get("for", "")
    if not text:
        return None, start
    try:
        subject = Subject.parse(text)
    except ValueError:
        raise Http404 from None
    record = records.find(subject)
    territory, line = getattr(record, "territory", None), getattr(record, "line", "")
    if territory is None or not reaches(request.actor, SENSING_EDIT, territory=territory, line=line):
        raise Http404
    return subject, start


def _new_page(request: ActorRequest, form: DeviceForm, *, status: int = 200) -> HttpResponse:
    record = records.find(form.subject) if form.subject else None
    context = {
        "form": form,
        "title": _("登记设备"),
        "record": record,
        "back": reverse("sensing:devices"),
        "crumbs": [Crumb(_("设备台账"), reverse("sensing:devices")), Crumb(_("登记设备"))],
    }
    return render(request, "sensing/device_form.html", context, status=status)


def _made(request: ActorRequest, made: Registered, words: str) -> HttpResponse:
    """On to the device; where there is a credential, over the one page that shows it."""
    said = words.format(name=made.device.name, number=made.device.number)
    if not made.credential:
        messages.success(request, said)
        return redirect("sensing:device", made.device.pk)
    crumbs = [Crumb(_("设备台账"), reverse("sensing:devices")), Crumb(made.device.name)]
    context = {"device": made.device, "credential": made.credential, "said": said, "crumbs": crumbs}
    return render(request, "sensing/credential.html", context)


def _may_edit(actor: Actor, found: Device) -> bool:
    in_use = found.voided_at is None and found.state == DeviceState.IN_USE
    return in_use and reaches(actor, SENSING_EDIT, territory=found.territory, line=found.line)


def _editable(request: ActorRequest, device_id: UUID) -> Device:
    found = queries.device(request.actor, device_id)
    if not _may_edit(request.actor, found):
        raise Http404
    return found


@page(SENSING_EDIT)
def correct(request: ActorRequest, device_id: UUID) -> HttpResponse:
    """Correct what is registered."""
    found = _editable(request, device_id)
    if request.method != "POST":
        return _form_page(request, found, CorrectDeviceForm.of(request.actor, found), _("更正登记"))
    form = CorrectDeviceForm(request.actor, found.stands_for, request.POST)

    def save() -> HttpResponse:
        stated = form.facts()
        names = [name for name in form.base_fields if hasattr(stated, name) and name in form.fields]
        changes = {name: getattr(stated, name) for name in names}
        correct_device(request.actor, device_id=found.pk, why=form.cleaned_data["why"], changes=changes)
        messages.success(request, _("已更正，更正前的内容留在存证里。"))
        return redirect("sensing:device", found.pk)

    return _tried(request, found, form, _("更正登记"), save)


@page(SENSING_EDIT)
@never_cache
def credential(request: ActorRequest, device_id: UUID) -> HttpResponse:
    """A new credential."""
    found, title = _editable(request, device_id), _("更换接入凭据")
    if request.method != "POST":
        return _form_page(request, found, WhyForm(), title)
    form = WhyForm(request.POST)

    def save() -> HttpResponse:
        made = rotate_credential(request.actor, device_id=found.pk, why=form.cleaned_data["why"])
        return _made(request, made, _("已更换{name}的接入凭据，原凭据不能再用。"))

    return _tried(request, found, form, title, save)


@page(SENSING_EDIT)
def retire(request: ActorRequest, device_id: UUID) -> HttpResponse:
    """Out of use."""
    found, title = _editable(request, device_id), _("停用设备")
    if request.method != "POST":
        return _form_page(request, found, RetireForm(initial={"on": clock.today()}), title)
    form = RetireForm(request.POST)

    def save() -> HttpResponse:
        data = form.cleaned_data
        retire_device(request.actor, device_id=found.pk, why=data["why"], on=data["on"])
        messages.success(request, _("已停用{name}。").format(name=found.name))
        return redirect("sensing:device", found.pk)

    return _tried(request, found, form, title, save)


def _tried(
    request: ActorRequest, found: Device, form: HouseForm, title: str, save: Callable[[], HttpResponse]
) -> HttpResponse:
    if form.is_valid():
        try:
            return save()
        except NotFound:
            form.add_error(None, _("您的岗位不能在这里登记设备，请核对辖区。"))
        except Refusal as refusal:
            take_back(form, refusal)
    return _form_page(request, found, form, title, status=422)


def _form_page(request: ActorRequest, found: Device, form: HouseForm, title: str, *, status: int = 200) -> HttpResponse:
    address = reverse("sensing:device", args=[found.pk])
    crumbs = [Crumb(_("设备台账"), reverse("sensing:devices")), Crumb(found.name, address), Crumb(title)]
    context = {"form": form, "title": title, "device": found, "back": address, "crumbs": crumbs}
    return render(request, "sensing/device_form.html", context, status=status)


@page(SENSING_VIEW)
def online(request: ActorRequest) -> HttpResponse:
    """Devices online by village."""
    places = queries.online_by_village(request.actor)
    context = {
        "places": places,
        "devices": sum(each.devices for each in places),
        "online": sum(each.online for each in places),
        "crumbs": [Crumb(_("设备台账"), reverse("sensing:devices")), Crumb(_("在线情况"))],
    }
    return render(request, "sensing/online.html", context)
