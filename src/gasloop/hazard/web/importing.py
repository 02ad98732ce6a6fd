"""隐患台账 from Excel: the hazards a town already had in a ledger of its own."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gasloop.access.scoping import scoped
from gasloop.evidence.models import Entry
from gasloop.hazard.actions.bringing import Before, bring_hazard, take_hazard_back
from gasloop.hazard.actions.rectifying import Order
from gasloop.hazard.models import Hazard
from gasloop.hazard.permissions import HAZARD_BRING
from gasloop.hazard.states import HazardState
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence
from gasloop.registry.models import Site
from gasloop.rulebook.models import Rule
from gasloop.rulebook.queries import rules_in_force
from gasloop.shell.desk import Desk
from gasloop.shell.importing import (
    ImportField,
    Kept,
    OneByOne,
    OneOf,
    Parser,
    Place,
    Row,
    RowByRow,
    Verdict,
    code,
    day,
    text,
)
from gasloop.shell.importing.cells import as_text
from gasloop.shell.importing.layout import normal_title
from gasloop.shell.importing.parsers import Read

FIXED = sentence("与登记的一致：隐患不能用导入更正，请在页面上办理")
MISSING = sentence("新登记的必须填写这一项")
UNKNOWN_SITE = sentence("登记过的对象：名称或编号（有同名对象的，请填编号，或同时填写辖区）")
UNKNOWN_RULE = sentence("这类对象的一条现行规则：名称或代码，从模板的列表中选择")
NO_STATE = sentence("未闭环的填“已登记”或“整改中”，已闭环的填“已销号”")


class OfRule(Parser):
    """A rule by its title or its code; whether it is in force is asked when the row is judged."""

    expects = _("规则名称，从列表中选择")

    def prepare(self, desk: Desk) -> Read:  # noqa: ARG002 - rules are everybody's
        return as_text

    def offers(self, desk: Desk) -> Sequence[str]:  # noqa: ARG002 - rules are everybody's
        return tuple(rule.title for rule in rules_in_force(clock.today()))


class HazardImporter(OneByOne):
    """The hazards of before. What stands in this ledger already is compared, and changed on its page only."""

    capability = HAZARD_BRING
    lead = _("把使用本系统之前的隐患台账带进来：未闭环的从这里接着办，已闭环的注明出处，不补造佐证。")
    fields = (
        ImportField("number", _("编号"), code(20), key=True, note=_("从前的隐患留空，由系统编号。")),
        ImportField(
            "site",
            _("对象"),
            text(120),
            required=True,
            aliases=("对象名称", "单位名称", "店名", "隐患单位", "场所名称"),
            note=_("已登记对象的名称或编号。"),
            sample="老灶火锅店（示例）",
        ),
        ImportField(
            "territory", _("辖区"), Place(), aliases=("村社区", "所属村社区"), note=_("有同名对象时用来区分。")
        ),
        ImportField(
            "rule",
            _("隐患"),
            OfRule(),
            required=True,
            aliases=("隐患类别", "隐患类型", "问题类别", "规则"),
            note=_("现行规则的名称或代码：隐患归到哪一条规则，由带入的人判断。"),
        ),
        ImportField(
            "description",
            _("隐患情况"),
            text(500),
            required=True,
            aliases=("隐患内容", "存在问题", "问题描述", "隐患描述"),
            sample="后厨连接软管超过2米（示例）",
        ),
        ImportField(
            "found_at",
            _("发现时间"),
            day(),
            required=True,
            aliases=("发现日期", "检查日期", "排查日期"),
            sample="2025-03-01",
        ),
        ImportField(
            "state", _("状态"), OneOf(Hazard.State), required=True, aliases=("整改情况", "是否销号", "闭环情况")
        ),
        ImportField("due_at", _("整改期限"), day(), aliases=("整改时限", "限期")),
        ImportField("control_measure", _("管控措施"), text(500), aliases=("整改措施", "防范措施")),
        ImportField("answerable_person", _("整治责任人"), text(60), aliases=("整改责任人", "责任人")),
        ImportField("closed_at", _("销号时间"), day(), aliases=("销号日期", "整改完成时间", "完成时间")),
        ImportField(
            "brought_from",
            _("原台账"),
            text(120),
            required=True,
            aliases=("来源台账", "台账名称", "数据来源"),
            note=_("出自哪一本台账，如“2024年燃气隐患排查台账”。"),
            sample="2024年燃气隐患排查台账（示例）",
        ),
    )

    def begin(self, actor: Actor) -> RowByRow:
        return _Run(actor)

    def take_back(
        self,
        actor: Actor,
        created: Sequence[UUID],
        changed: Mapping[UUID, Mapping[str, object]],  # noqa: ARG002 - an import changes no hazard
        since: Sequence[Entry],  # noqa: ARG002 - whether anybody worked on it is asked of its steps
        why: str,
    ) -> Sequence[Kept]:
        kept = []
        numbers = dict(Hazard.objects.filter(pk__in=created).values_list("pk", "number"))
        for key in created:
            try:
                take_hazard_back(actor, hazard_id=key, why=why)
            except Refusal as refusal:
                kept.append(Kept(key, numbers.get(key, ""), refusal))
        return kept


class _Run(RowByRow):
    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._rules: dict[str, list[Rule]] = {}
        for rule in rules_in_force(clock.today()):
            for words in {normal_title(rule.title), normal_title(rule.code)}:
                self._rules.setdefault(words, []).append(rule)
        self._sites: dict[tuple[str, str], list[Site]] = {}

    def bring(self, row: Row) -> Verdict:
        known = self._known(row)
        if known is not None:
            self._compare(row, known)
            return Verdict(row.at, "same", known.pk)
        for each in HazardImporter.fields:
            if each.required and row.values.get(each.name) in (None, ""):
                raise Refusal("registry.import.missing", MISSING, field=each.name)
        before = self._before(row.values)
        again = Hazard.objects.filter(
            site=before.site,
            rule__code=before.rule.code,
            description=before.description,
            found_at=clock.start_of(before.found_on),
            voided_at__isnull=True,
        ).first()
        if again is not None:
            return Verdict(row.at, "same", again.pk)
        return Verdict(row.at, "create", bring_hazard(self._actor, before=before).pk)

    def _before(self, values: Mapping[str, object]) -> Before:
        site = self._site(values)
        # Two kinds of object may have rules of one title.
        rules = [r for r in self._rules.get(normal_title(values["rule"]), ()) if site.kind in r.applies_to]
        if len(rules) != 1:
            raise Refusal("hazard.bring.rule", UNKNOWN_RULE, field="rule")
        state, closed, found = values["state"], values.get("closed_at"), values["found_at"]
        if state not in (HazardState.FOUND, HazardState.ORDERED, HazardState.CLOSED):
            raise Refusal("hazard.bring.state", NO_STATE, field="state")
        if state == HazardState.CLOSED and closed is None:
            raise Refusal("registry.import.missing", sentence("已销号的必须填写销号时间"), field="closed_at")
        return Before(
            site=site,
            rule=rules[0],
            description=str(values["description"]),
            found_on=_day(found),
            source=str(values["brought_from"]),
            closed_on=_day(closed) if state == HazardState.CLOSED else None,
            order=_order(values) if state == HazardState.ORDERED else None,
        )

    def _site(self, values: Mapping[str, object]) -> Site:
        words, where = str(values["site"]), str(values.get("territory", ""))
        if (words, where) not in self._sites:
            rows = scoped(self._actor, Site.objects.filter(voided_at__isnull=True), HAZARD_BRING)
            named = rows.filter(number=words) | rows.filter(name=words, territory__startswith=where)
            self._sites[words, where] = list(named[:2])
        found = self._sites[words, where]
        if len(found) != 1:
            raise Refusal("registry.import.site", UNKNOWN_SITE, field="site")
        return found[0]

    def _known(self, row: Row) -> Hazard | None:
        number = row.values.get("number")
        if number is None:
            return None
        rows = scoped(self._actor, Hazard.objects.select_related("site", "rule"), HAZARD_BRING)
        found = rows.filter(number=str(number)).first()
        if found is None:
            raise Refusal("registry.import.number", sentence("登记过的编号；新登记的不填，由系统编号"), field="number")
        return found

    @staticmethod
    def _compare(row: Row, known: Hazard) -> None:
        """What an exported row says of a hazard here must be what stands here."""
        said: dict[str, set[object]] = {
            "rule": {known.rule.title, known.rule.code},
            "site": {known.site.name, known.site.number},
            "state": {known.state},
            "territory": {known.territory},
            "description": {known.description},
            "control_measure": {known.control_measure},
            "answerable_person": {known.answerable_person},
            "brought_from": {known.brought_from},
            **{
                name: {clock.legal_day(at) if at is not None else None}
                for name, at in (("found_at", known.found_at), ("due_at", known.due_at), ("closed_at", known.closed_at))
            },
        }
        for name, words in said.items():
            if name in row.values and _loose(row.values[name]) not in set(map(_loose, words)):
                raise Refusal("hazard.bring.fixed", FIXED, field=name)


def _loose(value: object) -> object:
    return normal_title(value) if isinstance(value, str) else value


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError("a column of days gives days")
    return value


def _order(values: Mapping[str, object]) -> Order | None:
    """What was ordered then; without measure and person it is ordered anew."""
    measure, person = str(values.get("control_measure", "")), str(values.get("answerable_person", ""))
    due = values.get("due_at")
    return Order(measure, person, _day(due) if due is not None else None) if measure and person else None
