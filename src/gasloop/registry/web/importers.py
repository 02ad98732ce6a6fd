"""How ledgers come in from Excel: a field per column, and the doors to the bulk verbs."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gasloop.evidence.models import Entry
from gasloop.kernel.actor import Actor
from gasloop.registry.actions.importing import import_sites, judge_sites, take_sites_back
from gasloop.registry.attributes import ATTRIBUTES, Attribute
from gasloop.registry.kinds import GasSource, SiteKind
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.shell.importing import (
    Importer,
    ImportField,
    InOffice,
    Kept,
    OneOf,
    Parser,
    Place,
    Row,
    Verdict,
    Written,
    YesNo,
    code,
    number,
    text,
    whole,
)


def _parser_of(attribute: Attribute) -> Parser:
    units = (attribute.unit,) if attribute.unit else ()
    match attribute.type:
        case "yes_no":
            return YesNo()
        case "count":
            return whole(units=units, most=attribute.most or None)
        case "number":
            return number(units=(*units, "平方米", "公斤", "千克"), least=0, most=attribute.most or None)
    return text(200)


class SiteImporter(Importer):
    """对象台账 from Excel."""

    capability = REGISTRY_EDIT
    fields = (
        ImportField(
            "number",
            _("编号"),
            code(20),
            key=True,
            aliases=("对象编号",),
            note=_("新登记的留空，由系统编号；填写了的，更正这一条。"),
        ),
        ImportField(
            "name",
            _("名称"),
            text(120),
            required=True,
            aliases=("单位名称", "店名", "商户名称", "企业名称", "字号", "场所名称"),
            sample="老灶火锅店（示例）",
        ),
        ImportField(
            "kind",
            _("类别"),
            OneOf(SiteKind),
            required=True,
            aliases=("类型", "场所类别", "业态", "场所类型"),
            sample="餐饮店",
        ),
        ImportField(
            "territory",
            _("辖区"),
            Place(),
            required=True,
            aliases=("村社区", "村(社区)", "所属村", "所属社区", "所在村", "网格", "村居"),
            sample="双堰社区",
        ),
        ImportField(
            "address",
            _("地址"),
            text(200),
            required=True,
            aliases=("详细地址", "经营地址", "门牌号", "所在地址"),
            sample="双堰社区正街35号",
        ),
        ImportField(
            "gas_source",
            _("气源"),
            OneOf(GasSource),
            aliases=("用气种类", "用气类型", "燃气种类", "气源类型"),
            sample="瓶装液化石油气",
        ),
        ImportField(
            "party",
            _("经营单位"),
            text(120),
            aliases=("统一社会信用代码", "信用代码", "营业执照号"),
            note=_("已登记单位的名称、编号或统一社会信用代码。"),
        ),
        ImportField("lat", _("纬度"), number(), note=_("WGS-84 十进制度数，与经度一起填。"), sample="30.190001"),
        ImportField("lng", _("经度"), number(), note=_("WGS-84 十进制度数，与纬度一起填。"), sample="105.840001"),
        ImportField(
            "owner_office_id",
            _("责任单位"),
            InOffice(),
            aliases=("监管单位", "主管部门", "行业主管部门"),
            sample="应急办",
        ),
        *(ImportField(f"attributes.{a.name}", _(a.title), _parser_of(a)) for a in ATTRIBUTES),
    )

    def judge(self, actor: Actor, rows: Sequence[Row]) -> Sequence[Verdict]:
        return judge_sites(actor, rows=rows)

    def write(self, actor: Actor, rows: Sequence[Row], why: str) -> Written:
        return import_sites(actor, rows=rows, why=why)

    def take_back(
        self,
        actor: Actor,
        created: Sequence[UUID],
        changed: Mapping[UUID, Mapping[str, object]],
        since: Sequence[Entry],
        why: str,
    ) -> Sequence[Kept]:
        return take_sites_back(actor, created=created, changed=changed, since=since, why=why)
