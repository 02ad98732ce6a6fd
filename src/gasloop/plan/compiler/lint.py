"""What is wrong with the paper itself. Every remark names its place and says in plain Chinese what was seen."""

from collections.abc import Iterable

import msgspec

from gasloop.plan.compiler import wording
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
            yield Remark(
                "office_truncated",
                where,
                wording.say(wording.OFFICE_CUT, alias=variant.alias, missing=missing, name=variant.name),
            )
        else:
            yield Remark(
                "office_variant", where, wording.say(wording.OFFICE_OTHER, alias=variant.alias, name=variant.name)
            )


def _no_owner(clause: Clause) -> Remark:
    return Remark("no_owner", clause.id, wording.NO_OWNER)


def _no_deadline(clause: Clause) -> Remark:
    return Remark("no_deadline", clause.id, wording.NO_DEADLINE)


def _early_phases(paper: Paper) -> Iterable[Remark]:
    """ISO dates compare as text."""
    for phase in paper.phases:
        if paper.date and phase.start and phase.start < paper.date:
            yield Remark(
                "phase_before_issue", phase.name, wording.say(wording.PHASE_EARLY, start=phase.start, day=paper.date)
            )
