"""Forms of the house: Django's, dressed; with clauses beside the fields, photos and signatures."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

Upload: TypeAlias = "UploadedFile[bytes]"  # generic only in the stubs
PNG = b"\x89PNG\r\n\x1a\n"
LARGEST_PHOTO = 15 * 1024 * 1024
LARGEST_SIGNATURE = 512 * 1024


class HouseForm(forms.Form):
    """A form whose fields know the clause that asks for them (`clauses`), and whose inputs wear the house's classes."""

    clauses: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's own signature of twelve parameters
        super().__init__(*args, **kwargs)
        dress_form(self)


class HouseModelForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """The same for a model's form. It reads and checks; writing is an action's business."""

    clauses: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        dress_form(self)

    def save(self, commit: bool = True) -> Any:  # noqa: ARG002 - Django's signature
        """Refused: every write is a named verb."""
        raise TypeError("a form does not save; call the room's action with cleaned_data")


def dress_form(form: forms.BaseForm) -> None:
    """Give every input its class, and tie help and error to it for screen readers."""
    for name, field in form.fields.items():
        widget = field.widget
        if isinstance(widget, forms.RadioSelect):  # CheckboxSelectMultiple is one, too
            css, widget.template_name = "", "shell/widgets/choices.html"
        elif isinstance(widget, forms.CheckboxInput):
            css = "form-check-input"
        elif isinstance(widget, forms.Select):
            css = "form-select"
        elif isinstance(widget, (PhotoInput, SignatureInput)):
            css = ""
        else:
            css = "form-control"
        if css:
            widget.attrs["class"] = f"{css} {widget.attrs.get('class', '')}".strip()
        if isinstance(field, forms.DateField) and isinstance(widget, forms.DateInput):
            field.widget = DayInput(attrs=widget.attrs)
        elif isinstance(field, forms.DateTimeField) and isinstance(widget, forms.DateTimeInput):
            field.widget = InstantInput(attrs=widget.attrs)
        form[name]  # binds the field now, so that its id is settled before the template asks


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class InstantInput(forms.DateTimeInput):
    """The browser's own picker of day and time; the law's place (Asia/Shanghai) is Django's current zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class PhotoInput(forms.ClearableFileInput):
    """Several photos, from the camera on a phone; previews come by script, without one it is a file input."""

    template_name = "shell/widgets/photos.html"
    allow_multiple_selected = True
    wide = True

    def value_from_datadict(
        self,
        data: Mapping[str, Any],  # noqa: ARG002 - Django's signature
        files: MultiValueDict[str, Upload],
        name: str,
    ) -> list[Upload]:
        return files.getlist(name) if hasattr(files, "getlist") else [f for f in [files.get(name)] if f]


class PhotosField(forms.Field):
    """Photos of a record: JPEG, PNG, WebP or HEIC, each up to 15 MB. Gives a list of uploaded files."""

    widget = PhotoInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("请至少拍一张或选一张照片。"),
        "not_photo": _("“%(name)s”不是照片，请选择 JPG、PNG 等图片文件。"),
        "too_large": _("“%(name)s”超过 15 MB，请选择小一些的照片。"),
    }

    def clean(self, value: Any) -> Sequence[Upload]:
        photos: list[Upload] = [photo for photo in (value or []) if photo]
        if self.required and not photos:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        for photo in photos:
            if not (photo.content_type or "").startswith("image/"):
                raise forms.ValidationError(
                    self.error_messages["not_photo"], code="not_photo", params={"name": photo.name}
                )
            if (photo.size or 0) > LARGEST_PHOTO:
                raise forms.ValidationError(
                    self.error_messages["too_large"], code="too_large", params={"name": photo.name}
                )
        return photos


@dataclass(frozen=True, slots=True)
class Signature:
    """A hand-written signature as PNG bytes, or the name typed instead and why nobody signed."""

    png: bytes | None
    typed_name: str = ""
    why_not_signed: str = ""


class SignatureInput(forms.MultiWidget):
    """A pad to sign on; beside it a typed name with the reason, for whoever cannot or will not sign."""

    template_name = "shell/widgets/signature.html"
    wide = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        text = {"class": "form-control"}
        super().__init__(
            {"png": forms.HiddenInput(), "name": forms.TextInput(text), "why": forms.TextInput(text)}, attrs
        )

    def decompress(self, value: Signature | None) -> list[str]:
        if value is None:
            return ["", "", ""]
        png = f"data:image/png;base64,{base64.b64encode(value.png).decode()}" if value.png else ""
        return [png, value.typed_name, value.why_not_signed]


class SignatureField(forms.Field):
    """Gives a `Signature`; a typed name must come with its reason."""

    widget = SignatureInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("请在签名框内签名；不能签名的，填写姓名并写明原因。"),
        "why": _("没有手写签名，请写明原因（如：拒签、不识字、手部受伤）。"),
        "broken": _("签名图像没有完整传送，请清除后重新签名。"),
    }

    def clean(self, value: Any) -> Signature | None:
        drawn, name, why = (str(part or "").strip() for part in (value or ["", "", ""]))
        if drawn:
            return Signature(self._png(drawn), name, why)
        if name and not why:
            raise forms.ValidationError(self.error_messages["why"], code="why")
        if name:
            return Signature(None, name, why)
        if self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return None

    def _png(self, drawn: str) -> bytes:
        head, comma, body = drawn.partition(",")
        broken = forms.ValidationError(self.error_messages["broken"], code="broken")
        if not comma or head != "data:image/png;base64" or len(body) > LARGEST_SIGNATURE:
            raise broken
        try:
            png = base64.b64decode(body, validate=True)
        except binascii.Error:
            raise broken from None
        if not png.startswith(PNG):
            raise broken
        return png
