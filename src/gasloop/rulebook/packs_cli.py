"""`gasloop pack check|diff|load`: what the commands print, as plain functions; each gives the exit code."""

import sys
from pathlib import Path

import msgspec

from gasloop.kernel.actor import system
from gasloop.kernel.refusal import Refusal
from gasloop.rulebook.actions import diff_pack, load_pack, seed_calendar
from gasloop.rulebook.packs.changes import Change
from gasloop.rulebook.packs.checking import check_directory
from gasloop.rulebook.packs.reading import PackRefused, Problem, Read

GOOD, BAD = 0, 1


def run_check(directory: Path, as_json: bool) -> int:
    """Is the pack well formed and decidable? No database. Per clause: situations, rules, items, or who else answers."""
    try:
        read, problems = check_directory(directory)
    except PackRefused as refused:
        read, problems = None, refused.problems
    if as_json:
        _print_json({"ok": not problems, "problems": _told(problems), "clauses": _clauses(read) if read else []})
    else:
        for problem in problems:
            _print(str(problem))
        if read:
            pack = read.pack
            items, title = sum(len(rule.items) for rule in pack.rules), f"{pack.head.title} {pack.head.version}"
            _print(f"{title}：{len(pack.rules)}条规则，{items}个检查项，问题{len(problems)}处")
    return BAD if problems else GOOD


def run_diff(directory: Path, as_json: bool) -> int:
    """What loading would change."""
    try:
        changes = diff_pack(directory)
    except Refusal as refusal:
        return _refused(refusal, as_json)
    _show(changes, as_json)
    return GOOD


def run_load(directory: Path, as_json: bool) -> int:
    """Load the pack, and with it the years of the working-day calendar that are not there yet."""
    try:
        loaded = load_pack(system("pack load"), directory=directory)
        seed_calendar(system("pack load"))
    except Refusal as refusal:
        return _refused(refusal, as_json)
    _show(list(loaded.changes), as_json)
    return GOOD


def _clauses(read: Read) -> list[dict[str, object]]:
    """The pack's situations by clause, with the rules of the packs at hand."""
    items = {rule.code: [item.code for item in rule.items] for rule in read.pack.rules}
    found: dict[str, list[dict[str, object]]] = {}
    for each in read.pack.situations:
        found.setdefault(each.clause, []).append(
            {
                "letter": each.letter,
                "text": each.text,
                "rules": [{"code": code, "items": items.get(code, [])} for code in each.rules],
                "answered_by": each.answered_by or None,
            }
        )
    return [{"clause": clause, "situations": situations} for clause, situations in found.items()]


def _show(changes: list[Change], as_json: bool) -> None:
    if as_json:
        _print_json({"changes": msgspec.to_builtins(changes)})
        return
    words = {"added": "新增", "changed": "变更", "withdrawn": "撤下"}
    for change in changes:
        _print(f"{words[change.what]} {change.list} {change.code}")
        for field in change.fields:
            _print(f"    {field.name}: {field.before} → {field.after}")
    if not changes:
        _print("没有变化。")


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
