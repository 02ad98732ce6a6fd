"""A grid officer registers a shop; what cannot be right is refused in words; sending twice is harmless."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from tests.cast import COMMUNITY, TOWN, VILLAGE, Cast

from gasloop.evidence.models import Entry, Payload
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.ids import new_id
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.registry.actions import (
    add_installation,
    close_site,
    correct_party,
    correct_site,
    parties,
    register_party,
    register_site,
    remove_installation,
    reopen_site,
    replace_installation,
    void_site,
)
from gasloop.registry.facts import InstallationFacts
from gasloop.registry.models import Installation, Party, Site
from gasloop.registry.queries import searched_sites, sites, territories_to_register_in
from gasloop.relay.models import OutboxEvent

GOOD_USCC = "91330106673959654P"
TODAY = date(2026, 11, 2)


def shop(cast: Cast, *, id: UUID | None = None, name: str = "小面馆") -> Site:  # noqa: A002 - as the verb calls it
    return register_site(
        cast.grid.actor,
        name=name,
        kind="restaurant",
        territory=COMMUNITY,
        address="双堰社区正街35号",
        lat="30.19",
        lng="105.84",
        gas_source="lpg_cylinder",
        attributes={"seats": "24", "basement": "否"},
        id=id,
    )


def acts_on(record: Site | Party | Installation) -> list[str]:
    return list(Entry.objects.filter(subject_id=record.pk).order_by("seq").values_list("act", flat=True))


def test_a_shop_is_registered_with_number_line_and_evidence(cast: Cast) -> None:
    made = shop(cast)
    assert (made.number, made.line, made.state) == ("D2026-00001", "catering", "open")
    assert (made.lat, made.lng) == (Decimal("30.190000"), Decimal("105.840000"))
    assert made.attributes == {"basement": False, "seats": 24}
    assert acts_on(made) == ["registry.site_registered"]
    assert OutboxEvent.objects.filter(name="registry.site_registered", body__site_id=str(made.pk)).exists()


def test_numbers_run_on_within_the_year(cast: Cast) -> None:
    assert [shop(cast, name=name).number for name in "甲乙"] == ["D2026-00001", "D2026-00002"]


def test_the_same_request_again_gives_the_same_shop(cast: Cast) -> None:
    key = new_id()
    first = shop(cast, id=key)
    correct_site(cast.clerk.actor, site_id=key, why="改了招牌", changes={"name": "老面馆"})
    again = shop(cast, id=key)
    assert (again.pk, again.name) == (first.pk, "老面馆")
    assert Site.objects.count() == 1
    with pytest.raises(Refusal, match="id_taken"):
        shop(cast, id=key, name="另一家")


def test_nobody_registers_outside_the_own_territory_or_line(cast: Cast) -> None:
    def at(actor: Actor, kind: str, territory: str) -> Site:
        return register_site(actor, name="小面馆", kind=kind, territory=territory, address="正街1号")

    for name, kind, territory in (
        ("grid", "restaurant", VILLAGE),
        ("market", "restaurant", COMMUNITY),
        ("auditor", "restaurant", COMMUNITY),
        ("admin", "restaurant", COMMUNITY),
    ):
        with pytest.raises(NotFound):
            at(cast.actor(name), kind, territory)
    assert at(cast.market.actor, "appliance_seller", COMMUNITY).line == "product"


def test_nobody_sees_outside_the_own_territory_or_line(cast: Cast) -> None:
    shop(cast)
    seen = {name: sites(cast.actor(name)).count() for name in ("grid", "far_grid", "market", "officer", "auditor")}
    assert seen == {"grid": 1, "far_grid": 0, "market": 0, "officer": 1, "auditor": 1}
    assert searched_sites(sites(cast.clerk.actor), "正街").count() == 1
    assert [t.path for t in territories_to_register_in(cast.grid.actor)] == [COMMUNITY]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("territory", {"territory": f"{COMMUNITY}nowhere/"}),
        ("address", {"address": "  "}),
        ("name", {"name": ""}),
        ("kind", {"kind": "spaceship"}),
        ("lat", {"lat": "105.84", "lng": "30.19"}),
        ("lng", {"lat": "30.19"}),
        ("attributes.seats", {"attributes": {"seats": "许多"}}),
        ("attributes.students", {"attributes": {"students": 10}}),
        ("party", {"party_id": new_id()}),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(cast: Cast, field: str, changes: dict[str, object]) -> None:
    facts: dict[str, object] = {"name": "小面馆", "kind": "restaurant", "territory": COMMUNITY, "address": "正街35号"}
    with pytest.raises(Refusal) as refused:
        register_site(cast.grid.actor, **(facts | changes))  # type: ignore[arg-type]  # wrong on purpose
    assert refused.value.field == field
    assert not Site.objects.exists()


def test_a_correction_keeps_what_was_before_and_moves_the_parts(cast: Cast) -> None:
    made = shop(cast)
    hose = add_installation(cast.grid.actor, site_id=made.pk, kind="hose")
    correct_site(cast.clerk.actor, site_id=made.pk, why="搬到渡头", changes={"territory": VILLAGE})
    entry = Entry.objects.get(subject_id=made.pk, act="registry.site_corrected")
    assert entry.body["changes"] == {"territory": [COMMUNITY, VILLAGE]}
    hose.refresh_from_db()
    assert hose.territory == VILLAGE
    with pytest.raises(NotFound):
        correct_site(cast.grid.actor, site_id=made.pk, why="又搬回来", changes={"name": "小面馆"})


def test_nobody_moves_a_shop_to_where_they_may_not_write(cast: Cast) -> None:
    made = shop(cast)
    with pytest.raises(NotFound):
        correct_site(cast.grid.actor, site_id=made.pk, why="搬走", changes={"territory": VILLAGE})


def test_a_shop_closes_once_and_opens_again(cast: Cast) -> None:
    made = shop(cast)
    closed = close_site(cast.clerk.actor, site_id=made.pk, why="退出市场", on=date(2026, 10, 30))
    assert (closed.state, closed.closed_on) == ("closed", date(2026, 10, 30))
    with pytest.raises(Refusal, match="state"):
        close_site(cast.clerk.actor, site_id=made.pk, why="再关一次")
    assert reopen_site(cast.clerk.actor, site_id=made.pk, why="重新开业").state == "open"
    with pytest.raises(Refusal, match="future"):
        close_site(cast.clerk.actor, site_id=made.pk, why="要关", on=date(2026, 11, 3))


def test_a_mistake_is_voided_and_leaves_the_lists(cast: Cast) -> None:
    made = shop(cast)
    void_site(cast.clerk.actor, site_id=made.pk, why="登记了两次")
    assert not sites(cast.clerk.actor).exists()
    assert Site.objects.get(pk=made.pk).voided_why == "登记了两次"


def caterer(cast: Cast, *, uscc: str = "", phone: str = "", reason: str = "") -> Party:
    return register_party(
        cast.grid.actor,
        name="群力小面馆",
        kind="catering",
        territory=COMMUNITY,
        uscc=uscc,
        phone=phone,
        no_uscc_reason=reason,
    )


def test_a_party_has_a_good_code_or_a_reason(cast: Cast) -> None:
    made = caterer(cast, uscc=" 91330106673959654p ", phone="13800005678")
    assert (made.uscc, str(made.phone), made.line) == (GOOD_USCC, "138****5678", "catering")
    assert "13800005678" not in "".join(str(p.body) for p in Payload.objects.all())
    for uscc, code in ((GOOD_USCC, "taken"), ("91330106673959654Q", "check"), ("9133", "length"), ("", "missing")):
        with pytest.raises(Refusal, match=code):
            caterer(cast, uscc=uscc)
    assert caterer(cast, reason="无照经营，已移送").uscc == ""


def test_the_phone_of_a_party_is_corrected_without_showing_it_in_the_log(cast: Cast) -> None:
    made = register_party(
        cast.grid.actor, name="面馆", kind="catering", territory=COMMUNITY, uscc=GOOD_USCC, phone="13800005678"
    )
    correct_party(cast.clerk.actor, party_id=made.pk, why="换号", changes={"phone": "13900001234"})
    made.refresh_from_db()
    assert made.phone.clear() == "13900001234"
    assert Party.objects.filter(phone_index="139-0000-1234").count() == 1
    assert "13900001234" not in "".join(str(p.body) for p in Payload.objects.all())


def test_a_hose_is_replaced_and_its_successor_known(cast: Cast) -> None:
    made = shop(cast)
    hose = add_installation(cast.grid.actor, site_id=made.pk, kind="hose", installed_on=date(2024, 1, 5))
    new = InstallationFacts(kind="hose", maker="示例厂", installed_on=TODAY, expires_on=date(2034, 11, 2))
    successor = replace_installation(cast.grid.actor, installation_id=hose.pk, why="老化", new=new)
    hose.refresh_from_db()
    assert (hose.state, hose.replaced_by, hose.ended_on) == ("replaced", successor, clock.today())
    assert acts_on(hose) == ["registry.installation_added", "registry.installation_replaced"]
    with pytest.raises(Refusal, match="state"):
        remove_installation(cast.grid.actor, installation_id=hose.pk, why="拆除")
    with pytest.raises(Refusal, match="early"):
        add_installation(cast.grid.actor, site_id=made.pk, kind="hose", made_on=TODAY, installed_on=date(2026, 11, 1))


def test_the_town_itself_is_a_place(cast: Cast) -> None:
    made = register_site(cast.clerk.actor, name="镇食堂", kind="canteen", territory=TOWN, address="政府大院")
    assert made.line == "public"


def test_who_loses_a_race_for_an_id_finds_the_winners_record(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_id()
    winner = shop(cast, id=key)
    answers = iter([None, winner])  # the loser looked before the winner had committed
    monkeypatch.setattr("gasloop.registry.actions.sites.earlier", lambda *_: next(answers))
    assert shop(cast, id=key) == winner
    assert acts_on(winner) == ["registry.site_registered"]


def test_who_loses_a_race_for_a_code_is_told_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    caterer(cast, uscc=GOOD_USCC)
    real, looked = parties.refuse_duplicate, []

    def late(uscc: str) -> None:
        looked.append(uscc)
        if len(looked) > 1:  # the first look came before the other party was committed
            real(uscc)

    monkeypatch.setattr(parties, "refuse_duplicate", late)
    with pytest.raises(Refusal, match="taken"):
        caterer(cast, uscc=GOOD_USCC)


def test_where_neither_plate_nor_rulebook_says_it_nobody_knows_the_end(cast: Cast) -> None:
    made = add_installation(cast.grid.actor, site_id=shop(cast).pk, kind="detector", installed_on=date(2024, 2, 29))
    assert (made.expires_on, made.expiry_basis) == (None, "")
