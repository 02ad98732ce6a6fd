"""What runs out becomes a duty by itself, once, however late anybody looks; and the duty ends when its reason does."""

from datetime import date, timedelta

import pytest
from tests.cast import COMMUNITY, Cast
from tests.room.conftest import AtOnce

from gasloop.bus.events import Event
from gasloop.kernel import clock
from gasloop.plan import handlers
from gasloop.plan.actions import owe_renewals, owe_replacements
from gasloop.plan.jobs import what_runs_out
from gasloop.plan.models import Duty
from gasloop.registry.actions import (
    add_installation,
    close_site,
    correct_credential,
    demand_review,
    exit_market,
    note_household_visits,
    register_building,
    register_credential,
    register_doors,
    register_party,
    register_site,
    renew_credential,
    replace_installation,
    review_credential,
    serve_notice,
)
from gasloop.registry.events import CredentialChanged, HouseholdApproach, InstallationChanged, SiteClosed
from gasloop.registry.facts import HouseholdFacts, InstallationFacts
from gasloop.registry.models import Credential, Household, Installation, Party, Site
from gasloop.relay.models import OutboxEvent

TODAY = date(2026, 11, 2)
HEARD: dict[str, tuple[type[Event], str]] = {
    CredentialChanged.name: (CredentialChanged, "credential_changed"),
    InstallationChanged.name: (InstallationChanged, "installation_changed"),
    SiteClosed.name: (SiteClosed, "site_closed"),
    HouseholdApproach.name: (HouseholdApproach, "household_approach"),
}


def deliver() -> None:
    """Everything emitted so far reaches the plan room, twice: listeners are called at least once."""
    for row in OutboxEvent.objects.filter(name__in=HEARD).order_by("id"):
        event, listener = HEARD[row.name]
        for _time in range(2):
            getattr(handlers, listener)(event(**row.body))


def sweep() -> int:
    return what_runs_out(clock.now())


def owed() -> list[tuple[str, str]]:
    return list(Duty.objects.order_by("id").values_list("kind", "state"))


@pytest.fixture
def party(cast: Cast) -> Party:
    return register_party(
        cast.clerk.actor, name="示例燃气公司", kind="operator", territory=COMMUNITY, no_uscc_reason="示例"
    )


@pytest.fixture
def site(cast: Cast, party: Party) -> Site:
    return register_site(
        cast.clerk.actor,
        name="示例门店",
        kind="bottled_gas_operator",
        territory=COMMUNITY,
        address="正街1号",
        party_id=party.pk,
    )


def licence(cast: Cast, party: Party, valid_to: date | None) -> Credential:
    return register_credential(
        cast.clerk.actor, kind="gas_business", document_no="R1", party_id=party.pk, valid_to=valid_to
    )


def hose(cast: Cast, site: Site, expires_on: date | None) -> Installation:
    return add_installation(cast.clerk.actor, site_id=site.pk, kind="hose", expires_on=expires_on)


def test_a_licence_becomes_a_duty_sixty_days_before_its_end_and_once(
    cast: Cast, hands: clock.Hands, party: Party
) -> None:
    licence(cast, party, TODAY + timedelta(days=61))
    assert sweep() == 0
    hands.move(timedelta(days=1))
    assert [sweep(), sweep()] == [1, 0]
    duty = Duty.objects.get()
    assert (duty.kind, duty.due_at, duty.clause_ref) == ("renew", clock.last_of(TODAY + timedelta(days=61)), "二(一)1")
    assert "60天" in duty.due_sentence


def test_after_a_month_with_the_machine_off_it_is_still_once(
    cast: Cast, hands: clock.Hands, party: Party, site: Site
) -> None:
    licence(cast, party, TODAY + timedelta(days=10))
    hose(cast, site, TODAY + timedelta(days=10))
    licence_never = register_credential(cast.clerk.actor, kind="food_business", document_no="S", site_id=site.pk)
    hands.move(timedelta(days=40))
    assert [sweep(), sweep()] == [2, 0]
    assert sorted(Duty.objects.values_list("kind", flat=True)) == ["renew", "replace"]
    assert not Duty.objects.filter(about_id=licence_never.pk).exists()


