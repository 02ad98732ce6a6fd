"""From specs to rows: the next version of each entry, a rule with its items and bases."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec
from django.db.models import Max

from gasloop.evidence.models import Record
from gasloop.rulebook.models import (
    Basis,
    CheckItem,
    Constant,
    LegalSource,
    Loaded,
    Measure,
    Pack,
    Power,
    Rule,
    Situation,
)
from gasloop.rulebook.packs.changes import digest_of
from gasloop.rulebook.packs.reading import Read
from gasloop.rulebook.packs.shapes import (
    AnySpec,
    ConstantSpec,
    ItemSpec,
    MeasureSpec,
    PowerSpec,
    RuleSpec,
    SituationSpec,
    SourceSpec,
    plain_spec,
)

MODELS: dict[str, type[Loaded]] = {
    "sources": LegalSource,
    "measures": Measure,
    "powers": Power,
    "constants": Constant,
    "rules": Rule,
    "situations": Situation,
}


class Rows:
    """Writes the entries of one pack as read."""

    def __init__(self, pack: Pack, read: Read) -> None:
        self._pack = pack
        content = read.pack
        lists: dict[str, Sequence[AnySpec]] = {
            "sources": content.sources,
            "measures": content.measures,
            "powers": content.powers,
            "constants": content.constants,
            "rules": content.rules,
            "situations": content.situations,
        }
        self._specs = {name: {spec.code: spec for spec in specs} for name, specs in lists.items()}

    def insert(self, name: str, codes: Sequence[str]) -> list[Sequence[Record]]:
        """The next version of each code; the records written, one sequence per kind of record."""
        model = MODELS[name]
        latest = self._latest(model, codes)
        made = []
        for code in codes:
            spec = self._specs[name][code]
            row = model(pack=self._pack, code=code, version=latest.get(code, 0) + 1, spec=plain_spec(spec))
            row.digest = digest_of(row.spec)
            for column, value in _columns(spec).items():
                setattr(row, column, value)
            made.append(row)
        model._default_manager.bulk_create(made)
        if model is not Rule:
            return [made]
        pairs = [(row, self._specs[name][row.code]) for row in made]
        rules = [(row, spec) for row, spec in pairs if isinstance(row, Rule) and isinstance(spec, RuleSpec)]
        return [made, *_parts(rules)]

    def _latest(self, model: type[Loaded], codes: Sequence[str]) -> dict[str, int]:
        rows = model._default_manager.filter(pack=self._pack, code__in=codes).values("code")
        return {row["code"]: row["top"] for row in rows.annotate(top=Max("version"))}


def _columns(spec: AnySpec) -> dict[str, Any]:
    """What of a spec has a column of its own."""
    match spec:
        case SourceSpec():
            return _picked(spec, "title short kind status confidence number effective_from effective_to note")
        case MeasureSpec():
            return {**_picked(spec, "title what taken_by confidence article"), "source_code": spec.source}
        case PowerSpec():
            picked = _picked(spec, "title grant what measures article confidence effective_from effective_to note")
            return {**picked, "source_code": spec.source}
        case ConstantSpec():
            picked = _picked(spec, "title unit confidence article effective_from effective_to note")
            return {**picked, "value": Decimal(str(spec.value)), "source_code": spec.source}
        case SituationSpec():
            return {**_picked(spec, "clause text rules answered_by"), "order": _order(spec.letter)}
    picked = _picked(spec, "title requirement applies_to severity mh_code severity_note control_measure measures")
    return {
        **picked,
        **_picked(spec, "effective_from effective_to note"),
        "applies_when": [plain(when) for when in spec.when],
        "deadline_amount": spec.deadline.amount,
        "deadline_unit": spec.deadline.unit,
        "recheck_mode": spec.recheck,
    }


def _picked(spec: AnySpec, names: str) -> dict[str, Any]:
    return {name: getattr(spec, name) for name in names.split()}


def _order(letter: str) -> int:
    """a, b, … z, aa: 1, 2, … 26, 27."""
    order = 0
    for character in letter:
        order = order * 26 + ord(character) - ord("a") + 1
    return order


def plain(part: msgspec.Struct) -> dict[str, Any]:
    """A part of a spec as JSON."""
    made: dict[str, Any] = msgspec.to_builtins(part)
    return made


def _parts(rules: Sequence[tuple[Rule, RuleSpec]]) -> list[Sequence[Record]]:
    """The items and bases of new rule versions."""
    items = [_item(rule, order, each) for rule, spec in rules for order, each in enumerate(spec.items, start=1)]
    bases = _bases(rules)
    CheckItem.objects.bulk_create(items)
    Basis.objects.bulk_create(bases)
    return [items, bases]


def _item(rule: Rule, order: int, spec: ItemSpec) -> CheckItem:
    return CheckItem(
        rule=rule,
        code=spec.code,
        order=order,
        place=spec.place,
        question=spec.question,
        finding=spec.finding,
        hint=spec.hint,
        answer=spec.answer,
        unit=spec.unit,
        choices=[plain(choice) for choice in spec.choices],
        bounds=None if spec.bounds is None else list(spec.bounds),
        condition=None if spec.condition is None else plain(spec.condition),
        photo_required=spec.photo,
    )


def _bases(rules: Sequence[tuple[Rule, RuleSpec]]) -> list[Basis]:
    """The bases; what a person confirmed stays confirmed as long as source, article and sense are the same."""
    sources = {row.code: row for row in LegalSource.objects.filter(withdrawn_on__isnull=True).order_by("version")}
    confirmed = {
        (basis.rule.code, basis.source.code, basis.article, basis.asks): basis
        for basis in Basis.objects.filter(confirmed_at__isnull=False, rule__code__in=[r.code for r, _ in rules])
        .select_related("rule", "source")
        .order_by("confirmed_at")
    }
    made = []
    for rule, spec in rules:
        for order, each in enumerate(spec.bases, start=1):
            basis = Basis(
                rule=rule,
                source=sources[each.source],
                order=order,
                role=each.role,
                article=each.article,
                asks=each.asks,
                confidence=each.confidence,
            )
            earlier = confirmed.get((rule.code, each.source, each.article, each.asks))
            if earlier is not None:
                basis.confirmed_by, basis.confirmed_by_name = earlier.confirmed_by, earlier.confirmed_by_name
                basis.confirmed_at, basis.confirmed_note = earlier.confirmed_at, earlier.confirmed_note
            made.append(basis)
    return made


def link_clauses() -> None:
    """Bring `Rule.clause_refs` in step with the situations of all loaded plans, for every version of every rule."""
    refs: dict[str, list[str]] = {}
    newest_first = Situation.objects.filter(withdrawn_on__isnull=True).order_by("pack_id", "code", "-version")
    for situation in newest_first.distinct("pack_id", "code"):
        for code in situation.rules:
            if situation.clause not in refs.setdefault(code, []):
                refs[code].append(situation.clause)
    changed = []
    for rule in Rule.objects.only("pk", "code", "clause_refs"):
        wanted = sorted(refs.get(rule.code, []))
        if rule.clause_refs != wanted:
            rule.clause_refs = wanted
            changed.append(rule)
    Rule.objects.bulk_update(changed, ["clause_refs"])
