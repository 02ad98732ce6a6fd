"""Forms of the town hall: offices, posts, accounts, divisions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gasloop.access.hall import accounts_to_appoint, divisions_to_manage, offices_to_manage
from gasloop.access.lines import Line
from gasloop.access.models import Office, Territory
from gasloop.access.roles import OUTSIDE, Role
from gasloop.kernel.actor import Actor
from gasloop.registry.web.forms.objects import place_names
from gasloop.shell.forms import HouseForm

CHOOSE = ("", _("请选择"))
WHOLE = ("", _("全部辖区"))


class DivisionForm(HouseForm):
    """A division or grid cell below another."""

    parent = forms.ChoiceField(label=_("上级区划"), required=False)
    kind = forms.ChoiceField(label=_("级别"), choices=Territory.Kind.choices, initial=Territory.Kind.GRID)
    code = forms.CharField(label=_("区划代码"), help_text=_("数字或字母；网格可以用 01、02。"))
    name = forms.CharField(label=_("名称"), help_text=_("例如：双堰社区第一网格。"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        choose(self, "parent", [WHOLE, *place_names(divisions_to_manage(actor))])


class OfficeForm(HouseForm):
    """An office, a village committee, a district authority."""

    name = forms.CharField(label=_("单位名称"))
    level = forms.ChoiceField(label=_("层级"), choices=Office.Level.choices)
    territory = forms.ChoiceField(label=_("辖区"))
    aliases = forms.CharField(label=_("别名"), required=False, help_text=_("文件里的其他叫法，用顿号隔开。"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        choose(self, "territory", [CHOOSE, *place_names(divisions_to_manage(actor))])

    def names(self) -> list[str]:
        """The aliases one by one."""
        return split(self.cleaned_data["aliases"])


class RenameOfficeForm(HouseForm):
    """The new name and its first day."""

    name = forms.CharField(label=_("新名称"))
    day = forms.DateField(label=_("自哪天起"))


class MergeOfficeForm(HouseForm):
    """Who takes over, from which day."""

    into = forms.ChoiceField(label=_("承接单位"))
    day = forms.DateField(label=_("自哪天起"))

    def __init__(self, actor: Actor, besides: Office, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        offices = offices_to_manage(actor).exclude(pk=besides.pk)
        choose(self, "into", [CHOOSE, *((str(office.pk), office.name) for office in offices)])


class PostForm(HouseForm):
    """A post: role × division × lines."""

    office = forms.ChoiceField(label=_("单位"))
    title = forms.CharField(label=_("岗位"), help_text=_("例如：内勤、网格员、检查员。"))
    role = forms.ChoiceField(
        label=_("角色"),
        choices=[(role.value, role.label) for role in Role if role not in OUTSIDE],
        help_text=_("角色决定能做哪些事。"),
    )
    territory = forms.ChoiceField(label=_("管辖范围"), required=False)
    lines = forms.MultipleChoiceField(
        label=_("条线"),
        required=False,
        choices=Line.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都不选表示全部条线。"),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        offices = offices_to_manage(actor)
        choose(self, "office", [CHOOSE, *((str(office.pk), office.name) for office in offices)])
        choose(self, "territory", [WHOLE, *place_names(divisions_to_manage(actor))])


class AssignForm(HouseForm):
    """Who holds the post from which day."""

    account = forms.ChoiceField(label=_("任职人"), help_text=_("没有列出的，请先开通账号。"))
    day = forms.DateField(label=_("任职日期"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        known = ((str(each.pk), f"{each.name}（{each.username}）") for each in accounts_to_appoint(actor))
        choose(self, "account", [CHOOSE, *known])


class AccountForm(HouseForm):
    """Who signs in."""

    username = forms.CharField(label=_("用户名"), help_text=_("2 至 60 个字，登录时用。"))
    name = forms.CharField(label=_("姓名"))


class ReasonForm(HouseForm):
    """Why."""

    why = forms.CharField(label=_("原因"))


def choose(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """Fill a choice with what this actor may choose."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


def split(text: str) -> list[str]:
    """`派出所、所里` as two."""
    parts = text.replace("，", "、").replace(",", "、").split("、")
    return [part.strip() for part in parts if part.strip()]
