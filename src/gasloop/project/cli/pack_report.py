"""What `gasloop pack check` prints: the pack by itself, and against its plan."""

import sys
from pathlib import Path

import msgspec

from gasloop.kernel.jsonable import JsonObject
from gasloop.oversight.pack_coverage import ClauseCover, Coverage, cover
from gasloop.plan.compiler import parse_file
from gasloop.plan.compiler.reading import Unreadable
from gasloop.project.config import REPOSITORY
from gasloop.rulebook.packs.checking import check_directory, required_by
from gasloop.rulebook.packs.reading import PackRefused, Problem, Read

GOOD, BAD = 0, 1
FOUNDING_PLAN = REPOSITORY.parent / "shared" / "plan" / "qunli-2023-102.txt"


def run_check(directory: Path, plan: Path | None, *, as_json: bool) -> int:
    """Is the pack well formed, decidable, and an answer to all of its plan? No database. The exit code."""
    read: Read | None = None
    try:
        read, problems = check_directory(directory)
    except PackRefused as refused:
        problems = refused.problems
    coverage, trouble = _compared(read, directory, plan) if read and not problems else (None, "")
    good = not problems and not trouble and not (coverage and coverage.holes)
    if as_json:
        _print_json(_report(good, read, problems, coverage, trouble))
    else:
        _print("\n".join(_lines(read, problems, coverage, trouble)))
    return GOOD if good else BAD


def _compared(read: Read, directory: Path, plan: Path | None) -> tuple[Coverage | None, str]:
    """The comparison with the plan, or why there is none; a pack that answers no plan needs none."""
    if not read.pack.head.plan:
        return None, ""
    file = plan or (FOUNDING_PLAN if FOUNDING_PLAN.is_file() else None)
    if file is None:
        return None, f"规则包回应{read.pack.head.plan}，请用--plan给出这份方案的文件。"
    try:
        paper = parse_file(file)
    except Unreadable as error:
        return None, str(error)
    return cover(paper, read, required_by(read, directory)), ""


def _report(
    good: bool, read: Read | None, problems: list[Problem], coverage: Coverage | None, trouble: str
) -> JsonObject:
    told = [{"file": p.file, "line": p.line, "field": p.part, "message": p.sentence} for p in problems]
    if trouble:
        told.append({"file": "pack.yaml", "line": 1, "field": "plan", "message": trouble})
    compared: JsonObject = coverage.to_json() if coverage else {"clauses": [], "gaps": [], "holes": []}
    return {
        "ok": good,
        "pack": read.pack.head.name if read else None,
        "plan": (read.pack.head.plan or None) if read else None,
        "problems": told,  # type: ignore[dict-item]  # a list of JSON objects is JSON
        "counts": _counts(read, coverage),
        **compared,
    }


def _counts(read: Read | None, coverage: Coverage | None) -> JsonObject:
    if read is None:
        return {}
    pack = read.pack
    own: JsonObject = {
        "rules": len(pack.rules),
        "items": sum(len(rule.items) for rule in pack.rules),
        "sources": len(pack.sources),
        "constants": len(pack.constants),
        "measures": len(pack.measures),
        "powers": len(pack.powers),
        "entries": len(pack.situations),
    }
    return {**own, "coverage": coverage.counts() if coverage else None}


def _lines(read: Read | None, problems: list[Problem], coverage: Coverage | None, trouble: str) -> list[str]:
    lines = [str(problem) for problem in problems] + ([trouble] if trouble else [])
    if read is None:
        return lines
    pack = read.pack
    items = sum(len(rule.items) for rule in pack.rules)
    lines.append(
        f"{pack.head.title} {pack.head.version}：{len(pack.rules)}条规则，{items}个检查项，问题{len(problems)}处"
    )
    if coverage is None:
        return lines if pack.head.plan else [*lines, "这个规则包不对应方案，不与方案比对。"]
    for each in coverage.clauses:
        lines += _clause_lines(each)
    lines += ["", *(f"方案缺项 {where}：{message}" for where, message in coverage.gaps)]
    counts = coverage.counts()
    lines.append(
        "方案{plan}：{clauses}个条款，{situations}种情形；规则承担{answered_by_rules}种，"
        "其他功能承担{answered_by_functions}种，无人承担{unanswered}种".format(plan=pack.head.plan, **counts)
    )
    lines += [f"缺口：{hole.message}" for hole in coverage.holes]
    return lines


def _clause_lines(each: ClauseCover) -> list[str]:
    lines = ["", each.clause.id]
    for situation in each.situations:
        answers = [word for entry in situation.entries for word in (*entry.rules, entry.answered_by) if word]
        says = "、".join(dict.fromkeys(answers)) or "无人承担"
        lines.append(f"  {situation.no}. {situation.text} → {says}")
    used = {entry.code for situation in each.situations for entry in situation.entries}
    for entry in each.entries:
        if entry.code not in used:
            says = "、".join(word for word in (*entry.rules, entry.answered_by) if word)
            lines.append(f"  {entry.letter}) {entry.text} → {says}")
    return lines


def _print_json(value: object) -> None:
    _print(msgspec.json.format(msgspec.json.encode(value)).decode())


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
