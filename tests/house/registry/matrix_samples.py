"""A restaurant here and one in the other village; a trader of each, and what hangs from them."""

from collections.abc import Callable
from datetime import date

from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.house.samples import Sample, parameter, sent
from tests.stories import restaurant

from gasloop.access.actions import add_office, create_account, create_post, issue_token
from gasloop.access.models import Office
from gasloop.access.roles import Role
from gasloop.access.scope import may
from gasloop.kernel.actor import system
from gasloop.registry.actions import (
    add_installation,
    begin_service,
    register_building,
    register_credential,
    register_household,
    register_party,
    register_person,
)
from gasloop.registry.facts import HouseholdFacts, ServiceFacts
from gasloop.registry.models import Building, Party
from gasloop.shell.actions import start_import
from gasloop.shell.mounted import importer_of, mounted

PLACES = (COMMUNITY, VILLAGE)


@parameter("site_id")
def sites(cast: Cast) -> Sample:
    return Sample(
        here=restaurant(system(), "样例一店（示例）").pk, there=restaurant(system(), "样例二店（示例）", VILLAGE).pk
    )


def _party(name: str, territory: str) -> Party:
    return register_party(system(), name=f"{name}（示例）", kind="catering", territory=territory, no_uscc_reason="示例")


def _building(name: str, territory: str) -> Building:
    return register_building(system(), name=f"{name}（示例）", territory=territory, address="正街1号（示例）")


@parameter("party_id")
def parties(cast: Cast) -> Sample:
    here, there = (_party(f"样例商户{territory[-4:-1]}", territory).pk for territory in PLACES)
    return Sample(here=here, there=there)


@parameter("person_id")
def people(cast: Cast) -> Sample:
    here, there = (register_person(system(), name="样例人员", territory=territory).pk for territory in PLACES)
    return Sample(here=here, there=there)


@parameter("credential_id")
def credentials(cast: Cast) -> Sample:
    here, there = (
        register_credential(
            system(), kind="food_business", document_no=f"样例{n}", party_id=_party(f"持证{n}", territory).pk
        ).pk
        for n, territory in enumerate(PLACES)
    )
    return Sample(here=here, there=there)


@parameter("move")
def moves(cast: Cast) -> Sample:
    return Sample(here="suspend", there="suspend", nowhere="suspend")


@parameter("building_id")
def buildings(cast: Cast) -> Sample:
    here, there = (_building("样例楼", territory).pk for territory in PLACES)
    return Sample(here=here, there=there)


def _one_door_knocked(cast: Cast) -> dict[str, object]:
    building = Building.objects.get(name="样例楼（示例）", territory=COMMUNITY)
    door = building.households.first() or register_household(
        system(), building_id=building.pk, facts=HouseholdFacts(room="102")
    )
    return {"households": [str(door.pk)], "result": "nobody"}


sent("api:record_round", _one_door_knocked)


@parameter("household_id")
def households(cast: Cast) -> Sample:
    here, there = (
        register_household(
            system(), building_id=_building("样例户所在楼", territory).pk, facts=HouseholdFacts(room="101")
        ).pk
        for territory in PLACES
    )
    return Sample(here=here, there=there)


@parameter("service_id")
def services(cast: Cast) -> Sample:
    here, there = (
        begin_service(
            system(),
            facts=ServiceFacts(
                kind="technical",
                party_id=_party(f"服务{n}", territory).pk,
                building_id=_building("样例服务楼", territory).pk,
                begins_on=date(2026, 1, 1),
            ),
        ).pk
        for n, territory in enumerate(PLACES)
    )
    return Sample(here=here, there=there)


@parameter("installation_id")
def installations(cast: Cast) -> Sample:
    here, there = (
        add_installation(system(), site_id=restaurant(system(), f"装了{n}（示例）", territory).pk, kind="hose").pk
        for n, territory in enumerate(PLACES)
    )
    return Sample(here=here, there=there)


