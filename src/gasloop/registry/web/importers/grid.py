"""楼栋台账, 居民户台账, 物业服务台账, 技术服务台账 from Excel."""

from django.utils.translation import gettext_lazy as _

from gasloop.registry.actions.importing import BUILDINGS, HOUSEHOLDS, PROPERTY_MANAGERS, TECHNICAL_SERVICES
from gasloop.registry.kinds import Fitted, GasSource, HoseMaterial
from gasloop.registry.models import Household
from gasloop.registry.web.importers.base import PLACE_WORDS, BulkImporter, number_field
from gasloop.shell.importing import ImportField, OneOf, Place, code, day, last_day, number, personal, text, whole


class BuildingImporter(BulkImporter):
    """楼栋台账 from Excel."""

    bulk = BUILDINGS
    fields = (
        number_field(_("编号"), "楼栋编号"),
        ImportField(
            "name",
            _("名称"),
            text(120),
            required=True,
            aliases=("楼栋", "楼栋名称", "楼号", "栋号", "小区楼栋"),
            sample="双堰小区1号楼（示例）",
        ),
        ImportField("address", _("地址"), text(200), required=True, aliases=("详细地址", "楼栋地址", "位置")),
        ImportField("territory", _("辖区"), Place(), required=True, aliases=PLACE_WORDS, sample="双堰社区"),
        ImportField("floors", _("层数"), whole(units=("层",), most=199), aliases=("楼层数", "总层数"), sample="6"),
        ImportField("lat", _("纬度"), number(), note=_("WGS-84 十进制度数，与经度一起填。"), sample="30.190001"),
        ImportField("lng", _("经度"), number(), note=_("WGS-84 十进制度数，与纬度一起填。"), sample="105.840001"),
    )


class HouseholdImporter(BulkImporter):
    """居民户台账 from Excel."""

    bulk = HOUSEHOLDS
    fields = (
        number_field(_("编号"), "户编号"),
        ImportField(
            "building",
            _("楼栋"),
            text(120),
            required=True,
            aliases=("楼栋名称", "楼号", "栋号", "所属楼栋", "小区楼栋"),
            note=_("已登记楼栋的名称或编号。"),
            sample="双堰小区1号楼（示例）",
        ),
        ImportField("territory", _("辖区"), Place(), aliases=PLACE_WORDS, note=_("有同名楼栋时用来区分。")),
        ImportField("unit", _("单元"), text(10), aliases=("单元号",), sample="2"),
        ImportField("floor", _("楼层"), whole(units=("楼", "层"), least=-9, most=199), aliases=("层", "所在楼层")),
        ImportField(
            "room", _("门牌"), code(20), required=True, aliases=("门牌号", "房号", "室号", "户号"), sample="301"
        ),
        ImportField("householder", _("户主"), personal(text(60)), aliases=("户主姓名", "姓名", "用户姓名", "住户姓名")),
        ImportField("phone", _("电话"), personal(text(40)), aliases=("联系电话", "手机", "手机号", "联系方式")),
        ImportField("gas_source", _("气源"), OneOf(GasSource), aliases=("用气种类", "用气类型", "燃气种类")),
        ImportField("hose_material", _("软管材质"), OneOf(HoseMaterial), aliases=("软管类型", "连接管材质")),
        ImportField("hose_installed_on", _("软管安装日期"), day(), aliases=("软管更换日期",)),
        ImportField("hose_expires_on", _("软管到期日期"), day(), aliases=("软管有效期", "软管到期时间")),
        ImportField("flame_failure", _("熄火保护"), OneOf(Fitted), aliases=("熄火保护装置",)),
        ImportField("detector", _("可燃气体探测器"), OneOf(Fitted), aliases=("报警器", "燃气报警器")),
        ImportField("cutoff_valve", _("自动切断装置"), OneOf(Fitted), aliases=("切断阀", "自闭阀")),
        ImportField("state", _("状态"), OneOf(Household.State), aliases=("居住情况", "居住状态"), sample="在住"),
    )


_SERVICE_FIELDS = (
    number_field(_("编号"), "服务编号"),
    ImportField(
        "party",
        _("服务单位"),
        text(120),
        required=True,
        aliases=("物业公司", "物业服务企业", "技术服务机构", "服务机构", "单位名称"),
        note=_("已登记单位的名称、编号或统一社会信用代码。"),
        sample="群力物业（示例）",
    ),
    ImportField(
        "target",
        _("服务对象"),
        text(120),
        required=True,
        aliases=("服务楼栋", "管理楼栋", "小区", "委托单位"),
        note=_("已登记对象或楼栋的名称或编号。"),
        sample="双堰小区1号楼（示例）",
    ),
    ImportField("territory", _("辖区"), Place(), aliases=PLACE_WORDS, note=_("有同名对象时用来区分。")),
    ImportField("covers", _("服务内容"), text(200), aliases=("服务项目", "委托内容")),
    ImportField("begins_on", _("起始日期"), day(), required=True, aliases=("合同开始日期", "开始日期", "签订日期")),
    ImportField("ends_on", _("终止日期"), last_day(), aliases=("合同终止日期", "结束日期", "到期日期")),
    ImportField("contract_no", _("合同编号"), code(60), aliases=("合同号",)),
)


class PropertyManagerImporter(BulkImporter):
    """物业服务台账 from Excel."""

    bulk = PROPERTY_MANAGERS
    fields = _SERVICE_FIELDS


class TechnicalServiceImporter(BulkImporter):
    """技术服务台账 from Excel."""

    bulk = TECHNICAL_SERVICES
    fields = _SERVICE_FIELDS
