"""Forms of the devices. They read; the verbs decide what is right, and their refusals come back to the field."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal
from gasloop.kernel.subject import Subject
from gasloop.registry.queries import territories_to_register_in
from gasloop.registry.web.forms import place_names
from gasloop.sensing.facts import DeviceFacts
from gasloop.sensing.kinds import DeviceKind, DeviceProtocol
from gasloop.sensing.models import Device
from gasloop.sensing.payloads.profiles import is_example, layouts, profile_names
from gasloop.shell.errors import say
from gasloop.shell.forms import HouseForm

LIFE_CLAUSE = "三(三)4"


class DeviceForm(HouseForm):
    """A device. What it stands for comes with the address; then no territory is asked."""

    clauses: ClassVar[Mapping[str, str]] = {"name": "三(一)2", "expires_on": LIFE_CLAUSE}

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=gettext_lazy("名称"), help_text=gettext_lazy("让人一看就知道是哪一台，例如“后厨探测器”。")
    )
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=DeviceKind.choices)
    protocol = forms.ChoiceField(label=gettext_lazy("协议"), choices=DeviceProtocol.choices)
    key = forms.CharField(
        label=gettext_lazy("设备标识"),
        help_text=gettext_lazy(
            "JT/T 808填终端手机号，GB/T 26875.3填装置地址，MQTT和HTTP填设备号，Modbus填“地址:端口/站号”。"
        ),
    )
    profile = forms.ChoiceField(label=gettext_lazy("报文格式"), required=False)
    territory = forms.ChoiceField(label=gettext_lazy("辖区"), required=False)
    place = forms.CharField(label=gettext_lazy("安装位置"), required=False)
    plate = forms.CharField(label=gettext_lazy("车牌号"), required=False, help_text=gettext_lazy("只有车载终端要填。"))
    maker = forms.CharField(label=gettext_lazy("生产厂家"), required=False)
    model = forms.CharField(label=gettext_lazy("型号"), required=False)
    serial = forms.CharField(label=gettext_lazy("出厂编号"), required=False)
    made_on = forms.DateField(label=gettext_lazy("生产日期"), required=False)
    installed_on = forms.DateField(label=gettext_lazy("安装日期"), required=False)
    expires_on = forms.DateField(
        label=gettext_lazy("到期日期"), required=False, help_text=gettext_lazy("按铭牌或说明书上的使用年限。")
    )
    silent_after_s = forms.IntegerField(
        label=gettext_lazy("离线判定（秒）"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("多久没有上报算离线；不填按类别的常用值。"),
    )

    def __init__(self, actor: Actor, subject: Subject | None, *args: Any, **kwargs: Any) -> None:  # Django's own
        super().__init__(*args, **kwargs)
        self.subject = subject
        self._choose("territory", [("", _("请选择")), *place_names(territories_to_register_in(actor))])
        self._choose("profile", profile_choices())
        if subject is not None:
            del self.fields["territory"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def facts(self) -> DeviceFacts:
        """What was filled in, as the verbs take it."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("id", "why")}
        data["profile"] = data.get("profile") or profile_names(data["protocol"])[0]
        data["silent_after_s"] = data.get("silent_after_s") or 0
        return DeviceFacts(**data, stands_for=self.subject)


class CorrectDeviceForm(DeviceForm):
    """A correction keeps its reason; the protocol stays."""

    why = forms.CharField(label=gettext_lazy("更正原因"), help_text=gettext_lazy("例如：移装到后门、设备号写错。"))

    @classmethod
    def of(cls, actor: Actor, device: Device) -> "CorrectDeviceForm":
        """Filled with what is registered."""
        names = [name for name in cls.base_fields if hasattr(device, name)]
        return cls(actor, device.stands_for, initial={name: getattr(device, name) for name in names})


class WhyForm(HouseForm):
    """A reason."""

    why = forms.CharField(label=gettext_lazy("原因"))


class RetireForm(HouseForm):
    """A day and a reason."""

    on = forms.DateField(label=gettext_lazy("日期"))
    why = forms.CharField(label=gettext_lazy("原因"))


def profile_choices() -> list[tuple[str, str]]:
    """Every profile of every protocol with its words, examples marked."""
    names = dict.fromkeys(name for protocol in DeviceProtocol.values for name in profile_names(protocol))
    return [(name, profile_words(name)) for name in ("standard", *(n for n in names if n != "standard"))]


def profile_words(name: str) -> str:
    """A profile as pages name it."""
    layout = layouts().get(name)
    words = _("标准格式") if name == "standard" else layout.spec.title if layout else name
    return _("{title}（示例）").format(title=words) if is_example(name) else words


def take_back(form: HouseForm, refusal: Refusal) -> None:
    """Put a verb's refusal beside the field it concerns, or above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, say(refusal))
