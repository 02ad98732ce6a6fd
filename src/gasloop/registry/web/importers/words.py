"""Cells that hold several words: names apart by a stroke, lines of trade."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from gasloop.access.lines import Line
from gasloop.kernel.refusal import sentence
from gasloop.shell.desk import Desk
from gasloop.shell.importing import Parser
from gasloop.shell.importing.cells import CellError, as_text
from gasloop.shell.importing.layout import normal_title
from gasloop.shell.importing.parsers import LANGUAGES, Read
from gasloop.shell.importing.reading import Cell

ALL_LINES = "*"
STROKES = "、，,;；/"
_APART = re.compile(rf"\s*[{STROKES}]\s*")


def _words(cell: Cell) -> list[str]:
    return [word for word in _APART.split(as_text(cell)) if word]


class Listed(Parser):
    """Several names, each of at most `most` characters, as a tuple."""

    expects = gettext_lazy("文字，几项用顿号分开")

    def __init__(self, most: int) -> None:
        self._most = most

    def prepare(self, desk: Desk) -> Read:  # noqa: ARG002 - no table is needed
        def read(cell: Cell) -> tuple[str, ...]:
            words = tuple(_words(cell))
            for word in words:
                if len(word) > self._most:
                    raise CellError(sentence("最多{most}个字，现在有{length}个"), most=self._most, length=len(word))
            return words

        return read


class OfLines(Parser):
    """Lines of trade by their names in either language, or all of them."""

    expects = gettext_lazy("条线名称，几项用顿号分开")

    def prepare(self, desk: Desk) -> Read:  # noqa: ARG002 - lines are the same for everybody
        known: dict[str, str] = {}
        every: set[str] = set()
        for language in LANGUAGES:
            with override(language):
                known |= {normal_title(label): value for value, label in Line.choices}
                every.add(normal_title(_("全部条线")))

        longest = sorted(known, key=len, reverse=True)

        def read(cell: Cell) -> object:
            left = normal_title(as_text(cell))
            if left in every:
                return ALL_LINES
            found: set[str] = set()
            while left:  # a name may itself hold a comma
                name = next((name for name in longest if left.startswith(name)), None)
                if name is None:
                    listed = _("、").join(str(label) for label in Line.labels)
                    raise CellError(sentence("下列之一：{listed}"), listed=listed)
                found.add(known[name])
                left = left.removeprefix(name).lstrip(STROKES)
            return tuple(sorted(found))

        return read

    def offers(self, desk: Desk) -> Sequence[str]:  # noqa: ARG002 - lines are the same for everybody
        return (_("全部条线"), *(str(label) for label in Line.labels))
