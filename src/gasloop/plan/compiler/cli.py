"""What `gasloop plan parse` and `gasloop plan diff` do; the command line itself lives in `project.cli`."""

import json
import sys
from pathlib import Path

import msgspec

from gasloop.plan.compiler.diff import Change, Comparison, Fate, diff
from gasloop.plan.compiler.document import Clause, OfficeRole, Paper
from gasloop.plan.compiler.parsing import parse_file
from gasloop.plan.compiler.reading import Unreadable

OK, UNREADABLE, NO_PLAN = 0, 1, 3
_ROLES = {"lead": "", "support": "（配合）", "counterpart": "（对应上级）"}
_FATES: dict[Fate, str] = {"kept": "保留", "softened": "弱化", "dropped": "删去", "added": "新增"}


def run_parse(path: Path | str, as_json: bool) -> int:
    """Print a paper's structure; exit code 0, 3 when it is no plan, 1 when it cannot be read."""
    try:
        paper = parse_file(path)
    except Unreadable as error:
        _complain(str(error))
        return UNREADABLE
    _print(_json(paper.contract()) if as_json else outline_text(paper))
    return OK if paper.is_plan else NO_PLAN


def run_diff(old: Path | str, new: Path | str, as_json: bool) -> int:
    """Print what became of the old paper's clauses in the new one; exit codes as for `run_parse`."""
    try:
        papers = parse_file(old), parse_file(new)
    except Unreadable as error:
        _complain(str(error))
        return UNREADABLE
    for paper, path in zip(papers, (old, new), strict=True):
        if not paper.is_plan:
            _complain(f"{Path(path).name}：{paper.reason}")
            return NO_PLAN
    comparison = diff(*papers)
    _print(_json(contract_of(comparison)) if as_json else comparison_text(comparison))
    return OK


def contract_of(comparison: Comparison) -> dict[str, object]:
    """The comparison as JSON: counts, then every change."""
    return {
        "counts": {fate: len(comparison.of(fate)) for fate in _FATES},
        "changes": msgspec.to_builtins(comparison.changes),
    }


def outline_text(paper: Paper) -> str:
    """The paper as a tree in plain text."""
    lines = [paper.title or "（没有标题）"]
    facts = (("文号", paper.doc_no), ("印发单位", paper.issuer), ("印发日期", paper.date))
    lines += [f"  {name}：{fact}" for name, fact in facts if fact]
    if not paper.is_plan:
        return "\n".join([*lines, f"不是方案：{paper.reason}"])
    lines.append(f"  {len(paper.items)} 项任务，{len(paper.paragraphs)} 段其他职责，{len(paper.offices)} 个单位")
    lines += [f"  阶段 {phase.name}：{phase.start or '未写明'} 至 {phase.end or '未写明'}" for phase in paper.phases]
    titles = {section.no: section.title for section in paper.sections}
    part: str | None = ""
    for clause in paper.clauses():
        if clause.section != part:
            part = clause.section
            lines += ["", f"{part}、{titles.get(part, '')}" if part else ""]
        lines += _clause_lines(clause)
    if paper.lint:
        lines += ["", f"文件本身的问题（{len(paper.lint)}）"]
        lines += [f"  {remark.code:<20} {remark.where}  {remark.message}" for remark in paper.lint]
    return "\n".join(lines)


def _clause_lines(clause: Clause) -> list[str]:
    lines = [f"  {clause.id}  {_short(clause.text)}"]
    if clause.offices:
        lines.append("      单位  " + "、".join(_office(office) for office in clause.offices))
    rows = (("情形", clause.situations), ("措施", clause.measures), ("时限", clause.deadlines))
    lines += [f"      {name}  " + "；".join(values) for name, values in rows if values]
    return lines


def _office(office: OfficeRole) -> str:
    return office.name + ("（牵头）" if office.chief else "") + _ROLES[office.role]


def comparison_text(comparison: Comparison) -> str:
    """The comparison, one line per change, softened ones with the words that show it."""
    lines = ["  ".join(f"{name} {len(comparison.of(fate))}" for fate, name in _FATES.items())]
    for fate, name in _FATES.items():
        lines += ["", name] if comparison.of(fate) else []
        for change in comparison.of(fate):
            lines += _change_lines(change)
    return "\n".join(lines)


def _change_lines(change: Change) -> list[str]:
    places = " → ".join(place for place in (change.old, change.new) if place)
    return [
        f"  {places}  {_short(change.old_text or change.new_text or '')}",
        *(f"      {word}" for word in change.words),
    ]


def _short(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= 48 else line[:47] + "…"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _print(text: str) -> None:
    """UTF-8 whatever the terminal's locale says: the paper's text must not be lost to `?`."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(text + "\n")
    else:
        sys.stdout.flush()
        stream.write(text.encode("utf-8", "surrogatepass") + b"\n")
        stream.flush()


def _complain(text: str) -> None:
    sys.stderr.write(text + "\n")
