"""Which column is which field: by heading, without its brackets, by likeness; what a person corrected is kept."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from hashlib import sha256

from gasloop.shell.importing.declared import ImportField
from gasloop.shell.importing.layout import bare_title, normal_title

ALIKE = 0.72
Columns = dict[int, str]
"""Column number (from 0) → name of the field."""


def signature(titles: Sequence[str]) -> str:
    """What a form is recognised by when it comes again: its headings in their order, 64 hexadecimal digits."""
    return sha256("\n".join(map(normal_title, titles)).encode()).hexdigest()


def known_titles(fields: Sequence[ImportField]) -> set[str]:
    """Every heading that means one of the fields."""
    return {heading for each in fields for heading in each.headings()}


def propose(titles: Sequence[str], fields: Sequence[ImportField]) -> Columns:
    """A field for every column that seems to be one; each field once, the surest match first."""
    headings = {each.name: set(each.headings()) for each in fields}
    ranked = sorted(
        (
            (-likeness, column, order, each.name)
            for column, title in enumerate(titles)
            if title
            for order, each in enumerate(fields)
            if (likeness := _likeness(title, headings[each.name])) >= ALIKE
        ),
    )
    found: Columns = {}
    for _surest, column, _order, name in ranked:
        if column not in found and name not in found.values():
            found[column] = name
    return dict(sorted(found.items()))


def _likeness(title: str, headings: set[str]) -> float:
    normal, bare = normal_title(title), bare_title(title)
    if normal in headings:
        return 1.0
    if bare and bare in headings:
        return 0.95
    return max((SequenceMatcher(None, bare or normal, h).ratio() for h in headings if h), default=0.0) * 0.9


def remembered(columns: Mapping[str, str], titles: Sequence[str], fields: Sequence[ImportField]) -> Columns:
    """Kept columns (numbers as JSON keeps them) as far as they still mean something."""
    names = {each.name for each in fields}
    kept = {int(column): name for column, name in columns.items() if name in names}
    return {column: name for column, name in sorted(kept.items()) if column < len(titles)}
