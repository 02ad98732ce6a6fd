"""What is wrong with the paper itself. Every remark names its place and says in plain Chinese what was seen."""

from collections.abc import Iterable

import msgspec

from gasloop.plan.compiler.deadlines import is_measurable
from gasloop.plan.compiler.document import Clause, Paper, Remark
from gasloop.plan.compiler.drafts import Outline
from gasloop.plan.compiler.duties import is_preamble
from gasloop.plan.compiler.gaps import number_gaps
from gasloop.plan.compiler.promises import broken_promises
from gasloop.plan.compiler.register import Variant
from gasloop.plan.compiler.terms import term_variants


def remarks(paper: Paper, outline: Outline, variants: tuple[Variant, ...], text: str) -> Paper:
    """The paper with its remarks, grouped by code in a fixed order."""
    clauses = paper.clauses()
    bound = [clause for clause in clauses if not (clause.no and is_preamble(clause.text))]
    found: list[Remark] = [
        *number_gaps(outline),
        *_office_remarks(variants, clauses),
        *(_no_owner(clause) for clause in bound if not clause.offices),
        *_early_phases(paper),
        *broken_promises(paper.blocks, text),
        *term_variants(paper.blocks),
        *(_no_deadline(clause) for clause in bound if not clause.deadlines and not is_measurable(clause.text)),
    ]
    return msgspec.structs.replace(paper, lint=tuple(found))


def _office_remarks(variants: Iterable[Variant], clauses: tuple[Clause, ...]) -> Iterable[Remark]:
    for variant in variants:
        places = [clause.id for clause in clauses if any(office.name == variant.alias for office in clause.offices)]
        where = "、".join(places)
        if variant.truncated:
            missing = variant.name[len(variant.alias) :]
            yield Remark("office_truncated", where, f"“{variant.alias}”疑似漏写“{missing}”，应为“{variant.name}”。")
        else:
            yield Remark("office_variant", where, f"“{variant.alias}”与“{variant.name}”写法不一，按同一单位处理。")


def _no_owner(clause: Clause) -> Remark:
    return Remark("no_owner", clause.id, "没有写明责任单位。")


def _no_deadline(clause: Clause) -> Remark:
    return Remark("no_deadline", clause.id, "没有写明完成时限、频次，也没有可以衡量的结果。")


def _early_phases(paper: Paper) -> Iterable[Remark]:
    """ISO dates compare as text."""
    for phase in paper.phases:
        if paper.date and phase.start and phase.start < paper.date:
            yield Remark("phase_before_issue", phase.name, f"该阶段自{phase.start}开始，而文件{paper.date}才印发。")
