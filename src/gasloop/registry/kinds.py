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
    """Kinds of objects that part 二 of the plan has checked. A household is no site: it has a door of its own."""

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
