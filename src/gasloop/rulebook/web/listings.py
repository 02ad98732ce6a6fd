"""规则库 and 法规标准库."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from gasloop.access.scope import may
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.rulebook.choices import CITABLE, SUBJECT_KINDS
from gasloop.rulebook.models import LegalSource, Measure, Rule
from gasloop.rulebook.permissions import RULEBOOK_VIEW
from gasloop.rulebook.queries import measures_in_force, newest, rules_in_force
from gasloop.shell.leading import address
from gasloop.shell.listing import Choice, Column, Desk, Flag, Listing, Pick


class OverlapPick(Pick):
    """Values of an array column."""

    def condition(self, value: tuple[str, ...], desk: Desk) -> Q:  # noqa: ARG002 - the values are the condition
        return Q(**{f"{self.path}__overlap": list(value)})


def kind_options(desk: Desk) -> Iterable[tuple[str, str]]:  # noqa: ARG001 - the same for everybody
    """Kinds of object."""
    return [(value, str(label)) for value, label in SUBJECT_KINDS.items()]


def clause_options(desk: Desk) -> Iterable[tuple[str, str]]:  # noqa: ARG001 - the same for everybody
    """The clauses that rules in force answer."""
    return [(ref, ref) for ref in sorted({ref for rule in rules_in_force(clock.today()) for ref in rule.clause_refs})]


def source_options(desk: Desk) -> Iterable[tuple[str, str]]:  # noqa: ARG001 - the same for everybody
    """The laws and standards that rules rest on."""
    rows = newest(LegalSource.objects.filter(withdrawn_on__isnull=True)).order_by("kind", "code")
    return [(row.code, f"{row.short} {row.number}".strip()) for row in rows]


class SourcePick(Pick):
    """Rules resting on a law or standard."""

    def condition(self, value: tuple[str, ...], desk: Desk) -> Q:  # noqa: ARG002 - the values are the condition
        return Q(bases__source__code__in=value)


def unsure() -> Q:
    """Rules with a basis that may not be cited yet."""
    return Q(bases__confirmed_at__isnull=True) & ~Q(bases__confidence__in=CITABLE)


class RuleListing(Listing[Rule]):
    """The rules in force today."""

    model = Rule
    name = "rules"
    title = _("规则库")
    capability = RULEBOOK_VIEW
    columns = (
        Column("code", _("代码"), kind="code", link=True),
        Column("title", _("规则"), link=True, wide=True),
        Column("clause_refs", _("方案条款"), sort=False, value=lambda rule: listed(rule.clause_refs)),
        Column("applies_to", _("适用对象"), sort=False, value=lambda rule: kinds_in_words(rule), wide=True),
        Column("severity", _("隐患级别"), kind="status"),
        Column("deadline", _("默认期限"), sort=False, value=lambda rule: term_in_words(rule)),
        Column("recheck_mode", _("复查方式"), kind="status", shown=False),
        Column("pack.title", _("规则包"), shown=False),
        Column("version", _("版本"), kind="number"),
        Column("effective_from", _("生效日期"), kind="date", shown=False),
    )
    filters = (
        OverlapPick("kind", _("适用对象"), kind_options, path="applies_to"),
        OverlapPick("clause", _("方案条款"), clause_options, path="clause_refs"),
        SourcePick("source", _("依据"), source_options),
        Choice("severity", _("隐患级别"), say_label=False),
        Flag("unsure", _("依据待确认"), unsure),
    )
    search = ("code", "title", "requirement")
    search_words = _("代码、名称或要求")
    default_sort = "code"
    keys = ("code",)
    lead = _("检查按这些规则判定。依据未经核对的规则可以判定，但不印上公文。")
    empty = _("装入规则包后，规则会列在这里。")

    def rows(self) -> QuerySet[Rule]:
        return Rule.objects.filter(pk__in=[rule.pk for rule in rules_in_force(clock.today())]).distinct()

    def visible(self, actor: Actor) -> QuerySet[Rule]:
        """One book for the whole house: who may see it sees all of it."""
        return self.rows() if may(actor, RULEBOOK_VIEW) else Rule.objects.none()

    def link(self, row: Rule) -> str:
        return address("rulebook:rule", row.pk)


class SourceListing(Listing[LegalSource]):
    """The library of laws and standards."""

    model = LegalSource
    name = "sources"
    title = _("法规标准库")
    capability = RULEBOOK_VIEW
    columns = (
        Column("title", _("名称"), link=True, wide=True),
        Column("number", _("文号或标准号"), kind="code"),
        Column("kind", _("类别"), kind="status"),
        Column("status", _("状态"), kind="status"),
        Column("effective_from", _("施行日期"), kind="date"),
        Column("confidence", _("可信度"), kind="status"),
        Column("used", _("引用次数"), kind="number", sort=False),
    )
    filters = (
        Choice("kind", _("类别"), say_label=False),
        Choice("status", _("状态"), say_label=False),
        Choice("confidence", _("可信度")),
    )
    search = ("title", "number", "short", "code")
    search_words = _("名称、文号或标准号")
    default_sort = "title"
    keys = ("code",)
    lead = _("内容一律用自己的话转述，条款号照原文；施行日期没有把握的留空。")

    def rows(self) -> QuerySet[LegalSource]:
        return newest(LegalSource.objects.filter(withdrawn_on__isnull=True)).annotate(used=Count("bases"))

    def visible(self, actor: Actor) -> QuerySet[LegalSource]:
        """One book for the whole house: who may see it sees all of it."""
        return self.rows() if may(actor, RULEBOOK_VIEW) else LegalSource.objects.none()

    def link(self, row: LegalSource) -> str:
        return address("rulebook:source", row.pk)


class MeasureListing(Listing[Measure]):
    """What may be done about a finding, and who has the power to do it."""

    model = Measure
    name = "measures"
    title = _("处置措施")
    capability = RULEBOOK_VIEW
    columns = (
        Column("code", _("代码"), kind="code", link=True),
        Column("title", _("措施"), link=True, wide=True),
        Column("taken_by", _("由谁采取"), kind="status"),
        Column("article", _("条款"), value=lambda row: cited(row.short, row.article), sort=False, wide=True),
        Column("confidence", _("可信度"), kind="status"),
        Column("used", _("规则"), kind="number", sort="used"),
    )
    filters = (Choice("taken_by", _("由谁采取"), say_label=False), Choice("confidence", _("可信度")))
    search = ("code", "title", "what", "article")
    search_words = _("代码、措施或内容")
    default_sort = "code"
    keys = ("code",)
    lead = _("镇能做的是检查、责令改正、报告和移送。没有装入已公布的赋权清单时，罚款、查封、扣押都由有权部门作出。")
    empty = _("装入规则包后，措施会列在这里。")

    def rows(self) -> QuerySet[Measure]:
        source = LegalSource.objects.filter(code=OuterRef("source_code")).order_by("-version")
        named = Counter(code for rule in rules_in_force(clock.today()) for code in rule.measures)
        cases = (When(code=code, then=Value(count)) for code, count in named.items())
        return measures_in_force().annotate(
            short=Subquery(source.values("short")[:1]),
            used=Case(*cases, default=Value(0), output_field=IntegerField()),
        )

    def visible(self, actor: Actor) -> QuerySet[Measure]:
        """One book for the whole house: who may see it sees all of it."""
        return self.rows() if may(actor, RULEBOOK_VIEW) else Measure.objects.none()

    def link(self, row: Measure) -> str:
        return address("rulebook:measure", row.pk)


def cited(short: str | None, article: str) -> str:
    """`消防法 第六十六条`; empty for a measure without an article of its own."""
    return f"{short or ''} {article}".strip()


def kinds_in_words(rule: Rule) -> str:
    """The kinds of object a rule applies to."""
    return listed(str(SUBJECT_KINDS[kind]) for kind in rule.applies_to)


def listed(words: Iterable[str]) -> str:
    """Words one after the other, with the comma of the page's language."""
    return str(_("、")).join(words)


def term_in_words(rule: Rule) -> str:
    """The default deadline: 当日, 3个工作日, 30日."""
    if rule.deadline_amount == 0:
        return str(_("当日"))
    return {
        "working_days": str(_("{amount}个工作日")),
        "days": str(_("{amount}日")),
        "hours": str(_("{amount}小时")),
    }[rule.deadline_unit].format(amount=rule.deadline_amount)
