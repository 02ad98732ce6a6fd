"""Pages of licences and certificates: registered, shown with days left, renewed, held back, reviewed."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.scope import reaches
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.registry import queries
from gasloop.registry.actions import (
    correct_credential,
    demand_review,
    end_credential,
    register_credential,
    renew_credential,
    resume_credential,
    review_credential,
    revoke_credential,
    suspend_credential,
)
from gasloop.registry.kinds import CERTIFICATES
from gasloop.registry.lookup import holder_meant
from gasloop.registry.models import Credential, Party, Person, Site
from gasloop.registry.permissions import REGISTRY_EDIT, REGISTRY_VIEW
from gasloop.registry.states import CREDENTIAL_STATES, CredentialState
from gasloop.registry.web.forming import FormPage, answer
from gasloop.registry.web.forms import (
    CorrectCredentialForm,
    CredentialForm,
    DemandReviewForm,
    RenewForm,
    ReviewForm,
    WhyForm,
)
from gasloop.registry.web.showing import place_in_words
from gasloop.shell.detail import Crumb, Fact
from gasloop.shell.words import Words

STATED = ("kind", "document_no", "issuer", "valid_from", "valid_to", "allows")


@dataclass(frozen=True, slots=True)
class Change:
    """A change of state with a reason, as the page offers it."""

    title: Words
    icon: str
    verb: Callable[..., Credential]


CHANGES = {
    "suspend": Change(gettext_lazy("暂扣"), "lock", suspend_credential),
    "resume": Change(gettext_lazy("恢复"), "lock-open", resume_credential),
    "revoke": Change(gettext_lazy("吊销"), "ban", revoke_credential),
    "end": Change(gettext_lazy("注销"), "x", end_credential),
}


@page(REGISTRY_VIEW)
def credential(request: ActorRequest, credential_id: UUID) -> HttpResponse:
    """A paper with its holder, its days left and the looks at its conditions."""
    found = queries.credential(request.actor, credential_id)
    moves = CREDENTIAL_STATES.verbs(CredentialState(found.state))
    shown = {
        "paper": found,
        "crumbs": [*_ledger(), Crumb(found.number)],
        "facts": _facts(found),
        "reviews": found.reviews.all(),
        "may_edit": _may_edit(request.actor, found),
        "moves": [(name, change) for name, change in CHANGES.items() if name in moves],
        "may_renew": "renew" in moves,
        "reviewable": found.kind not in CERTIFICATES and "end" in moves,
    }
    return render(request, "registry/credential.html", shown)


@page(REGISTRY_EDIT)
def new(request: ActorRequest) -> HttpResponse:
    """Register a paper; `?holder=` comes from the holder's page."""

    def act(form: CredentialForm) -> str:
        told = {name: form.cleaned_data[name] for name in STATED}
        holder = holder_meant(request.actor, form.cleaned_data["holder"])
        made = register_credential(request.actor, **told, **holder, id=form.cleaned_data["id"])
        messages.success(request, _("已登记{name}，编号{number}。").format(name=made, number=made.number))
        return reverse("registry:credential", args=[made.pk])

    initial = {"id": new_id(), "holder": request.GET.get("holder", "")}
    shown = FormPage(_("登记证照"), [*_ledger(), Crumb(_("登记证照"))], reverse("registry:credentials"))
    return answer(request, shown, lambda data: CredentialForm(data, initial=initial), act)


@page(REGISTRY_EDIT)
def correct(request: ActorRequest, credential_id: UUID) -> HttpResponse:
    """Correct what is registered."""
    found = _editable(request, credential_id)

    def act(form: CorrectCredentialForm) -> str:
        changes = {name: form.cleaned_data[name] for name in STATED}
        why = form.cleaned_data["why"]
        correct_credential(request.actor, credential_id=credential_id, why=why, changes=changes)  # type: ignore[arg-type]  # the form's fields are CredentialChanges
        messages.success(request, _("已更正，更正前的内容留在存证里。"))
        return _address(found)

    initial = {name: getattr(found, name) for name in STATED}
    return answer(request, _page(found, _("更正登记")), lambda data: CorrectCredentialForm(data, initial=initial), act)


