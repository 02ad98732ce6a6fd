"""Search over the fields a listing declares: plain containment; an index for Chinese would replace it here."""

from collections.abc import Sequence

from django.db.models import Q

LONGEST = 100


def search_condition(text: str, paths: Sequence[str]) -> Q:
    """Rows in which every word of `text` occurs in one of `paths`."""
    found = Q()
    for word in text.split():
        anywhere = Q()
        for path in paths:
            anywhere |= Q(**{f"{path}__icontains": word})
        found &= anywhere
    return found


def search_text(raw: str) -> str:
    """What was typed, as it is searched for: blanks joined, NUL gone, of bearable length."""
    return " ".join(raw.replace("\x00", "").split())[:LONGEST]
