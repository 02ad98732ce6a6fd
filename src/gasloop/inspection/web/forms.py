"""The visit form: made from the check items that apply to the site today, in the order of walking through it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gasloop.inspection.models import Visit
from gasloop.kernel.jsonable import JsonValue, plain
from gasloop.rulebook.choices import Answer, Place
from gasloop.rulebook.models import CheckItem, Rule
from gasloop.shell.forms import HouseForm, PhotosField, SignatureField, dress_form

SIGNED = "五(二)¶1"


@dataclass(frozen=True, slots=True)
class Asked:
    """One check item on the page: its answer, note and photo fields, and the clause that asks."""

    item: CheckItem
    clause: str
    answer: BoundField
    note: BoundField
    photos: BoundField


class VisitForm(HouseForm):
    """检查记录. The fields of the items are added per site; an unanswered item is simply not part of the visit."""

    clauses: ClassVar[dict[str, str]] = {"inspector": SIGNED, "site_person": SIGNED}

    id = forms.UUIDField(widget=forms.HiddenInput)
    visited_at = forms.DateTimeField(label=gettext_lazy("检查时间"))
    result = forms.ChoiceField(label=gettext_lazy("结果"), choices=Visit.Result.choices, widget=forms.RadioSelect)
    companions = forms.CharField(
        label=gettext_lazy("同行检查人"), required=False, help_text=gettext_lazy("多人用顿号隔开。")
    )
    photos = PhotosField(label=gettext_lazy("现场照片"), required=False)
    note = forms.CharField(label=gettext_lazy("备注"), required=False, widget=forms.Textarea({"rows": 2}))
    inspector = SignatureField(label=gettext_lazy("检查人签名"))
    site_name = forms.CharField(label=gettext_lazy("对象在场人"), max_length=60, required=False)
    site_person = SignatureField(label=gettext_lazy("在场人签名"), required=False)

    def __init__(self, *args: Any, rules: Sequence[Rule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items = [(rule, item) for rule in rules for item in rule.check_items]
        for _rule, item in self._items:
            self.fields[item.code] = answer_field(item)
            _unmark(self.fields[item.code])
            self.fields[f"{item.code}.note"] = forms.CharField(label=_("说明"), required=False)
            self.fields[f"{item.code}.photos"] = PhotosField(label=_("照片"), required=False)
        dress_form(self)

    def places(self) -> Iterator[tuple[str, list[Asked]]]:
        """The items by the place where one stands, in the order of walking."""
        labels = dict(Place.choices)
        for place in Place.values:
            asked = [self._asked(rule, item) for rule, item in self._items if item.place == place]
            if asked:
                yield str(labels[place]), asked

    def answered(self) -> Iterator[tuple[CheckItem, object, str, list[Any]]]:
        """The items somebody answered, with value, note and uploads."""
        for _rule, item in self._items:
            value = self.cleaned_data.get(item.code)
            if value not in (None, ""):
                yield item, value, self.cleaned_data[f"{item.code}.note"], self.cleaned_data[f"{item.code}.photos"]

    def _asked(self, rule: Rule, item: CheckItem) -> Asked:
        return Asked(
            item, "、".join(rule.clause_refs), self[item.code], self[f"{item.code}.note"], self[f"{item.code}.photos"]
        )


def answer_field(item: CheckItem) -> forms.Field:
    """The input that fits the kind of answer; the judge reads and refuses, the form only carries."""
    label = f"{item.question}（{item.unit}）" if item.unit else item.question
    common: dict[str, Any] = {"label": label, "required": False, "help_text": item.hint}
    match item.answer:
        case Answer.YES_NO:
            return forms.ChoiceField(choices=[("yes", _("是")), ("no", _("否"))], widget=forms.RadioSelect, **common)
        case Answer.CHOICE:
            choices = [(c["value"], c["label"]) for c in item.choices]
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        case Answer.NUMBER:
            return forms.DecimalField(widget=forms.NumberInput({"step": "any", "inputmode": "decimal"}), **common)
        case Answer.COUNT:
            return forms.IntegerField(widget=forms.NumberInput({"inputmode": "numeric"}), **common)
        case Answer.DATE:
            return forms.DateField(**common)
    return forms.BooleanField(**common)


def answer_value(value: object) -> JsonValue:
    """What the form gave, as the judge takes it (photos come by digest and are the caller's)."""
    return float(value) if isinstance(value, Decimal) else plain(value)


def _unmark(field: forms.Field) -> None:
    """Do not call the field optional: an item that is not answered counts as not checked."""
    vars(field)["unmarked"] = True
