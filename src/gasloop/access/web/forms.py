"""Forms of sign-in and account. What was typed stays (passwords excepted, browsers keep those themselves)."""

import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gasloop.access.actions.accounts import username_form
from gasloop.access.models import Account
from gasloop.access.token_scope import api_rooms


class Styled(forms.Form):
    """Fields in the look of the house (the shell's own forms lie above this room)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's own signature of many parameters
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "form-select" if _chosen(field) else "form-control")


def _chosen(field: forms.Field) -> bool:
    return isinstance(field, forms.ChoiceField)


class SignInForm(Styled, AuthenticationForm):
    """User name and password. Unknown user, closed account and wrong password get the same answer."""

    error_messages = {  # noqa: RUF012 - Django's own declaration
        "invalid_login": _("用户名或密码不正确。请检查大小写和输入法后再试。"),
        "inactive": _("用户名或密码不正确。请检查大小写和输入法后再试。"),
    }

    def __init__(self, request: HttpRequest, data: Mapping[str, object] | None = None) -> None:
        super().__init__(request, data=data)
        self.fields["username"].label = _("用户名")
        self.fields["password"].label = _("密码")
        if self.is_bound and self.data.get("username"):
            # Whoever mistyped the password goes on typing there.
            self.fields["username"].widget.attrs.pop("autofocus", None)
            self.fields["password"].widget.attrs["autofocus"] = True

    def clean_username(self) -> str:
        """One spelling, so that lockout counts `Clerk` and `clerk` as one."""
        return username_form(self.cleaned_data["username"])


class CodeForm(Styled):
    """The second factor: six digits of the app, or a recovery code."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autofocus": True,
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("请填写验证码。")},
    )

    def clean_code(self) -> str:
        """Without the blanks and dashes people type between groups; a Chinese input method's wide digits made plain."""
        typed = unicodedata.normalize("NFKC", str(self.cleaned_data["code"])).lower()
        return "".join(c for c in typed if c.isalnum())


class AppCodeForm(CodeForm):
    """The code that proves the app holds the key."""

    code = forms.CharField(
        label=_("手机上显示的 6 位数字"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("请填写验证码。")},
    )


class OwnPasswordForm(Styled, PasswordChangeForm):
    """The present password and, twice, the new one."""

    def __init__(self, user: Account, data: Mapping[str, object] | None = None) -> None:
        super().__init__(user, data=data)
        self.fields["old_password"].label = _("现在的密码")
        self.fields["new_password1"].label = _("新密码")
        self.fields["new_password2"].label = _("再输入一次新密码")


class ConfirmForm(Styled):
    """The present password once more, before something that weakens the account."""

    password = forms.CharField(
        label=_("现在的密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class TokenForm(Styled):
    """A token's use, what it may, and how long it lives. Pages issue none that live for ever."""

    label = forms.CharField(label=_("用途"), max_length=80, error_messages={"required": _("请写明令牌的用途。")})
    days = forms.TypedChoiceField(
        label=_("有效期"),
        coerce=int,
        initial=90,
        choices=[(30, _("30 天")), (90, _("90 天")), (365, _("一年"))],
    )

    access = forms.ChoiceField(
        label=_("可以做什么"),
        initial="read",
        choices=[("read", _("只能查询")), ("write", _("查询和办理"))],
        help_text=_("权限以您的岗位为限；只查询的程序请选“只能查询”。"),
    )
    rooms = forms.MultipleChoiceField(
        label=_("限于"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都不选表示全部。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's own signature
        super().__init__(*args, **kwargs)
        rooms = self.fields["rooms"]
        rooms.widget.template_name = "shell/widgets/choices.html"
        rooms.widget.attrs.pop("class", None)
        if isinstance(rooms, forms.MultipleChoiceField):
            rooms.choices = api_rooms()

    def lifetime(self) -> timedelta:
        """How long the token is to live."""
        return timedelta(days=self.cleaned_data["days"])