@page(REGISTRY_EDIT)
def renew(request: ActorRequest, credential_id: UUID) -> HttpResponse:
    """A new paper takes over."""
    found = _editable(request, credential_id)

    def act(form: RenewForm) -> str:
        made = renew_credential(request.actor, credential_id=credential_id, **form.cleaned_data)
        messages.success(request, _("已登记换证，新证编号{number}。").format(number=made.number))
        return _address(made)

    initial = {"id": new_id(), "document_no": found.document_no}
    return answer(request, _page(found, _("登记换证")), lambda data: RenewForm(data, initial=initial), act)


@page(REGISTRY_EDIT)
def change(request: ActorRequest, credential_id: UUID, move: str) -> HttpResponse:
    """Held back, in force again, revoked, struck off."""
    found, asked = _editable(request, credential_id), CHANGES.get(move)
    if asked is None:
        raise Http404

    def act(form: WhyForm) -> str:
        asked.verb(request.actor, credential_id=credential_id, why=form.cleaned_data["why"], on=form.cleaned_data["on"])
        messages.success(request, _("已登记：{title}。").format(title=asked.title))
        return _address(found)

    shown = _page(found, str(asked.title))
    return answer(request, shown, lambda data: WhyForm(data, initial={"on": clock.today()}), act)


@page(REGISTRY_EDIT)
def demand(request: ActorRequest, credential_id: UUID) -> HttpResponse:
    """Somebody has to look at the conditions by a day."""
    found = _editable(request, credential_id)

    def act(form: DemandReviewForm) -> str:
        demand_review(request.actor, credential_id=credential_id, **form.cleaned_data)
        messages.success(request, _("已要求复核，到期前会列在待办里。"))
        return _address(found)

    return answer(request, _page(found, _("要求复核许可条件")), DemandReviewForm, act)


@page(REGISTRY_EDIT)
def review(request: ActorRequest, credential_id: UUID) -> HttpResponse:
    """What the look at the conditions found."""
    found = _editable(request, credential_id)

    def act(form: ReviewForm) -> str:
        review_credential(request.actor, credential_id=credential_id, **form.cleaned_data)
        messages.success(request, _("复核结论已登记。"))
        return _address(found)

    return answer(
        request,
        _page(found, _("登记复核结论")),
        lambda data: ReviewForm(data, initial={"on": clock.today()}),
        act,
    )


def _facts(found: Credential) -> list[Fact]:
    return [
        Fact(_("持证者"), found.holder_name, url=_holder_url(found.holder)),
        Fact(_("类别"), found.get_kind_display()),
        Fact(_("证号"), found.document_no),
        Fact(_("发证机关"), found.issuer),
        Fact(_("有效期起"), found.valid_from),
        Fact(_("有效期止"), found.valid_to or _("长期")),
        Fact(_("许可范围"), found.allows, wide=True),
        Fact(_("辖区"), place_in_words(found.territory)),
        *(
            [Fact(_("失效日期"), found.ended_on), Fact(_("失效原因"), found.ended_why, wide=True)]
            if found.ended_on
            else []
        ),
        *(
            [
                Fact(_("复核期限"), found.review_due_on, basis="二(五)1"),
                Fact(_("复核缘由"), found.get_review_cause_display()),
            ]
            if found.review_due_on
            else []
        ),
        *([Fact(_("新证"), found.replaced_by, url=_address(found.replaced_by))] if found.replaced_by else []),
    ]


def _holder_url(holder: Party | Site | Person) -> str:
    name = {Party: "party", Site: "site", Person: "person"}[type(holder)]
    return reverse(f"registry:{name}", args=[holder.pk])


def _address(found: Credential) -> str:
    return reverse("registry:credential", args=[found.pk])


def _ledger() -> list[Crumb]:
    return [Crumb(_("证照台账"), reverse("registry:credentials"))]


def _page(found: Credential, title: str) -> FormPage:
    back, lead = _address(found), f"{found.holder_name} · {found}"
    return FormPage(title, [*_ledger(), Crumb(found.number, back), Crumb(title)], back, lead=lead)


def _may_edit(actor: Actor, found: Credential) -> bool:
    return found.voided_at is None and reaches(actor, REGISTRY_EDIT, territory=found.territory, line=found.line)


def _editable(request: ActorRequest, key: UUID) -> Credential:
    found = queries.credential(request.actor, key)
    if not _may_edit(request.actor, found):
        raise Http404
    return found
