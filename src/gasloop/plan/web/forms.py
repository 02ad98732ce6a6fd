"""Forms of the plan room. They read; the verbs decide, and their refusals come back beside the field."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from gasloop.access.models import Office, Territory
from gasloop.access.scope import granting
from gasloop.kernel.actor import Actor
from gasloop.plan.actions import Assigned
from gasloop.plan.compiler.document import OfficeRole
from gasloop.plan.models import ClauseOffice
from gasloop.plan.offices import registered_offices, related_offices
from gasloop.plan.permissions import PLAN_IMPORT
from gasloop.shell.forms import HouseForm, dress_form

SPARE = 3  # empty lines for offices that the paper does not name
LARGEST = 10 * 1024 * 1024


class UploadForm(HouseForm):
    """A paper and where it governs."""

    file = forms.FileField(
        label=_("方案文件"),
        help_text=_(".docx 或 .txt，印发的正文。PDF 和旧版 .doc 请先另存为 .docx。"),
        widget=forms.FileInput(attrs={"accept": ".txt,.docx"}),
        error_messages={"required": _("请选择方案文件。"), "empty": _("文件是空的，请重新选择。")},
    )
    territory = forms.ChoiceField(label=_("适用辖区"))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        territory = self.fields["territory"]
        if isinstance(territory, forms.ChoiceField):
            places = territories(actor)
            territory.choices = places
            if len(places) == 1:
                territory.required, territory.widget = False, forms.HiddenInput()
                territory.initial = places[0][0]

    def clean_file(self) -> Any:
        """No larger than a plan can be."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("文件超过 10 MB，请去掉其中的图片后再上传。"))
        return file


def territories(actor: Actor) -> list[tuple[str, str]]:
    """Where the actor may put a plan in force: the divisions of their posts."""
    paths = {grant.territory for grant in granting(actor, PLAN_IMPORT) if grant.territory}
    found = Territory.objects.filter(path__in=paths) if paths else Territory.objects.filter(kind="town")
    return list(found.order_by("path").values_list("path", "name"))


class OfficesForm(HouseForm):
    """The offices of one clause, a line each: name, part, chief. An emptied name takes the office out."""

    roles: ClassVar[Sequence[tuple[str, Any]]] = ClauseOffice.Role.choices

    def __init__(self, given: Iterable[OfficeRole], *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        self.given = list(given)
        for at in range(len(self.given) + SPARE):
            office = self.given[at] if at < len(self.given) else OfficeRole("", "lead")
            self.fields[f"name_{at}"] = forms.CharField(
                label=_("单位"),
                required=False,
                max_length=120,
                initial=office.name,
                widget=forms.TextInput(attrs={"list": "offices", "autocomplete": "off"}),
            )
            self.fields[f"role_{at}"] = forms.ChoiceField(
                label=_("角色"), choices=self.roles, initial=office.role, required=False
            )
            self.fields[f"chief_{at}"] = forms.BooleanField(label=_("牵头"), required=False, initial=office.chief)
        dress_form(self)

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The fields line by line."""
        return [(self[f"name_{at}"], self[f"role_{at}"], self[f"chief_{at}"]) for at in range(len(self.given) + SPARE)]

    def offices(self) -> tuple[OfficeRole, ...]:
        """What was filled in, in its order."""
        data = self.cleaned_data
        return tuple(
            OfficeRole(data[f"name_{at}"].strip(), data[f"role_{at}"] or "lead", data[f"chief_{at}"])
            for at in range(len(self.given) + SPARE)
            if data.get(f"name_{at}", "").strip()
        )


class ClauseForm(OfficesForm):
    """A clause of a draft: what it is, and its offices."""

    kind = forms.ChoiceField(
        label=_("这一段是"),
        choices=[
            ("item", _("任务条目")),
            ("paragraph", _("写明职责的段落")),
            ("text", _("一般文字，不作为条款")),
        ],
    )


class AssignForm(OfficesForm):
    """The offices of a clause in force, with the reason for the correction."""

    why = forms.CharField(
        label=_("更正的依据或理由"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("例如：机构改革后由某某办承接；镇长办公会议定。会写入存证。"),
    )


def assigned(offices: Iterable[OfficeRole], territory: str) -> list[Assigned]:
    """The lines of a form with the registered offices behind their names."""
    those = list(offices)
    known = registered_offices([each.name for each in those], territory)
    return [Assigned(each.name, ClauseOffice.Role(each.role), each.chief, known.get(each.name)) for each in those]


class ObjectForm(HouseForm):
    """A reason beside each clause that is not the office's own."""

    def __init__(self, refs: Iterable[str], *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        self.refs = list(dict.fromkeys(refs))
        for ref in self.refs:
            self.fields[f"reason_{ref}"] = forms.CharField(
                label=ref, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )
        dress_form(self)

    def reasons(self) -> Mapping[str, str]:
        """What was written, by clause."""
        return {ref: self.cleaned_data.get(f"reason_{ref}", "") for ref in self.refs}


class SettleForm(HouseForm):
    """What becomes of an objection."""

    accepted = forms.TypedChoiceField(
        label=_("处理结果"),
        choices=[("yes", _("采纳，改派或取消")), ("no", _("不采纳"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        error_messages={"required": _("请选择采纳或不采纳。")},
    )
    instead = forms.CharField(
        label=_("改由哪个单位负责"),
        required=False,
        widget=forms.TextInput(attrs={"list": "offices", "autocomplete": "off"}),
        help_text=_("采纳时填写；留空表示只取消该单位，这一条会列为没有责任单位。"),
    )
    answer = forms.CharField(
        label=_("处理意见"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明处理意见，对方会看到。")},
    )


def office_options(territory: str) -> list[tuple[str, str]]:
    """What the search fields offer: names in use with their aliases, and former names with who took over."""
    found = []
    for office in related_offices(territory).order_by("level", "name"):
        if office.valid_to is None:
            found.append((office.name, "、".join(office.aliases)))
        elif office.successor is not None:
            found.append((office.name, f"→ {_last(office).name}"))
    return list(dict.fromkeys(found))


def _last(office: Office) -> Office:
    while office.valid_to is not None and office.successor is not None:
        office = office.successor
    return office
