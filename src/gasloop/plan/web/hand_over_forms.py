"""Forms of a hand-over."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gasloop.access.models import Office, Post
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.plan.handing import Side
from gasloop.plan.models import Duty
from gasloop.plan.permissions import HAND_OVER
from gasloop.plan.web.task_forms import FilesField
from gasloop.shell.forms import HouseForm, dress_form

Options = list[tuple[str, list[tuple[str, str]]]]


class HandOverForm(HouseForm):
    """Who hands over to whom."""

    giving = forms.ChoiceField(label=_("交出方"), help_text=_("撤并、停用的单位，或者换人、撤销的岗位。"))
    taking = forms.ChoiceField(label=_("接收方"), help_text=_("单位交给单位，岗位交给岗位。"))
    why = forms.CharField(
        label=_("依据"),
        max_length=500,
        help_text=_("机构调整或任免的文件、会议。"),
        error_messages={"required": _("请写明依据，例如机构调整或任免文件。")},
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        self._sides = sides_in_reach(actor)
        blank = [("", "—")]
        self.fields["giving"].choices = blank + options(self._sides.items())  # type: ignore[attr-defined]
        open_ones = [(key, side) for key, side in self._sides.items() if not ended(side)]
        self.fields["taking"].choices = blank + options(open_ones)  # type: ignore[attr-defined]
        dress_form(self)

    def side(self, name: str) -> Side:
        """The side chosen in that field."""
        return self._sides[self.cleaned_data[name]]


class SignForm(HouseForm):
    """On paper: who signed, and the sheet."""

    signed_by = forms.CharField(label=_("在纸质件上签字的人"), max_length=60)
    proof = FilesField(label=_("签字页"), help_text=_("扫描件或照片，每个不超过 25 MB。"))


class WithdrawForm(HouseForm):
    """Why it does not take place."""

    why = forms.CharField(label=_("撤回原因"), max_length=500)


def sides_in_reach(actor: Actor) -> dict[str, Side]:
    """Offices and posts that the actor may arrange hand-overs of, by what the form sends. Not the district's.

    Posts that ended are there while somebody's duty still lies with them.
    """
    reach = Q(pk__in=[])
    for grant in actor.grants:
        if grant.role in HAND_OVER.roles:
            reach |= Q(territory__startswith=grant.territory)
    offices = Office.objects.filter(reach).exclude(level=Office.Level.DISTRICT).order_by("level", "name")
    found = {f"office:{office.pk}": Side(office) for office in offices}
    left = Duty.objects.filter(state=Duty.State.OPEN, owner_post__isnull=False).values("owner_post")
    posts = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today()) | Q(pk__in=left))
    rows = posts.filter(office__in=offices).select_related("office", "account").order_by("office__name", "title", "id")
    return found | {f"post:{post.pk}": Side(post.office, post) for post in rows}


def ended(side: Side) -> bool:
    """Has the office or the tenure ended?"""
    day = side.post.valid_to if side.post and side.post.valid_to else side.office.valid_to
    return day is not None and day < clock.today()


def options(sides: Iterable[tuple[str, Side]]) -> list[Any]:
    """Grouped: offices first, then posts with whoever holds them."""
    sides = list(sides)
    offices = [(key, _named(side)) for key, side in sides if side.post is None]
    posts = [(key, _named(side)) for key, side in sides if side.post is not None]
    return [(_("单位"), offices), (_("岗位"), posts)]


def _named(side: Side) -> str:
    words = str(side)
    if side.post is not None:
        words += f"（{side.post.account or _('空岗')}）"
    return f"{words} · {_('已停用')}" if ended(side) else words
