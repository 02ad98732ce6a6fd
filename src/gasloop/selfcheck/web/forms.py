"""Forms of self-checks."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gasloop.inspection.web.forms import answer_field, answer_value
from gasloop.rulebook.choices import Place
from gasloop.rulebook.models import CheckItem
from gasloop.selfcheck.rhythms import Asked
from gasloop.shell.forms import HouseForm, PhotosField, dress_form


class OwnCheckForm(HouseForm):
    """One check: every item of the rhythm, each with a note and a photo if something is wrong."""

    def __init__(self, *args: Any, asked: Sequence[Asked], **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        self._items = [item for _rule, item in asked]
        for item in self._items:
            self.fields[item.code] = answer_field(item)
            self.fields[f"{item.code}.note"] = forms.CharField(label=_("说明"), required=False)
            self.fields[f"{item.code}.photos"] = PhotosField(label=_("照片"), required=False)
        self.fields["note"] = forms.CharField(label=_("备注"), required=False)
        dress_form(self)

    def places(self) -> Iterator[tuple[str, list[tuple[CheckItem, BoundField, BoundField, BoundField]]]]:
        """The items by the place where one stands."""
        for place, label in Place.choices:
            rows = [
                (item, self[item.code], self[f"{item.code}.note"], self[f"{item.code}.photos"])
                for item in self._items
                if item.place == place
            ]
            if rows:
                yield str(label), rows

    def answered(self) -> Iterator[tuple[CheckItem, Any, str, list[Any]]]:
        """The items somebody answered, with value, note and uploads."""
        for item in self._items:
            value = self.cleaned_data.get(item.code)
            if value not in (None, ""):
                photos = self.cleaned_data[f"{item.code}.photos"]
                yield item, answer_value(value), self.cleaned_data[f"{item.code}.note"], photos


class OwnRectifyForm(HouseForm):
    """What was done about a hazard, and a photo that shows it."""

    note = forms.CharField(label=gettext_lazy("怎么整改的"), widget=forms.Textarea(attrs={"rows": 3}))
    photos = PhotosField(label=gettext_lazy("整改后的照片"))


class AdmitForm(HouseForm):
    """Who signs in for the enterprise."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    title = forms.CharField(label=gettext_lazy("职务"), max_length=60, initial="安全管理员")
    username = forms.CharField(label=gettext_lazy("用户名"), max_length=60)
    until = forms.DateField(label=gettext_lazy("有效期至"), required=False, help_text=gettext_lazy("不填表示长期。"))
