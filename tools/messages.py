"""Catalogues without GNU gettext: `python -m tools.messages update|check|compile`.

Every room has its own English catalogue; the Chinese source text is the message id. Babel reads Python and writes the
catalogues; templates are turned into Python by Django itself, as `makemessages` does.
"""

import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOMS = Path(__file__).parents[1] / "src" / "gasloop"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "sentence": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}

Message = str | tuple[str, ...]
Key = tuple[str | None, Message]
Found = dict[Key, list[tuple[str, int]]]


def rooms() -> list[Path]:
    """The folders of the rooms that speak: those with Chinese source text."""
    return sorted(path for path in ROOMS.iterdir() if (path / "__init__.py").is_file())


def catalogue_file(room: Path) -> Path:
    """The room's English catalogue."""
    return room / "locale" / "en" / "LC_MESSAGES" / "django.po"


def messages_of(room: Path) -> Found:
    """Every translatable text of a room with the places where it stands."""
    found: Found = {}
    for path in sorted((*room.rglob("*.py"), *room.rglob("templates/**/*.html"))):
        if "migrations" in path.parts:
            continue
        for line, key in _texts(path):
            found.setdefault(key, []).append((str(path.relative_to(ROOMS)), line))
    return found


def _texts(path: Path) -> Iterator[tuple[int, Key]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        source = templatize(source, origin=str(path))
    for line, message, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        yield line, (context, tuple(message) if isinstance(message, (list, tuple)) else message)


def read(room: Path) -> Catalog:
    """The room's catalogue as it is; an empty one where there is none yet."""
    path = catalogue_file(room)
    if not path.is_file():
        return Catalog(locale="en", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="en", charset="utf-8")


def missing(room: Path) -> list[str]:
    """What the room says and its catalogue does not, or says with blanks or a guess."""
    catalogue, gaps = read(room), []
    for (context, message), places in messages_of(room).items():
        entry = catalogue.get(message[0] if isinstance(message, tuple) else message, context)
        if entry is None or entry.fuzzy or not all(_as_tuple(entry.string)):
            gaps.append(f"{places[0][0]}:{places[0][1]}: {message!r}")
    return gaps


def _as_tuple(text: str | Iterable[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def update(room: Path) -> None:
    """Bring the catalogue in step with the source: new texts empty, old ones gone, translations kept."""
    old, found = read(room), messages_of(room)
    if not found:
        return
    fresh = Catalog(
        locale="en", charset="utf-8", header_comment=f"# English texts of gasloop.{room.name}.", fuzzy=False
    )
    for (context, message), places in sorted(found.items(), key=lambda item: item[1][0]):
        entry = old.get(message[0] if isinstance(message, tuple) else message, context)
        kept = entry.string if entry is not None and not entry.fuzzy else None
        if isinstance(message, tuple) and not isinstance(kept, tuple):
            kept = None
        flags = entry.flags & {"python-format", "python-brace-format"} if entry else ()
        fresh.add(message, kept, locations=places, flags=flags, context=context)
    path = catalogue_file(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, width=0, no_location=True, omit_header=False)


def compile_room(room: Path) -> None:
    """Write the binary catalogue that Django reads."""
    path = catalogue_file(room)
    if path.is_file():
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(room))


def main(command: str) -> int:
    """Run one of the commands over all rooms; `check` exits 1 when something has no English."""
    gaps = 0
    for room in rooms():
        if command == "update":
            update(room)
        elif command == "compile":
            compile_room(room)
        else:
            for gap in missing(room):
                gaps += 1
                sys.stdout.write(f"{gap}\n")
    return 1 if gaps else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
