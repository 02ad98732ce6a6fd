"""What stands on the territory: kinds of parties, sites and installations, and the line of trade each belongs to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.lines import Line


class PartyKind(models.TextChoices):
    """Who somebody is to the gas trade (mission B1)."""

    OPERATOR = "operator", _("燃气经营企业")
    FILLER = "filler", _("气瓶充装单位")
    MAKER = "maker", _("燃气具及配件生产企业")
    SELLER = "seller", _("燃气具及配件销售者")
    CHEMICAL = "chemical", _("危险化学品企业")
    CARRIER = "carrier", _("危险货物运输企业")
    INSPECTION_BODY = "inspection_body", _("检验检测机构")
    CATERING = "catering", _("餐饮经营者")
    HOTEL = "hotel", _("住宿经营者")
    SCHOOL = "school", _("学校")
    HOSPITAL = "hospital", _("医疗机构")
    WELFARE_HOME = "welfare_home", _("民政服务机构")
    SCENIC_SPOT = "scenic_spot", _("旅游景区")
    BUILDER = "builder", _("工程建设单位")
    PROPERTY_MANAGER = "property_manager", _("物业服务企业")
    TECHNICAL_SERVICE = "technical_service", _("技术服务机构")
    UNIT = "unit", _("其他单位")
    INDIVIDUAL = "individual", _("个人")


class SiteKind(models.TextChoices):
    """Kinds of objects that part 二 of the plan has checked. A household has a door; where something is wrong
    behind it, the door gets an object file (HOUSEHOLD), which nobody registers by hand.
    """

    RESTAURANT = "restaurant", _("餐饮店")
    CANTEEN = "canteen", _("单位食堂")
    HOTEL = "hotel", _("宾馆旅馆")
    SCHOOL = "school", _("学校")
    HOSPITAL = "hospital", _("医院")
    WELFARE_HOME = "welfare_home", _("民政服务机构")
    SCENIC_SPOT = "scenic_spot", _("旅游景区")
    MARKET = "market", _("商场市场")
    OTHER_UNIT = "other_unit", _("其他用气单位")
    PIPELINE_OPERATOR = "pipeline_operator", _("管道燃气经营企业")
    BOTTLED_GAS_OPERATOR = "bottled_gas_operator", _("瓶装液化石油气经营企业")
    FILLING_STATION = "filling_station", _("气瓶充装站")
    INSPECTION_BODY = "inspection_body", _("特种设备检验检测机构")
    LPG_PRODUCER = "lpg_producer", _("液化石油气生产企业")
    FUEL_SELLER = "fuel_seller", _("工业燃料生产经营单位")
    CYLINDER_MAKER = "cylinder_maker", _("气瓶和压力管道元件生产企业")
    APPLIANCE_MAKER = "appliance_maker", _("燃气具及配件生产企业")
    APPLIANCE_SELLER = "appliance_seller", _("燃气具及配件销售点")
    PIPELINE = "pipeline", _("燃气管道")
    CARRIER = "carrier", _("危险货物运输企业")
    BUILDING_SITE = "building_site", _("建设工地")
    HOUSEHOLD = "household", _("居民户")


class InstallationKind(models.TextChoices):
    """Parts of a gas installation that age or fail one by one."""

    STOVE = "stove", _("灶具")
    HEATER = "heater", _("热水器")
    HOSE = "hose", _("连接软管")
    VALVE = "valve", _("阀门")
    REGULATOR = "regulator", _("调压器")
    METER = "meter", _("燃气表")
    DETECTOR = "detector", _("可燃气体探测器")
    CUTOFF_VALVE = "cutoff_valve", _("紧急切断阀")
    CYLINDER = "cylinder", _("气瓶")
    FAN = "fan", _("排风装置")
    OTHER = "other", _("其他")


class GasSource(models.TextChoices):
    """Where the gas of a site comes from. Empty: nobody has looked yet."""

    PIPELINE = "pipeline", _("管道燃气")
    LPG_CYLINDER = "lpg_cylinder", _("瓶装液化石油气")
    NONE = "none", _("不使用燃气")
    OTHER = "other", _("其他")


class CredentialKind(models.TextChoices):
    """Papers that let somebody do something: licences of parties and sites, then certificates of people."""

    BUSINESS_LICENCE = "business_licence", _("营业执照")
    GAS_BUSINESS = "gas_business", _("燃气经营许可证")
    FILLING = "filling", _("气瓶充装许可证")
    SE_PRODUCTION = "se_production", _("特种设备生产许可证")
    SE_INSPECTION = "se_inspection", _("特种设备检验检测机构核准证")
    CHEMICAL_BUSINESS = "chemical_business", _("危险化学品经营许可证")
    DANGEROUS_TRANSPORT = "dangerous_transport", _("道路危险货物运输许可证")
    APPLIANCE_INSTALLER = "appliance_installer", _("燃气燃烧器具安装维修企业资质证书")
    CCC = "ccc", _("强制性产品认证证书")
    FOOD_BUSINESS = "food_business", _("食品经营许可证")
    OTHER_LICENCE = "other_licence", _("其他许可")
    SE_OPERATOR = "se_operator", _("特种设备作业人员证")
    GAS_TRAINING = "gas_training", _("燃气从业人员考核合格证")
    SAFETY_MANAGER = "safety_manager", _("安全管理人员考核合格证")
    DANGEROUS_DRIVER = "dangerous_driver", _("道路危险货物运输驾驶员证")
    DANGEROUS_ESCORT = "dangerous_escort", _("道路危险货物运输押运员证")
    OTHER_CERTIFICATE = "other_certificate", _("其他人员证书")


CERTIFICATES = frozenset(
    {
        CredentialKind.SE_OPERATOR,
        CredentialKind.GAS_TRAINING,
        CredentialKind.SAFETY_MANAGER,
        CredentialKind.DANGEROUS_DRIVER,
        CredentialKind.DANGEROUS_ESCORT,
        CredentialKind.OTHER_CERTIFICATE,
    }
)


class ReviewCause(models.TextChoices):
    """Why a licence's conditions are looked at again. After a penalty it is owed by 方案 二(五)1."""

    ROUTINE = "routine", _("日常复核")
    PENALTY = "penalty", _("处罚后复核")
    REPORT = "report", _("举报投诉")
    CHANGE = "change", _("条件变化")


