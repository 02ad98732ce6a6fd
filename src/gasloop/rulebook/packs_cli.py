"""`gasloop pack diff|load`: what the commands print, as plain functions; each gives the exit code."""

import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from gasloop.kernel.actor import system
from gasloop.kernel.jsonable import JsonValue, canonical
from gasloop.kernel.refusal import Refusal
from gasloop.rulebook.actions import diff_pack, load_pack, seed_calendar
from gasloop.rulebook.packs.changes import Change
from gasloop.rulebook.packs.reading import PackRefused, Problem

GOOD, BAD = 0, 1


def run_diff(directory: Path, as_json: bool) -> int:
    """What loading would change."""
    try:
        changes = diff_pack(directory)
    except Refusal as refusal:
        return _refused(refusal, as_json)
    _show(changes, as_json)
    return GOOD


def run_load(directory: Path, as_json: bool, agreed: Callable[[], bool]) -> int:
    """Show what would change, and when that is agreed to, load the pack and the calendar years that are not there yet.

    Nothing to change needs no agreement; the JSON form prints the changes once, as loaded.
    """
    try:
        if not as_json:
            changes = diff_pack(directory)
            _show(changes, as_json=False)
            if changes and not agreed():
                _print("没有装入。")
                return BAD
        loaded = load_pack(system("pack load"), directory=directory)
        seed_calendar(system("pack load"))
    except Refusal as refusal:
        return _refused(refusal, as_json)
    if as_json:
        _show(list(loaded.changes), as_json=True)
    else:
        _print(f"已装入{loaded.pack}。")
    return GOOD


def _show(changes: list[Change], as_json: bool) -> None:
    if as_json:
        _print_json({"changes": msgspec.to_builtins(changes)})
        return
    words = {"added": "新增", "changed": "变更", "withdrawn": "撤下"}
    for change in changes:
        _print(f"{words[change.what]} {change.list} {change.code}")
        for field in change.fields:
            _print(f"    {field.name}: {_value(field.before)} → {_value(field.after)}")
    counts = {what: sum(change.what == what for change in changes) for what in words}
    summed = "，".join(f"{words[what]}{count}" for what, count in counts.items() if count)
    _print(f"共{len(changes)}处：{summed}" if changes else "没有变化。")


def _value(value: JsonValue) -> str:
    """A field as one line: text as it is, the rest as JSON."""
    if isinstance(value, str):
        return value or "（空）"
    return "（无）" if value is None else canonical(value).decode()


def _refused(refusal: Refusal, as_json: bool) -> int:
    problems = refusal.problems if isinstance(refusal, PackRefused) else []
    text = refusal.text.format(**refusal.params)
    if as_json:
        _print_json({"ok": False, "code": refusal.code, "message": text, "problems": _told(problems)})
    else:
        for line in [str(problem) for problem in problems] or [text]:
            print(line, file=sys.stderr)  # noqa: T201 - this module is the command's output
    return BAD


def _told(problems: list[Problem]) -> list[dict[str, object]]:
    return [{"file": p.file, "line": p.line, "field": p.part, "message": p.sentence} for p in problems]


def _print_json(value: object) -> None:
    _print(msgspec.json.format(msgspec.json.encode(value)).decode())


def _print(text: str) -> None:
    print(text)  # noqa: T201 - this module is the command's output
