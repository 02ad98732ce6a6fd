"""The fixed cast: the town of 群力 and the same few people in every story, made by the real verbs.

leader   周镇长, leader in charge of the whole town
clerk    陈敏, clerk of 经发办, every line
head     何主任, head of 应急办
officer  李强, inspector of 应急办, catering and public sites of the town
grid     王芳, grid officer of 双堰社区
far_grid 赵军, grid officer of another village
market   刘洋, inspector of 市场监管所: products and filling
auditor  孙静, reads everything
admin    吴磊, runs accounts and nothing else
"""

from dataclasses import dataclass
from functools import cached_property

from gasloop.access.actions import add_office, add_territory, assign_post, create_account, create_post
from gasloop.access.actors import actor_of
from gasloop.access.lines import Line
from gasloop.access.models import Account, Office, Territory
from gasloop.access.roles import Role
from gasloop.kernel.actor import Actor, system

PASSWORD = "Qunli-2023-102"
TOWN = "50/500152/500152109/"
COMMUNITY = f"{TOWN}shuangyan/"
VILLAGE = f"{TOWN}dutou/"

PLACES = (
    ("", "50", "重庆市", Territory.Kind.CITY),
    ("50/", "500152", "潼南区", Territory.Kind.DISTRICT),
    ("50/500152/", "500152109", "群力镇", Territory.Kind.TOWN),
    (TOWN, "shuangyan", "双堰社区", Territory.Kind.COMMUNITY),
    (TOWN, "dutou", "渡头村（示例）", Territory.Kind.VILLAGE),
)
OFFICES = (
    ("群力镇人民政府", Office.Level.TOWN, TOWN, ()),
    ("经发办", Office.Level.TOWN, TOWN, ()),
    ("应急办", Office.Level.TOWN, TOWN, ()),
    ("市场监管所", Office.Level.TOWN, TOWN, ()),
    ("群力派出所", Office.Level.TOWN, TOWN, ("派出所",)),
    ("双堰社区居委会", Office.Level.VILLAGE, COMMUNITY, ()),
    ("渡头村委会（示例）", Office.Level.VILLAGE, VILLAGE, ()),
    ("区消防救援支队", Office.Level.DISTRICT, "50/500152/", ()),
    ("区商务委", Office.Level.DISTRICT, "50/500152/", ()),
)
PEOPLE = (
    ("leader", "周镇长", "群力镇人民政府", "分管领导", Role.LEADER, TOWN, None),
    ("clerk", "陈敏", "经发办", "内勤", Role.CLERK, TOWN, None),
    ("head", "何主任", "应急办", "主任", Role.HEAD, TOWN, None),
    ("officer", "李强", "应急办", "检查员", Role.INSPECTOR, TOWN, (Line.CATERING, Line.PUBLIC)),
    ("grid", "王芳", "双堰社区居委会", "网格员", Role.GRID, COMMUNITY, None),
    ("far_grid", "赵军", "渡头村委会（示例）", "网格员", Role.GRID, VILLAGE, None),
    ("market", "刘洋", "市场监管所", "检查员", Role.INSPECTOR, TOWN, (Line.PRODUCT, Line.FILLING)),
    ("auditor", "孙静", "群力镇人民政府", "监督员", Role.AUDITOR, TOWN, None),
    ("admin", "吴磊", "群力镇人民政府", "系统管理员", Role.ADMIN, "", None),
)


@dataclass(frozen=True)
class Person:
    """One of the cast; `actor` is who they are in a verb."""

    account: Account

    @cached_property
    def actor(self) -> Actor:
        return actor_of(self.account)


@dataclass(frozen=True)
class Cast:
    """The people, by name, and the town's offices."""

    people: dict[str, Person]
    offices: dict[str, Office]

    def __getattr__(self, name: str) -> Person:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def actor(self, name: str) -> Actor:
        """Who `name` is in a verb."""
        return self.people[name].actor


def find_cast() -> Cast | None:
    """The town hall that the session built before the first test, or None where a test emptied the database."""
    accounts = {account.username: account for account in Account.objects.filter(username__in=[p[0] for p in PEOPLE])}
    if len(accounts) < len(PEOPLE):
        return None
    offices = {office.name: office for office in Office.objects.all()}
    return Cast({name: Person(account) for name, account in accounts.items()}, offices)


def build_cast() -> Cast:
    """The whole town hall, through the verbs."""
    builder = system()
    places: dict[str, Territory] = {}
    for parent, code, name, kind in PLACES:
        place = add_territory(builder, parent=places.get(parent), code=code, name=name, kind=kind)
        places[place.path] = place
    offices = {
        name: add_office(builder, name=name, level=level, territory=territory, aliases=aliases)
        for name, level, territory, aliases in OFFICES
    }
    people = {}
    for username, name, office, title, role, territory, lines in PEOPLE:
        account = create_account(builder, username=username, name=name, must_change=False).account
        account.set_password(PASSWORD)
        account.save(update_fields=["password"])
        post = create_post(builder, office=offices[office], title=title, role=role, territory=territory, lines=lines)
        assign_post(builder, post=post, account=account)
        people[username] = Person(account)
    return Cast(people, offices)
