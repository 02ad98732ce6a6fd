"""Is a pack fit to judge by? Every condition decidable, every reference known, no wording that leaves it to taste."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from gasloop.kernel.refusal import sentence
from gasloop.registry.attributes import ATTRIBUTES
from gasloop.rulebook.applicability import OPERATIONS as WHEN_OPERATIONS
from gasloop.rulebook.choices import SUBJECT_KINDS, PowerGrant, Severity
from gasloop.rulebook.judging import COMPARISONS, OPERATIONS
from gasloop.rulebook.packs.reading import PackRefused, Problem, Read, Source, read_pack
from gasloop.rulebook.packs.shapes import ItemSpec, PowerSpec, RuleSpec

# Two people who look at the same kitchen must give the same answer; with these words they need not.
VAGUE = re.compile(
    r"符合(?:相关|有关)?(?:要求|规定|标准)|规范(?!》)|合格(?!证)|到位|良好|达标|适当|妥善|合理|充分|齐全|完善|正常|有效(?!期)"
)
SITE_FIELDS = frozenset({"gas_source"}) | {a.name for a in ATTRIBUTES}
PLACES = frozenset({"value", "unit", "limit", "question", "measured"})

# The functions that the software owes to a plan, A1–J4: what no rule answers is owed by one of these.
FUNCTIONS = frozenset(
    f"{part}{number}"
    for part, count in zip("ABCDEFGHIJ", (4, 4, 4, 6, 2, 6, 7, 7, 2, 4), strict=True)
    for number in range(1, count + 1)
)
NAMED = re.compile(r"(?<![A-Z0-9])([A-J]\d)(?!\d)")


def functions_in(words: str) -> list[str]:
    """The functions that `answered_by` names, in order: `查封与移交报废（E2、F3）` gives E2, F3."""
    return [name for name in NAMED.findall(words) if name in FUNCTIONS]


def check_directory(directory: Path) -> tuple[Read, list[Problem]]:
    """The pack and what is wrong with it, judged together with the packs it requires (found beside it)."""
    read = read_pack(directory)
    try:
        required = required_by(read, directory)
    except PackRefused as refused:
        return read, refused.problems
    return read, check(read, required)


def required_by(read: Read, directory: Path) -> list[Read]:
    """The packs that the one in `directory` builds on, in its order; PackRefused when one cannot be read."""
    return [read_pack(directory.parent / name) for name in read.pack.head.requires]


def check(read: Read, required: Iterable[Read] = ()) -> list[Problem]:
    """Every problem of meaning, in the order of the files."""
    known = _Known([read, *required])
    found = [*_head(read), *_references(read, known)]
    for rule in read.pack.rules:
        found += _rule(rule, read.origins["rules", rule.code], known)
    return sorted(found, key=lambda p: (p.file, p.line))


class _Known:
    """The codes that may be referred to."""

    def __init__(self, reads: list[Read]) -> None:
        self.sources = {s.code for r in reads for s in r.pack.sources}
        self.measures = {m.code for r in reads for m in r.pack.measures}
        self.constants = {c.code for r in reads for c in r.pack.constants}
        self.rules = {rule.code for r in reads for rule in r.pack.rules}
        pairs = {(item.code, rule.code) for r in reads for rule in r.pack.rules for item in rule.items}
        self.items = Counter(code for code, _rule in pairs)


def _head(read: Read) -> Iterator[Problem]:
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", read.pack.head.name):
        yield read.head.problem(sentence("规则包的name只用小写字母、数字和连字符。"), "name")


def _references(read: Read, known: _Known) -> Iterator[Problem]:
    for name, source, article in _cited(read):
        if source and source not in known.sources:
            text = sentence("依据{code}没有在sources里登记。请先登记这部法规或标准。")
            yield read.origins[name, article].problem(text, "source", code=source)
    for each in read.pack.situations:
        origin = read.origins["situations", each.code]
        for code in each.rules:
            if code not in known.rules:
                yield origin.problem(
                    sentence("规则{code}不存在。请改正代码，或把这一情形写进answered_by。"), "rules", code=code
                )
        if not each.rules and not each.answered_by:
            yield origin.problem(sentence("这一情形既没有规则，也没有写明由哪个功能承担（answered_by）。"))
        if each.answered_by and not functions_in(each.answered_by):
            text = sentence("answered_by须写明功能代号（如F2、G3、E2），代号见使命文件的功能表。")
            yield origin.problem(text, "answered_by")
        if not any(quote.strip() for quote in each.quotes):
            yield origin.problem(sentence("没有写明回应方案里的哪些原话（quotes）。"), "quotes")
        if not read.pack.head.plan:
            yield origin.problem(sentence("规则包有方案情形，pack.yaml须用plan写明是哪份方案（文号）。"))
    for power in read.pack.powers:
        yield from _power(power, read.origins["powers", power.code], known)


def _power(power: PowerSpec, origin: Source, known: "_Known") -> Iterator[Problem]:
    for code in power.measures:
        if code not in known.measures:
            yield origin.problem(sentence("措施{code}没有在measures里登记。"), "measures", code=code)
    if power.measures and power.grant != PowerGrant.LISTED:
        yield origin.problem(sentence("只有赋权清单授予的职权（grant: listed）才能把部门的措施交给镇。"), "measures")
    if power.grant == PowerGrant.LISTED and not (power.source and power.article and power.effective_from):
        text = sentence("赋权清单授予的职权须写明清单（source）、事项序号或条款（article）和生效日期。")
        yield origin.problem(text, "source")


def _cited(read: Read) -> Iterator[tuple[str, str, str]]:
    yield from (("measures", m.source, m.code) for m in read.pack.measures)
    yield from (("powers", p.source, p.code) for p in read.pack.powers)
    yield from (("constants", c.source, c.code) for c in read.pack.constants)


def _rule(rule: RuleSpec, origin: Source, known: _Known) -> Iterator[Problem]:
    for kind in rule.applies_to:
        if kind not in SUBJECT_KINDS:
            yield origin.problem(sentence("没有“{kind}”这类对象。"), "applies_to", kind=kind)
    if not rule.applies_to:
        yield origin.problem(sentence("没有写适用的对象类别。"), "applies_to")
    yield from _when(rule, origin)
    for index, basis in enumerate(rule.bases):
        if basis.source not in known.sources:
            text = sentence("依据{code}没有在sources里登记。请先登记这部法规或标准。")
            yield origin.problem(text, "bases", index, "source", code=basis.source)
    if not rule.bases:
        yield origin.problem(sentence("规则没有任何依据。平台默认的要求也要写明出自方案的哪一条。"), "bases")
    for code in rule.measures:
        if code not in known.measures:
            yield origin.problem(sentence("措施{code}没有在measures里登记。"), "measures", code=code)
    if bool(rule.mh_code) is not (rule.severity == Severity.MAJOR):
        yield origin.problem(sentence("重大隐患须写判定项mh_code，一般隐患不写。"), "mh_code")
    if rule.effective_to and rule.effective_to < rule.effective_from:
        yield origin.problem(sentence("失效日期早于生效日期。"), "effective_to")
    yield from _items(rule, origin, known)


def _when(rule: RuleSpec, origin: Source) -> Iterator[Problem]:
    for index, condition in enumerate(rule.when):
        if condition.field not in SITE_FIELDS:
            text = sentence("登记表里没有“{field}”这一项，不能作为适用条件。")
            yield origin.problem(text, "when", index, "field", field=condition.field)
        if condition.op not in WHEN_OPERATIONS or isinstance(condition.value, list) is not (condition.op == "in"):
            text = sentence("适用条件的写法不对：in后面是列表，其余比较后面是一个值。")
            yield origin.problem(text, "when", index, "op")


def _items(rule: RuleSpec, origin: Source, known: _Known) -> Iterator[Problem]:
    if not any(item.condition for item in rule.items):
        yield origin.problem(sentence("规则没有可以判定的检查项：至少一项须有pass条件。"), "items")
    codes = Counter(item.code for item in rule.items)
    for index, item in enumerate(rule.items):
        if codes[item.code] > 1 or known.items[item.code] > 1:  # a visit's answers are kept by item code
            yield origin.problem(sentence("检查项代码{code}重复。"), "items", index, "code", code=item.code)
        yield from _wording(item, index, origin)
        yield from _answer(item, index, origin)
        if item.condition is not None:
            yield from _condition(item, index, origin, known)


def _wording(item: ItemSpec, index: int, origin: Source) -> Iterator[Problem]:
    for name, text in (("question", item.question), *(("choices", choice.label) for choice in item.choices)):
        if vague := VAGUE.search(text):
            says = sentence(
                "“{word}”留给各人去判断。请改成能数、能量、能看出有没有的问法，例如“软管长多少米”“是否穿墙”。"
            )
            yield origin.problem(says, "items", index, name, word=vague.group())
    for place in re.findall(r"\{(\w*)\}", item.finding):
        if place not in PLACES:
            yield origin.problem(sentence("finding里没有{place}这个占位。"), "items", index, "finding", place=place)


def _answer(item: ItemSpec, index: int, origin: Source) -> Iterator[Problem]:
    if bool(item.choices) is not (item.answer == "choice"):
        yield origin.problem(sentence("选择题须有choices，其他题没有。"), "items", index, "choices")
    if item.bounds is not None and (item.answer not in ("number", "count") or item.bounds[0] > item.bounds[1]):
        yield origin.problem(sentence("bounds只用于数值，先小后大。"), "items", index, "bounds")
    if item.answer == "number" and not item.unit:
        yield origin.problem(sentence("数值题须写单位。"), "items", index, "unit")
    if item.condition is not None and not item.finding:
        yield origin.problem(sentence("须写finding：不符合时隐患怎么描述。"), "items", index, "finding")


def _condition(item: ItemSpec, index: int, origin: Source, known: _Known) -> Iterator[Problem]:
    condition = item.condition
    if condition is None:
        return
    at = ("items", index, "pass")
    if condition.op not in OPERATIONS[item.answer]:
        text = sentence("“{op}”判定不了这种回答，可用的有{allowed}。")
        allowed = "、".join(sorted(OPERATIONS[item.answer]))
        yield origin.problem(text, *at, "op", op=condition.op, allowed=allowed)
        return
    if condition.const is not msgspec.UNSET and condition.const not in known.constants:
        yield origin.problem(sentence("常数{code}没有在constants里登记。"), *at, "const", code=condition.const)
    if not _decidable(item):
        text = sentence(
            "pass条件判定不了：是否题写value: true或false，数值写value或const，选择题写values，日期见docs/packs.md。"
        )
        yield origin.problem(text, *at)


def _decidable(item: ItemSpec) -> bool:
    """Has the condition exactly what its operation needs?"""
    condition = item.condition
    if condition is None:
        return False
    value, values, const = condition.value, condition.values, condition.const
    given = [part is not msgspec.UNSET for part in (value, values, const)]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if condition.op in COMPARISONS and item.answer != "yes_no":
        return given in ([True, False, False], [False, False, True]) and (number or given[2])
    if item.answer == "yes_no":
        return isinstance(value, bool) and sum(given) == 1
    if item.answer == "choice":
        offered = {choice.value for choice in item.choices}
        return isinstance(values, list) and sum(given) == 1 and bool(values) and set(values) < offered
    if condition.op == "within_months":
        return sum(given) == 1 and ((isinstance(value, int) and not isinstance(value, bool)) or given[2])
    return not any(given)
