"""对象台账, 单位台账, 设施台账 from Excel: a field per column."""

from django.utils.translation import gettext_lazy as _

from gasloop.registry.actions.importing import INSTALLATIONS, PARTIES, SITES
from gasloop.registry.attributes import ATTRIBUTES, Attribute
from gasloop.registry.kinds import GasSource, InstallationKind, PartyKind, SiteKind
from gasloop.registry.web.importers.base import PLACE_WORDS, BulkImporter, number_field
from gasloop.shell.importing import (
    ImportField,
    InOffice,
    OneOf,
    Parser,
    Place,
    YesNo,
    code,
    day,
    number,
    personal,
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


class SiteImporter(BulkImporter):
    """对象台账 from Excel."""

    bulk = SITES
    fields = (
        number_field(_("编号"), "对象编号"),
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
            aliases=PLACE_WORDS,
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


class PartyImporter(BulkImporter):
    """单位台账 from Excel."""

    bulk = PARTIES
    fields = (
        number_field(_("编号"), "单位编号"),
        ImportField(
            "name",
            _("名称"),
            text(120),
            required=True,
            aliases=("单位名称", "企业名称", "店名", "商户名称", "公司名称"),
            sample="群力燃气有限公司（示例）",
        ),
        ImportField(
            "kind",
            _("类别"),
            OneOf(PartyKind),
            required=True,
            aliases=("单位类别", "单位类型", "企业类型", "类型"),
            sample="燃气经营企业",
        ),
        ImportField("territory", _("辖区"), Place(), required=True, aliases=PLACE_WORDS, sample="双堰社区"),
        ImportField(
            "uscc",
            _("统一社会信用代码"),
            code(18),
            aliases=("信用代码", "社会信用代码", "营业执照号", "统一信用代码"),
            note=_("18位，校验位也会核对；没有的请填旧注册号或原因。"),
        ),
        ImportField("old_number", _("旧注册号"), code(15), aliases=("注册号", "工商注册号", "旧营业执照号")),
        ImportField("no_uscc_reason", _("无代码原因"), text(120), aliases=("无证原因",), sample="无照经营，已移送"),
        ImportField(
            "representative",
            _("法定代表人（负责人）"),
            text(60),
            aliases=("法定代表人", "负责人", "法人", "法人代表", "经营者"),
        ),
        ImportField("contact", _("联系人"), text(60), aliases=("安全负责人", "安全管理员")),
        ImportField("phone", _("电话"), personal(text(40)), aliases=("联系电话", "手机", "手机号", "联系方式")),
        ImportField("entered_on", _("进入市场日期"), day(), aliases=("成立日期", "开业日期", "开业时间")),
    )


class InstallationImporter(BulkImporter):
    """设施台账 from Excel."""

    bulk = INSTALLATIONS
    fields = (
        number_field(_("编号"), "设施编号"),
        ImportField(
            "site",
            _("对象"),
            text(120),
            required=True,
            aliases=("对象名称", "对象编号", "单位名称", "店名", "所属对象", "使用单位", "安装单位名称"),
            note=_("已登记对象的名称或编号。"),
            sample="老灶火锅店（示例）",
        ),
        ImportField("territory", _("辖区"), Place(), aliases=PLACE_WORDS, note=_("有同名对象时用来区分。")),
        ImportField(
            "kind",
            _("类别"),
            OneOf(InstallationKind),
            required=True,
            aliases=("设施类别", "设备类别", "设施名称", "设备名称", "类型"),
            sample="连接软管",
        ),
        ImportField("place", _("安装位置"), text(80), aliases=("位置", "安装地点"), sample="后厨东侧"),
        ImportField("maker", _("生产厂家"), text(120), aliases=("厂家", "制造单位", "生产企业", "品牌")),
        ImportField("model", _("型号"), text(80), aliases=("规格型号", "规格")),
        ImportField("serial", _("出厂编号"), text(80), aliases=("产品编号", "序列号", "出厂号")),
        ImportField("made_on", _("生产日期"), day(), aliases=("出厂日期", "制造日期")),
        ImportField("installed_on", _("安装日期"), day(), aliases=("安装时间", "启用日期")),
        ImportField(
            "expires_on",
            _("到期日期"),
            day(),
            aliases=("有效期", "有效期至", "报废日期", "到期时间"),
            note=_("铭牌上没有的留空：规则库有寿命规定的，由系统推算。"),
        ),
    )
