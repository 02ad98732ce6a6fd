"""Rules as the pages show them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from gasloop.access.scoping import scoped
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.registry.attributes import ATTRIBUTES
from gasloop.registry.kinds import GasSource
from gasloop.registry.models import Site
from gasloop.registry.permissions import REGISTRY_VIEW
from gasloop.rulebook.choices import Place
from gasloop.rulebook.models import CheckItem, Constant, Rule
from gasloop.rulebook.queries import constants, newest, rules_in_force, situations
from gasloop.rulebook.web.listings import kinds_in_words, listed, term_in_words
from gasloop.shell.detail import Fact

PLACE = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A check item with its place, its pass condition and what it finds, in words."""

    item: CheckItem
    place: str
    passes: str

    @property
    def finding(self) -> str:
        """What is found when it does not pass, with dots where the visit's own numbers will stand."""
        return PLACE.sub("…", self.item.finding)


def rule_facts(rule: Rule) -> list[Fact]:
    """What the rule asks of whom, and what follows."""
    facts = [
        Fact(_("要求"), rule.requirement, wide=True),
        Fact(_("适用对象"), kinds_in_words(rule), wide=True),
        Fact(_("适用条件"), _("；").join(conditions_in_words(rule)), wide=True),
        Fact(_("默认期限"), term_in_words(rule)),
        Fact(_("复查方式"), rule.get_recheck_mode_display()),
        Fact(_("管控措施建议"), rule.control_measure, wide=True),
        Fact(_("级别说明"), rule.severity_note, wide=True),
        Fact(_("重大隐患判定项"), rule.mh_code),
        Fact(_("生效日期"), rule.effective_from),
        Fact(_("失效日期"), rule.effective_to),
        Fact(_("规则包"), str(rule.pack)),
        Fact(_("说明"), rule.note, wide=True),
    ]
    always = {_("要求"), _("适用对象"), _("默认期限"), _("复查方式"), _("生效日期"), _("规则包")}
    return [fact for fact in facts if fact.value or str(fact.label) in always]


def conditions_in_words(rule: Rule) -> list[str]:
    """`气源：瓶装液化石油气、其他`."""
    titles = {attribute.name: _(attribute.title) for attribute in ATTRIBUTES} | {"gas_source": _("气源")}
    found = []
    for condition in rule.applies_when:
        value = condition["value"]
        values = value if isinstance(value, list) else [value]
        words = listed(_value_in_words(condition["field"], each) for each in values)
        sign = "" if condition["op"] in ("in", "==") else f"{condition['op']} "
        found.append(_("{title}：{value}").format(title=titles[condition["field"]], value=f"{sign}{words}"))
    return found


def _value_in_words(field: str, value: object) -> str:
    if field == "gas_source":
        return str(GasSource(str(value)).label)
    return (_("是") if value else _("否")) if isinstance(value, bool) else str(value)


def item_rows(rule: Rule) -> list[ItemRow]:
    """The rule's questions in order."""
    known = constants(clock.today())
    return [ItemRow(item, str(Place(item.place).label), passes_in_words(item, known)) for item in rule.check_items]


def passes_in_words(item: CheckItem, known: Mapping[str, object]) -> str:
    """The pass condition as a person reads it: `不超过2 m`."""
    condition = item.condition
    if condition is None:
        return _("只作记录，不判定")
    match item.answer:
        case "yes_no":
            return _("答“是”") if condition["value"] else _("答“否”")
        case "choice":
            labels = {choice["value"]: choice["label"] for choice in item.choices}
            return _("；").join(labels[value] for value in condition["values"])
        case "photo":
            return _("有照片")
    limit = condition.get("value", known.get(condition.get("const", ""), ""))
    text = {
        "<=": _("不超过{limit}"),
        "<": _("少于{limit}"),
        ">=": _("不少于{limit}"),
        ">": _("多于{limit}"),
        "==": _("等于{limit}"),
        "!=": _("不等于{limit}"),
        "not_past": _("没有过期"),
        "within_months": _("在最近{limit}个月内"),
    }[condition["op"]]
    return text.format(limit=f"{_number(limit)} {item.unit}".strip() if item.answer != "date" else _number(limit))


def _number(value: object) -> str:
    return f"{float(str(value)):g}" if value not in ("", None) else "？"


def clause_links(rule: Rule) -> Sequence[tuple[str, str]]:
    """The clauses that lead here, each with the situation in words."""
    found = []
    for ref in rule.clause_refs:
        words = [s.text for s in situations(ref) if rule.code in s.rules]
        found.append((ref, _("；").join(words)))
    return found


def versions(rule: Rule) -> list[tuple[Rule, str]]:
    """All versions of the rule, newest first, with their addresses."""
    rows = Rule.objects.filter(code=rule.code).select_related("pack").order_by("-pack__level", "-version")
    return [(row, reverse("rulebook:rule", args=[row.pk])) for row in rows]


def constants_of(rule: Rule) -> list[tuple[Constant, list[Rule]]]:
    """The numbers the rule judges by, each with the other rules that judge by it."""
    codes = _consts(rule)
    rows = newest(Constant.objects.filter(code__in=codes, withdrawn_on__isnull=True)).order_by("code")
    others = [other for other in rules_in_force(clock.today()) if other.code != rule.code]
    return [(row, [other for other in others if row.code in _consts(other)]) for row in rows]


def _consts(rule: Rule) -> set[str]:
    return {str(item.condition["const"]) for item in rule.check_items if item.condition and "const" in item.condition}


def touched(actor: Actor, rule: Rule) -> str:
    """What a new version of the rule would reach: open objects of its kinds in the actor's reach."""
    rows = Site.objects.filter(voided_at__isnull=True, state=Site.State.OPEN, kind__in=rule.applies_to)
    count = scoped(actor, rows, REGISTRY_VIEW).count()
    return _("新版本从生效之日起用于{kinds}共{count}个在册对象今后的检查；已经查出的隐患保留当时的版本。").format(
        kinds=kinds_in_words(rule), count=count
    )
