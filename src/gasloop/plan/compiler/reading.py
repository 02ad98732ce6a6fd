"""From a file to text: .txt in the encodings offices really use, .docx with its tables and automatic numbers."""

import codecs
from pathlib import Path

from gasloop.plan.compiler import wording


class Unreadable(Exception):
    """The file is neither text nor .docx; the message says so in the user's words."""


_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(path: Path) -> str:
    """The paper's text, one paragraph per line; Unreadable when there is none to be had."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(wording.say(wording.UNOPENED, name=path.name, why=error.strerror or str(error))) from error
    if raw.startswith(b"PK\x03\x04"):
        return _read_docx(path)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(wording.say(wording.OLD_WORD, name=path.name))
    if raw.startswith(b"%PDF"):
        raise Unreadable(wording.say(wording.PDF, name=path.name))
    return decode(raw, path.name)


def decode(raw: bytes, name: str = "文件") -> str:
    """Bytes to text: a byte-order mark decides, else UTF-16 by its zero bytes, UTF-8, GB18030."""
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _strict(raw, encoding, name)
    if guess := _bare_utf16(raw):
        text = _strict(raw, guess, name)
        if _plausible(text):
            return text
    for encoding in ("utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _plausible(text):
            return text
    raise Unreadable(wording.say(wording.NO_TEXT, name=name))


def _plausible(text: str) -> bool:
    """Text, not a picture that happened to decode: hardly any control or unassigned characters."""
    odd = sum(
        1
        for char in text
        if not char.isprintable() and not char.isspace() and char not in "\ufeff\u200b\u200c\u200d\xad"
    )
    return "\x00" not in text and odd * 50 <= len(text)


def _bare_utf16(raw: bytes) -> str | None:
    """UTF-16 without a mark shows in its line ends: a line feed is 0A 00 or 00 0A."""
    if len(raw) % 2 or b"\x00" not in raw:
        return None
    even, odd = raw[0:4096:2].count(0), raw[1:4096:2].count(0)
    return "utf-16-le" if odd > even else "utf-16-be"


def _strict(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(wording.say(wording.BROKEN_TEXT, name=name, encoding=encoding)) from error


def _read_docx(path: Path) -> str:
    # python-docx takes longer to import than a text plan to compile.
    from gasloop.plan.compiler import word

    return word.read_docx(path)
