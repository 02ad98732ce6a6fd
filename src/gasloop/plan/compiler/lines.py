"""Source lines to paragraphs: wrapped lines joined, several numbered points on one line taken apart."""

import re
from itertools import pairwise

import msgspec

from gasloop.plan.compiler.numbering import RANK, Kind, Mark, inline_marks, mark_of


class Line(msgspec.Struct, frozen=True):
    """One non-blank source line, or what was joined to it. `number` counts from 1; `width` with its indent."""

    number: int
    text: str
    width: int
    indented: bool = False
    after_blank: bool = False


class Para(msgspec.Struct, frozen=True):
    """One paragraph: its printed number, the text after it, its first source line."""

    number: int
    mark: Mark | None
    marker: str
    text: str


_OPEN_END = tuple("，、（(《“‘")
_CLOSED_END = tuple("。；;！!？?：:")


def source_lines(text: str) -> list[Line]:
    """The non-blank lines of `text`, stripped."""
    lines: list[Line] = []
    after_blank = False
    for number, raw in enumerate(text.splitlines(), 1):
        stripped = raw.strip()
        if stripped:
            lines.append(Line(number, stripped, len(raw.rstrip()), raw[:1].isspace(), after_blank))
        after_blank = not stripped
    return lines


class _Wrap(msgspec.Struct, frozen=True):
    """How a file breaks its lines (as text copied out of a PDF does): at which width, and with indented paragraphs?"""

    width: int
    indents: bool


def _wrap_of(lines: list[Line]) -> _Wrap | None:
    """None for a file that prints one paragraph per line."""
    widths = sorted(line.width for line in lines)
    if len(widths) < 12 or widths[-1] > 70:
        return None
    width = widths[int(len(widths) * 0.9)]
    full = sum(1 for line in lines if line.width >= width - 3 and not line.text.endswith(_CLOSED_END))
    if width < 15 or full * 3 < len(lines):
        return None
    indented = sum(line.indented for line in lines)
    return _Wrap(width, len(lines) <= indented * 8 <= len(lines) * 7)


def join(first: str, second: str) -> str:
    """Two halves of a wrapped line: no blank between Chinese characters, one between Latin words."""
    blank = (
        " " if first[-1:].isascii() and first[-1:].isalnum() and second[:1].isascii() and second[:1].isalnum() else ""
    )
    return first + blank + second


def unwrapped(lines: list[Line]) -> list[Line]:
    """Lines that continue the one before are joined to it."""
    wrap = _wrap_of(lines)
    joined: list[list[Line]] = []
    for line in lines:
        if joined and _continues(joined[-1][-1], line, wrap):
            joined[-1].append(line)
        else:
            joined.append([line])
    return [_whole(pieces) for pieces in joined]


def _whole(pieces: list[Line]) -> Line:
    first = pieces[0]
    if len(pieces) == 1:
        return first
    parts = [first.text]
    for before, piece in pairwise(pieces):
        parts.append(join(before.text[-1:], piece.text)[1:])
    return Line(first.number, "".join(parts), first.width, first.indented, first.after_blank)


def _continues(last: Line, line: Line, wrap: _Wrap | None) -> bool:
    if mark_of(line.text):
        return False
    if last.text.endswith(_OPEN_END):
        return True
    if wrap is None or line.indented or line.after_blank:
        return False
    if wrap.indents:
        return last.width >= wrap.width - 3
    return last.width >= wrap.width - (0 if last.text.endswith(_CLOSED_END) else 3)


def paragraphs(lines: list[Line]) -> list[Para]:
    """Every paragraph with its number split off; `1．甲；2．乙` on one line becomes two."""
    paras: list[Para] = []
    for line in unwrapped(lines):
        paras.extend(_points(line))
    return paras


def _para(number: int, text: str) -> Para:
    mark = mark_of(text)
    if mark is None:
        return Para(number, None, "", text)
    return Para(number, mark, text[: mark.length], text[mark.length :])


def _points(line: Line) -> list[Para]:
    """The points of one line: `1．甲；2．乙` counts on, `（一）丙。1．甲；2．乙` begins at 1."""
    whole = _para(line.number, line.text)
    for kind in _INLINE_KINDS:
        start, least = 0, 2
        if whole.mark:
            if RANK[whole.mark.kind] > RANK[kind]:
                continue
            if whole.mark.kind == kind:
                if inline_marks(whole.text, kind, 0):
                    continue
                start, least = whole.mark.number, 1
        cuts = inline_marks(whole.text, kind, start)
        if len(cuts) >= least:
            edges = [0, *cuts, len(whole.text)]
            texts = [whole.text[a:b].strip() for a, b in pairwise(edges)]
            texts[0] = whole.marker + texts[0]
            return [para for text in texts if text for para in _points(msgspec.structs.replace(line, text=text))]
    return [whole]


_INLINE_KINDS: tuple[Kind, ...] = ("section", "bracket", "item")
_SENTENCE_END = re.compile(r"(?<=[。！!？?；;])")
_LONGEST = 1000


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, cut after 。！？；."""
    return [piece for part in _SENTENCE_END.split(text) for piece in bounded(part.strip())]


def bounded(text: str) -> list[str]:
    """The text in stretches no longer than any sentence a person writes, so that no search runs away on odd input."""
    if len(text) <= _LONGEST:
        return [text] if text else []
    text = re.sub(r"[ \u3000\t]{3,}", "  ", text)
    return [text[at : at + _LONGEST] for at in range(0, len(text), _LONGEST)]
