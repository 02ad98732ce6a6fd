"""Read a pack's directory: every file against its shape, every problem with file, line, field and what to do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import yaml

from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.rulebook.packs.shapes import LISTS, AnySpec, Pack, PackHead
from gasloop.rulebook.packs.yaml_strict import Document, RepeatedKey, document

_PLACE = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+|\.\.\.)\]")
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong where. `text` is a Chinese source sentence with `params`."""

    file: str
    line: int
    part: str
    text: str
    params: JsonObject = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return self.text.format(**self.params)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" + (f" {self.part}" if self.part else "")
        return f"{where}：{self.sentence}"


class PackRefused(Refusal):
    """A pack with problems; nothing of it is loaded."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(
            "rulebook.pack.problems",
            sentence("规则包有{count}处问题，没有装入。第一处：{first}"),
            params={"count": len(problems), "first": str(problems[0])},
        )


@dataclass(frozen=True, slots=True)
class Source:
    """Where one entry of a pack was written."""

    document: Document
    file: str
    place: Place

    def problem(self, text: str, *below: str | int, **params: str | int) -> Problem:
        """A problem with this entry, or with the part of it that `below` leads to."""
        line = self.document.line_of((*self.place, *below))
        return Problem(self.file, line, ".".join(map(str, below)), text, params)


@dataclass(slots=True)
class Read:
    """A pack and where each entry of it stands: `origins["rules", "R-…"]`."""

    pack: Pack
    origins: dict[tuple[str, str], Source]
    head: Source


def read_pack(directory: Path) -> Read:
    """The pack in `directory`; PackRefused with every problem of form found in any of its files."""
    if not (directory / "pack.yaml").is_file():
        raise PackRefused([Problem(str(directory), 1, "", sentence("目录里没有pack.yaml，这不是规则包。"))])
    problems: list[Problem] = []
    lists: dict[str, list[AnySpec]] = {name: [] for name in LISTS}
    origins: dict[tuple[str, str], Source] = {}
    for name, spec, source in _entries(directory, problems):
        key = (name, spec.code)
        if key in origins:
            problems.append(
                source.problem(
                    sentence("代码{code}重复，已在{file}里用过。"), "code", code=spec.code, file=origins[key].file
                )
            )
        origins.setdefault(key, source)
        lists[name].append(spec)
    head = _head(directory, problems)
    if problems or head is None:
        raise PackRefused(problems)
    made = Pack(head=head[0], **lists)  # type: ignore[arg-type]  # each list holds the specs LISTS says it does
    return Read(made, origins, head[1])


def _head(directory: Path, problems: list[Problem]) -> tuple[PackHead, Source] | None:
    document = _open(directory / "pack.yaml", directory, problems)
    if document is None:
        return None
    source = Source(document, "pack.yaml", ())
    head = _convert(document.data, PackHead, source, problems)
    return None if head is None else (head, source)


def _entries(directory: Path, problems: list[Problem]) -> Iterator[tuple[str, AnySpec, Source]]:
    """Every entry of every file but `pack.yaml`; a file is a mapping from list names to lists."""
    for path in sorted(directory.rglob("*.yaml")):
        if path.name == "pack.yaml":
            continue
        document = _open(path, directory, problems)
        if document is None:
            continue
        file = str(path.relative_to(directory))
        for name, entries in _lists_in(document, file, problems):
            for index, entry in enumerate(entries):
                source = Source(document, file, (name, index))
                spec = _convert(entry, LISTS[name], source, problems)
                if spec is not None:
                    yield name, spec, source


def _lists_in(document: Document, file: str, problems: list[Problem]) -> Iterator[tuple[str, list[Any]]]:
    known = "、".join(LISTS)
    if not isinstance(document.data, dict):
        problems.append(Problem(file, 1, "", sentence("文件顶层应为{known}之一。"), {"known": known}))
        return
    for name, entries in document.data.items():
        if name not in LISTS or not isinstance(entries, list):
            text = sentence("“{name}”不是规则包的内容，顶层只能是{known}，其下为列表。")
            line = document.line_of((str(name),))
            problems.append(Problem(file, line, str(name), text, {"name": str(name), "known": known}))
        else:
            yield name, entries


def _open(path: Path, directory: Path, problems: list[Problem]) -> Document | None:
    file = str(path.relative_to(directory))
    try:
        return document(path)
    except RepeatedKey as error:
        text = sentence("“{key}”写了两次，请删去一个。")
        problems.append(Problem(file, error.line, error.key, text, {"key": error.key}))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        text = sentence("读不出来：{why}。请检查缩进、冒号和引号，文件须为UTF-8。")
        why = str(getattr(error, "problem", None) or error)
        problems.append(Problem(file, mark.line + 1 if mark else 1, "", text, {"why": why}))
    return None


def _convert(data: Any, shape: type[Any], source: Source, problems: list[Problem]) -> Any:
    try:
        return msgspec.convert(data, shape, strict=True)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        below = _steps(place.rstrip("`"))
        text = sentence("格式不对：{why}。字段的写法见docs/packs.md。")
        problems.append(source.problem(text, *below, why=message.replace("`", "")))
        return None


def _steps(place: str) -> Place:
    """`.items[0].answer` as ("items", 0, "answer")."""
    found: list[str | int] = []
    for name, index in _PLACE.findall(place):
        found.append(name if name else 0 if index == "..." else int(index))
    return tuple(found)