class ReviewResult(models.TextChoices):
    """What came of it."""

    MET = "met", _("仍符合许可条件")
    CORRECT = "correct", _("责令限期改正")
    NOT_MET = "not_met", _("不再符合许可条件")


class ServiceKind(models.TextChoices):
    """What one party does for a site or a building."""

    PROPERTY = "property", _("物业管理")
    TECHNICAL = "technical", _("技术服务")


class HoseMaterial(models.TextChoices):
    """What a household's hose is made of. Empty: nobody has looked yet."""

    RUBBER = "rubber", _("橡胶软管")
    METAL_CLAD = "metal_clad", _("金属包覆软管")
    CORRUGATED = "corrugated", _("不锈钢波纹软管")
    NONE = "none", _("没有软管")


class Fitted(models.TextChoices):
    """Is a safety device there? Empty: nobody has looked yet."""

    YES = "yes", _("已安装")
    NO = "no", _("未安装")
    BROKEN = "broken", _("已失效")


class HouseholdResult(models.TextChoices):
    """How a visit at a door ended."""

    CHECKED = "checked", _("已检查")
    NOBODY = "nobody", _("无人在家")
    REFUSED = "refused", _("拒绝入户")


class Approach(models.TextChoices):
    """What has to be done to get in: knock; leave a notice; then refer it."""

    KNOCK = "knock", _("正常上门")
    NOTICE = "notice", _("待送告知书")
    SERVED = "served", _("已送告知书")
    REFER = "refer", _("待移送")


_SITE_LINES: dict[SiteKind, Line] = {
    SiteKind.RESTAURANT: Line.CATERING,
    SiteKind.HOTEL: Line.CATERING,
    SiteKind.CANTEEN: Line.PUBLIC,
    SiteKind.SCHOOL: Line.PUBLIC,
    SiteKind.HOSPITAL: Line.PUBLIC,
    SiteKind.WELFARE_HOME: Line.PUBLIC,
    SiteKind.SCENIC_SPOT: Line.PUBLIC,
    SiteKind.MARKET: Line.PUBLIC,
    SiteKind.OTHER_UNIT: Line.PUBLIC,
    SiteKind.PIPELINE_OPERATOR: Line.SUPPLY,
    SiteKind.BOTTLED_GAS_OPERATOR: Line.SUPPLY,
    SiteKind.FILLING_STATION: Line.FILLING,
    SiteKind.INSPECTION_BODY: Line.FILLING,
    SiteKind.LPG_PRODUCER: Line.CHEMICAL,
    SiteKind.FUEL_SELLER: Line.CHEMICAL,
    SiteKind.CYLINDER_MAKER: Line.PRODUCT,
    SiteKind.APPLIANCE_MAKER: Line.PRODUCT,
    SiteKind.APPLIANCE_SELLER: Line.PRODUCT,
    SiteKind.PIPELINE: Line.PIPELINE,
    SiteKind.CARRIER: Line.TRANSPORT,
    SiteKind.BUILDING_SITE: Line.WORKS,
    SiteKind.HOUSEHOLD: Line.HOUSEHOLD,
}

# A party without a line (a property manager, a technical service, a person) is every line's business.
_PARTY_LINES: dict[PartyKind, Line] = {
    PartyKind.OPERATOR: Line.SUPPLY,
    PartyKind.FILLER: Line.FILLING,
    PartyKind.INSPECTION_BODY: Line.FILLING,
    PartyKind.MAKER: Line.PRODUCT,
    PartyKind.SELLER: Line.PRODUCT,
    PartyKind.CHEMICAL: Line.CHEMICAL,
    PartyKind.CARRIER: Line.TRANSPORT,
    PartyKind.CATERING: Line.CATERING,
    PartyKind.HOTEL: Line.CATERING,
    PartyKind.SCHOOL: Line.PUBLIC,
    PartyKind.HOSPITAL: Line.PUBLIC,
    PartyKind.WELFARE_HOME: Line.PUBLIC,
    PartyKind.SCENIC_SPOT: Line.PUBLIC,
    PartyKind.BUILDER: Line.WORKS,
}


def line_of_site(kind: str) -> str:
    """The line of trade of a site kind; ValueError for an unknown kind."""
    return _SITE_LINES[SiteKind(kind)].value


def line_of_party(kind: str) -> str:
    """The line of trade of a party kind, empty when it has none; ValueError for an unknown kind."""
    line = _PARTY_LINES.get(PartyKind(kind))
    return line.value if line else ""
