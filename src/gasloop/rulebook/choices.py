"""The closed lists of the rulebook. Their values are written in packs and stored; their labels are shown."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gasloop.registry.kinds import SiteKind

HOUSEHOLD = "household"
# What a rule may apply to: every kind of site, and the household, which is no site (it has a door of its own).
SUBJECT_KINDS: dict[str, str | Promise] = {**{kind.value: kind.label for kind in SiteKind}, HOUSEHOLD: _("居民户")}


class Severity(models.TextChoices):
    GENERAL = "general", _("一般隐患")
    MAJOR = "major", _("重大隐患")


class DeadlineUnit(models.TextChoices):
    """`days` 0 means the same day."""

    WORKING_DAYS = "working_days", _("工作日")
    DAYS = "days", _("日")
    HOURS = "hours", _("小时")


class RecheckMode(models.TextChoices):
    """Who may re-check a rectified hazard, and how."""

    ON_SITE_OTHER = "on_site_other", _("另一人到现场复查")
    PHOTO_OTHER = "photo_other", _("另一人凭照片复查")
    NONE_SAMPLED = "none_sampled", _("当场整改，不再复查，按比例抽查")


class Place(models.TextChoices):
    """Stations of a walk through the object, in the order of walking."""

    DINING = "dining", _("用餐区")
    STORAGE = "storage", _("存瓶处")
    CYLINDER_ROOM = "cylinder_room", _("气瓶间")
    STOVE = "stove", _("灶具与软管")
    ALARM = "alarm", _("报警与切断")
    EXITS = "exits", _("疏散与消防")
    SHELF = "shelf", _("货架与库房")
    FILLING = "filling", _("充装作业")
    DELIVERY = "delivery", _("配送")
    LINE = "line", _("管线")
    VEHICLES = "vehicles", _("车辆")
    PAPERS = "papers", _("资料")

    @classmethod
    def rank(cls, place: str) -> int:
        """Where the place comes on the walk."""
        return list(cls.values).index(place)


class Answer(models.TextChoices):
    YES_NO = "yes_no", _("是否")
    NUMBER = "number", _("数值")
    COUNT = "count", _("个数")
    DATE = "date", _("日期")
    CHOICE = "choice", _("选择")
    PHOTO = "photo", _("照片")


class Confidence(models.TextChoices):
    """How far a statement of law may be trusted (`reference/regulations.md` 0.1)."""

    V1 = "V1", _("已对照法规全文")
    V2 = "V2", _("已对照转载或公告该规范的页面")
    V3 = "V3", _("仅见于二手资料")
    K = "K", _("凭经验，未核对")
    R = "R", _("推断")
    D = "D", _("平台默认值，无法律效力")


CITABLE = frozenset({Confidence.V1.value, Confidence.V2.value})


class BasisRole(models.TextChoices):
    DEMAND = "demand", _("要求")
    SANCTION = "sanction", _("罚则")
    POWER = "power", _("职权")


class SourceKind(models.TextChoices):
    LAW = "law", _("法律")
    REGULATION = "regulation", _("行政法规")
    LOCAL = "local", _("地方性法规")
    MINISTRY = "ministry", _("部门规章")
    NOTICE = "notice", _("规范性文件")
    STANDARD = "standard", _("标准")
    PLAN = "plan", _("方案")


class SourceStatus(models.TextChoices):
    IN_FORCE = "in_force", _("现行")
    SUPERSEDED = "superseded", _("已废止或被代替")
    UPCOMING = "upcoming", _("尚未施行")
    UNSURE = "unsure", _("待核对")


class TakenBy(models.TextChoices):
    """Who may take a measure. The town takes a department's measure only where a power list says so."""

    TOWN = "town", _("镇人民政府可以采取")
    DEPARTMENT = "department", _("有权部门采取，镇移送")
    POLICE = "police", _("公安机关采取，镇移送")


class PowerGrant(models.TextChoices):
    """May the town do it? A fine needs an entry of a published power list, or a delegation."""

    HELD = "held", _("镇可以做")
    ASSIST = "assist", _("镇协助做")
    LISTED = "listed", _("已公布的赋权清单授予镇")
    NOT_LISTED = "not_listed", _("没有赋权清单或委托，镇不能做")
