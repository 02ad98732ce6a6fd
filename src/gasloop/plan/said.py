"""What the compiler said about a paper, in the reader's language (the compiler speaks Chinese and knows no Django)."""

from django.utils.functional import lazy
from django.utils.translation import gettext

from gasloop.plan.compiler.wording import said


def in_words(message: str) -> str:
    """A remark, a reason or a refusal of the compiler, translated; other words stay as they are."""
    found = said(message)
    return gettext(found[0]).format(**found[1]) if found else message


def _as_part(message: str) -> str:
    return in_words(message).rstrip("。.")


# Read when it is shown, in the language of whoever reads it.
part_of_sentence = lazy(_as_part, str)
