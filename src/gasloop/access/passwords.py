"""Password policy: long enough (settings) and of three kinds of characters, as the network-security grading asks."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KINDS = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
WANTED = 3


class ThreeKindsValidator:
    """Lower case, upper case, digit, sign: three of the four."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - Django's interface
        if sum(any(kind(c) for c in password) for kind in KINDS) < WANTED:
            raise ValidationError(self.get_help_text(), code="password_too_uniform")

    def get_help_text(self) -> str:
        return _("密码须包含大写字母、小写字母、数字、符号中的至少三种。")
