"""The demonstration's divisions, offices, people: the sign-ins that `up --demo` prints."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gasloop.access.actions import add_office, add_territory, assign_post, create_account, create_post
from gasloop.access.lines import Line
from gasloop.access.models import Account, Office, Territory
from gasloop.access.roles import Role
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import Refusal, sentence

DISTRICT = "50/500152/"
TOWN = f"{DISTRICT}500152109/"
SIGN_INS = "sign-ins.txt"

PLACES = (
    ("", "50", "重庆市", Territory.Kind.CITY),
    ("50/", "500152", "潼南区", Territory.Kind.DISTRICT),
    (DISTRICT, "500152109", "群力镇", Territory.Kind.TOWN),
    (TOWN, "001", "双堰社区", Territory.Kind.COMMUNITY),
    (TOWN, "002", "示例一村", Territory.Kind.VILLAGE),
    (TOWN, "003", "示例二村", Territory.Kind.VILLAGE),
    (TOWN, "004", "示例三村", Territory.Kind.VILLAGE),
)
COMMUNITY = f"{TOWN}001/"
VILLAGES = (COMMUNITY, f"{TOWN}002/", f"{TOWN}003/", f"{TOWN}004/")

TOWN_OFFICES = (
    ("群力镇人民政府", ()),
    ("经发办", ()),
    ("应急办", ()),
    ("市场监管所", ()),
    ("群力派出所", ("派出所",)),
    ("民政办", ()),
    ("农服中心", ()),
    ("规资所", ()),
    ("村镇建设服务中心", ()),
    ("财政办", ()),
    ("群力司法所", ()),
)


@dataclass(frozen=True, slots=True)
class Person:
    """One of the demonstration's people; `note` is printed beside the sign-in."""

    username: str
    name: str
    office: str
    title: str
    role: Role
    territory: str
    lines: tuple[Line, ...] | None
    note: str


PEOPLE = (
    Person("leader", "周明（示例）", "群力镇人民政府", "分管副镇长", Role.LEADER, TOWN, None, "分管领导，看全镇"),
    Person("clerk", "陈敏（示例）", "经发办", "内勤", Role.CLERK, TOWN, None, "内勤，管台账和下达"),
    Person("officer", "李强（示例）", "应急办", "主任", Role.HEAD, TOWN, None, "应急办，检查、复查、销号"),
    Person("grid", "王芳（示例）", "双堰社区居委会", "网格员", Role.GRID, COMMUNITY, None, "双堰社区网格员"),
    Person(
        "market",
        "刘洋（示例）",
        "市场监管所",
        "检查员",
        Role.INSPECTOR,
        TOWN,
        (Line.PRODUCT, Line.FILLING),
        "市场监管所，只看产品和充装",
    ),
    Person("auditor", "孙静（示例）", "群力镇人民政府", "监督员", Role.AUDITOR, TOWN, None, "监督审计，只看不改"),
    Person("admin", "吴磊（示例）", "群力镇人民政府", "系统管理员", Role.ADMIN, "", None, "系统管理员，管账号不管业务"),
)


@transaction.atomic
def open_town_hall(builder: Actor) -> None:
    """Divisions, offices, people, posts, all or nothing; then the sign-ins are written where only we can read them."""
    if Territory.objects.exists():
        return
    require_demo()
    places: dict[str, Territory] = {}
    for parent, code, name, kind in PLACES:
        place = add_territory(builder, parent=places.get(parent), code=code, name=name, kind=kind)
        places[place.path] = place
    offices = _offices(builder, places)
    lines = [_person(builder, person, offices[person.office]) for person in PEOPLE]
    write_private(settings.CONFIG.data_dir / SIGN_INS, "".join(lines))


def require_demo() -> None:
    """Refusal unless this is a demonstration's own data directory: invented rows never stand beside real ones."""
    if not (settings.CONFIG.data_dir / "demo").exists():
        raise Refusal("demo.not_here", sentence("这个数据目录不是演示用的，不能写入演示数据。请用 gasloop up --demo。"))


def _offices(builder: Actor, places: dict[str, Territory]) -> dict[str, Office]:
    offices = {
        name: add_office(builder, name=name, aliases=aliases, level=Office.Level.TOWN, territory=TOWN)
        for name, aliases in TOWN_OFFICES
    }
    for path in VILLAGES:
        name = places[path].name + ("居委会" if places[path].kind == Territory.Kind.COMMUNITY else "村委会")
        offices[name] = add_office(builder, name=name, level=Office.Level.VILLAGE, territory=path)
    return offices


def _person(builder: Actor, person: Person, office: Office) -> str:
    """Account and post of one person; the line for the file of sign-ins."""
    opened = create_account(builder, username=person.username, name=person.name, must_change=False)
    post = create_post(
        builder, office=office, title=person.title, role=person.role, territory=person.territory, lines=person.lines
    )
    assign_post(builder, post=post, account=opened.account)
    return f"{person.username}\t{opened.password}\t{person.note}\n"


def account(username: str) -> Account:
    """One of the demonstration's accounts."""
    return Account.objects.get(username=username)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
