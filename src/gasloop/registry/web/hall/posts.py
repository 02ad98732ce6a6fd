"""Posts: set up, filled, vacated."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access import hall
from gasloop.access.actions import assign_post, create_post, end_post
from gasloop.access.guard import page
from gasloop.access.lines import Line
from gasloop.access.middleware import ActorRequest
from gasloop.access.models import Post
from gasloop.access.permissions import ACCESS_MANAGE, ACCESS_READ
from gasloop.access.roles import Role
from gasloop.access.scope import covers
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.registry.web.forming import FormPage, answer
from gasloop.registry.web.forms import WhyForm
from gasloop.registry.web.forms.hall import AssignForm, PostForm
from gasloop.registry.web.listings.hall import lines_in_words
from gasloop.registry.web.showing import place_in_words
from gasloop.shell.detail import Crumb, Fact


@page(ACCESS_READ)
def post(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """A post and who holds it."""
    found = hall.one_post(request.actor, post_id)
    shown = {
        "post": found,
        "crumbs": [_ledger(), Crumb(found.title)],
        "facts": [
            Fact(_("单位"), found.office.name, url=reverse("registry:office", args=[found.office_id])),
            Fact(_("角色"), found.get_role_display()),
            Fact(_("管辖范围"), place_in_words(found.territory) or _("全部辖区")),
            Fact(_("条线"), lines_in_words(found.lines)),
            Fact(_("任职人"), found.account.name if found.account else _("空缺")),
            Fact(_("任职日期"), found.valid_from),
            Fact(_("离任日期"), found.valid_to),
        ],
        "may_manage": _may_manage(request.actor, found),
    }
    return render(request, "registry/post.html", shown)


@page(ACCESS_MANAGE)
def new(request: ActorRequest) -> HttpResponse:
    """Set up an empty post."""

    def act(form: PostForm) -> str:
        data = form.cleaned_data
        made = create_post(
            request.actor,
            office=hall.one_office(request.actor, UUID(data["office"])),
            title=data["title"],
            role=Role(data["role"]),
            territory=data["territory"],
            lines=[Line(line) for line in data["lines"]] or None,
        )
        messages.success(request, _("已设立岗位{title}，现在可以任命。").format(title=made.title))
        return reverse("registry:post", args=[made.pk])

    initial = {"office": request.GET.get("office", "")}
    shown = FormPage(_("设立岗位"), [_ledger(), Crumb(_("设立岗位"))], reverse("registry:posts"))
    return answer(request, shown, lambda data: PostForm(request.actor, data, initial=initial), act)


@page(ACCESS_MANAGE)
def assign(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """Somebody holds the post from a day on."""
    found = _manageable(request, post_id)

    def act(form: AssignForm) -> str:
        account = hall.one_account(request.actor, UUID(form.cleaned_data["account"]))
        assign_post(request.actor, post=found, account=account, day=form.cleaned_data["day"])
        messages.success(request, _("已任命{name}。").format(name=account.name))
        return reverse("registry:post", args=[post_id])

    initial = {"day": clock.today()}
    return answer(request, _page(found, _("任命")), lambda data: AssignForm(request.actor, data, initial=initial), act)


@page(ACCESS_MANAGE)
def end(request: ActorRequest, post_id: UUID) -> HttpResponse:
    """The holder's last day; the post goes on empty."""
    found = _manageable(request, post_id)

    def act(form: WhyForm) -> str:
        successor = end_post(request.actor, post=found, why=form.cleaned_data["why"], day=form.cleaned_data["on"])
        messages.success(request, _("已登记离任，岗位空缺，待重新任命。"))
        return reverse("registry:post", args=[successor.pk])

    return answer(request, _page(found, _("登记离任")), lambda data: WhyForm(data, initial={"on": clock.today()}), act)


def _ledger() -> Crumb:
    return Crumb(_("岗位台账"), reverse("registry:posts"))


def _page(found: Post, title: str) -> FormPage:
    back = reverse("registry:post", args=[found.pk])
    return FormPage(title, [_ledger(), Crumb(found.title, back), Crumb(title)], back, lead=str(found))


def _may_manage(actor: Actor, found: Post) -> bool:
    lines = None if found.lines is None else frozenset(found.lines)
    return covers(actor, ACCESS_MANAGE, territory=found.territory, lines=lines)


def _manageable(request: ActorRequest, key: UUID) -> Post:
    found = hall.one_post(request.actor, key)
    if not _may_manage(request.actor, found):
        raise Http404
    return found