def test_a_renewal_ends_the_duty_and_its_own_end_begins_another(cast: Cast, hands: clock.Hands, party: Party) -> None:
    paper = licence(cast, party, TODAY + timedelta(days=10))
    sweep()
    renew_credential(
        cast.clerk.actor,
        credential_id=paper.pk,
        document_no="R1",
        valid_from=TODAY,
        valid_to=TODAY + timedelta(days=365),
    )
    deliver()
    assert owed() == [("renew", "done")]
    assert sweep() == 0
    hands.move(timedelta(days=310))
    assert sweep() == 1


def test_a_corrected_end_moves_the_duty(cast: Cast, party: Party) -> None:
    paper = licence(cast, party, TODAY + timedelta(days=10))
    sweep()
    correct_credential(
        cast.clerk.actor, credential_id=paper.pk, why="抄错", changes={"valid_to": TODAY + timedelta(days=20)}
    )
    deliver()
    assert sweep() == 1
    assert owed() == [("renew", "dropped"), ("renew", "open")]


def test_a_replaced_hose_is_done(cast: Cast, site: Site) -> None:
    old = hose(cast, site, TODAY + timedelta(days=5))
    sweep()
    new = InstallationFacts(kind="hose", installed_on=TODAY, expires_on=TODAY + timedelta(days=700))
    replace_installation(cast.clerk.actor, installation_id=old.pk, why="到期更换", new=new)
    deliver()
    assert owed() == [("replace", "done")]


def test_an_exit_from_the_market_drops_what_is_owed(cast: Cast, party: Party, site: Site) -> None:
    licence(cast, party, TODAY + timedelta(days=10))
    hose(cast, site, TODAY)
    sweep()
    exit_market(cast.clerk.actor, party_id=party.pk, why="清出市场")
    deliver()
    assert owed() == [("renew", "dropped"), ("replace", "dropped")]
    assert sweep() == 0


def test_a_closed_site_owes_nothing_new(cast: Cast, site: Site) -> None:
    hose(cast, site, TODAY)
    close_site(cast.clerk.actor, site_id=site.pk, why="停业")
    assert sweep() == 0


def test_a_demanded_review_is_a_duty_until_it_is_done(cast: Cast, party: Party) -> None:
    paper = licence(cast, party, None)
    demand_review(cast.clerk.actor, credential_id=paper.pk, cause="penalty", due_on=TODAY + timedelta(days=30))
    assert [sweep(), sweep()] == [1, 0]
    duty = Duty.objects.get()
    assert (duty.kind, duty.clause_ref, clock.legal_day(duty.due_at)) == (
        "review",
        "二(五)1",
        TODAY + timedelta(days=30),
    )
    review_credential(cast.clerk.actor, credential_id=paper.pk, result="met", findings="人员、场所、设备均符合。")
    deliver()
    assert owed() == [("review", "done")]


def test_a_door_owes_its_notice_then_its_referral(cast: Cast, hands: clock.Hands) -> None:
    building = register_building(cast.grid.actor, name="一栋", territory=COMMUNITY, address="正街1号")
    door: Household = register_doors(cast.grid.actor, building_id=building.pk, doors=[HouseholdFacts(room="101")])[0]

    def knock(result: str) -> None:
        note_household_visits(
            cast.grid.actor,
            building_id=building.pk,
            household_ids=[door.pk],
            result=result,
            on=clock.today(),
            next_visit_on=None,
        )
        handlers.settle_door(door.pk)
        handlers.settle_door(door.pk)

    knock("refused")
    assert owed() == [("notice", "open")]
    serve_notice(cast.grid.actor, household_id=door.pk, how="贴在门上")
    knock("nobody")
    assert owed() == [("notice", "done"), ("refer", "open")]
    knock("checked")
    assert owed() == [("notice", "done"), ("refer", "done")]


def test_two_sweeps_at_once_make_one_duty(committed_town: Cast, at_once: AtOnce) -> None:
    actor = committed_town.clerk.actor
    party = register_party(actor, name="公司", kind="operator", territory=COMMUNITY, no_uscc_reason="示例")
    site = register_site(actor, name="店", kind="restaurant", territory=COMMUNITY, address="正街1号")
    for n in range(5):
        register_credential(actor, kind="food_business", document_no=f"S{n}", site_id=site.pk, valid_to=TODAY)
        hose(committed_town, site, TODAY)
    licence(committed_town, party, TODAY)
    at = clock.now()
    sweeps = [lambda: owe_renewals(at=at), lambda: owe_replacements(at=at)] * 3
    given = at_once(*sweeps)
    assert sum(each for each in given if isinstance(each, int)) == 11
    assert Duty.objects.filter(kind__in=("renew", "replace")).count() == 11
