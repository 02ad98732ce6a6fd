"""离岗代理: who is away, who stands in; one's own posts, and those of the office one heads."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gasloop.access.actions import Away, end_absence, note_absence
from gasloop.access.actions.absences import may_arrange
from gasloop.access.actors import posts_held
from gasloop.access.guard import page
from gasloop.access.middleware import ActorRequest
from gasloop.access.models import Absence, Post
from gasloop.access.roles import OUTSIDE, Role
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.permissions import DUTY_VIEW
from gasloop.shell.detail import Crumb
from gasloop.shell.errors import say
from gasloop.shell.forms import HouseForm

SHOWN = 50
NEVER = (Role.ADMIN, Role.AUDITOR, *OUTSIDE)


class AbsenceForm(HouseForm):
    """Whose post, who stands in, from when to when, why."""

    post = forms.ChoiceField(label=gettext_lazy("离岗的岗位"), choices=())
    deputy = forms.ChoiceField(label=gettext_lazy("代理人"), choices=())
    first = forms.DateField(label=gettext_lazy("起"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=gettext_lazy("止"), widget=forms.DateInput(attrs={"type": "date"}))
    why = forms.CharField(label=gettext_lazy("原因"), max_length=120)

    def offer(self, actor: Actor) -> None:
        """Posts one may arrange for, and everybody who could stand in."""
        held = Post.objects.filter(posts_held(clock.today()), account__isnull=False).exclude(role__in=NEVER)
        posts = [*held.select_related("office", "account").order_by("office__level", "office__name", "title")]
        mine = [(str(post.pk), f"{post.account} · {post}") for post in posts if may_arrange(actor, post)]
        others = {str(post.account_id): f"{post.account} · {post}" for post in posts}
        for name, choices in (("post", mine), ("deputy", list(others.items()))):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", "—"), *choices]

    def away(self) -> Away:
        """What was filled in."""
        said = self.cleaned_data
        return Away(UUID(said["deputy"]), said["first"], said["last"], said["why"])


@page(DUTY_VIEW)
def absences(request: ActorRequest) -> HttpResponse:
    """Those that concern the reader, and the form for a new one."""
    form = AbsenceForm(request.POST or None, initial={"first": clock.today()})
    form.offer(request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            note_absence(request.actor, post_id=UUID(form.cleaned_data["post"]), away=form.away())
        except NotFound:
            raise
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal))
        else:
            messages.success(request, _("已登记。代理到期自动结束。"))
            return redirect("plan:absences")
    today = clock.today()
    rows = [
        (each, each.ended_on is None and each.last >= today, may_arrange(request.actor, each.post))
        for each in _concerning(request.actor)[:SHOWN]
    ]
    return render(request, "plan/absences.html", {"crumbs": [Crumb(_("离岗代理"))], "form": form, "rows": rows})


@page(DUTY_VIEW)
@require_POST
def end(request: ActorRequest, absence_id: UUID) -> HttpResponse:
    """The holder is back."""
    end_absence(request.actor, absence_id=absence_id)
    messages.success(request, _("代理已结束。"))
    return redirect("plan:absences")


def _concerning(actor: Actor) -> QuerySet[Absence]:
    """One's own, those one stands in for, and those in the offices where one has a post."""
    offices = [grant.office_id for grant in actor.grants if not grant.absent]
    mine = Q(absent=actor.id) | Q(deputy=actor.id) | Q(post__office__in=offices)
    return Absence.objects.filter(mine).select_related("post__office", "absent", "deputy").order_by("-first", "-id")