def _office(name: str, territory: str) -> Office:
    return add_office(system(), name=f"{name}（示例）", level=Office.Level.VILLAGE, territory=territory)


@parameter("office_id", url="registry:office")
@parameter("office_id", url="registry:office-rename")
@parameter("office_id", url="registry:office-merge")
@parameter("office_id", url="api:get_office")
@parameter("office_id", url="api:rename_office")
@parameter("office_id", url="api:merge_office")
def offices(cast: Cast) -> Sample:
    here, there = (_office("样例科室", territory).pk for territory in PLACES)
    return Sample(here=here, there=there)


@parameter("post_id")
def posts(cast: Cast) -> Sample:
    here, there = (
        create_post(
            system(),
            office=_office("样例岗位所在", territory),
            title="样例岗",
            role=Role.GRID,
            territory=territory,
        ).pk
        for territory in PLACES
    )
    return Sample(here=here, there=there)


@parameter("account_id")
def accounts(cast: Cast) -> Sample:
    return Sample(here=create_account(system(), username="sample", name="样例账号").account.pk)


@parameter("token_id")
def tokens(cast: Cast) -> Sample:
    here, there = (
        issue_token(system(), account=cast.people[who].account, label="样例").token.pk for who in ("grid", "far_grid")
    )
    return Sample(here=here, there=there)


NEW = {"name": "样例新店（示例）", "territory": COMMUNITY}
sent("api:register_site", {**NEW, "kind": "restaurant", "address": "双堰街1号（示例）", "gas_source": "lpg_cylinder"})
sent("api:register_party", {**NEW, "kind": "catering", "no_uscc_reason": "示例"})
sent("api:close_site", {"why": "样例"})
sent("api:add_installation", {"kind": "hose"})


def brought_file(ledger: str) -> Callable[[Cast], Sample]:
    """A file that the clerk (the administrator, the town hall's) brought: nobody else's business."""

    def run(cast: Cast) -> Sample:
        importer = importer_of(ledger)
        assert importer is not None
        titles = ",".join(str(each.title) for each in importer.fields[:4])
        content = f"{titles}\n,样例,双堰社区,样例\n".encode()
        who = cast.clerk.actor if may(cast.clerk.actor, importer.capability) else cast.admin.actor
        return Sample(here=start_import(who, ledger=ledger, filename="样例.csv", content=content).pk)

    return run


for _ledger, _listing in mounted().items():
    if _listing.importer is not None and type(_listing).__module__.startswith("gasloop.registry."):
        for _step in ("run", "columns", "write", "undo", "reasons"):
            _url = f"registry:{_ledger}-import-{_step}"
            parameter("run_id", url=_url)(brought_file(_ledger))
        sent(f"registry:{_ledger}-import-columns", {"column-1": _listing.importer.fields[1].name})

sent("api:correct_site", {"why": "样例", "address": "新街1号（示例）"})
sent("api:correct_party", {"why": "样例", "contact": "样例"})
sent("api:register_person", {"name": "样例人", "territory": COMMUNITY})
sent("api:correct_person", {"why": "样例", "job": "样例工"})
sent("api:person_left", {"why": "样例"})
sent("api:register_building", {**NEW, "address": "样例街2号"})
sent("api:correct_building", {"why": "样例", "floors": 3})
sent("api:register_household", {"room": "201"})
sent("api:register_doors", {"doors": [{"room": "301"}]})
sent("api:serve_notice", {"how": "样例"})
sent("api:correct_household", {"why": "样例", "room": "202"})
sent("api:change_credential", {"why": "样例"})
sent("api:correct_credential", {"why": "样例", "issuer": "样例局"})
sent("api:end_service", {"why": "样例", "on": "2027-01-01"})
sent("api:correct_installation", {"why": "样例", "place": "样例处"})
sent("api:remove_installation", {"why": "样例"})
sent("registry:number-find", {"number": "13800005678", "why": "样例"})
