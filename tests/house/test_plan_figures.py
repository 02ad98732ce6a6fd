"""The plan page: the paper as a tree, one clause beside it, and figures that lead to exactly their rows."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import cast
from uuid import UUID

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.house.calling import program_of
from tests.stories import HOSE, PLAN, Hose, photo, restaurant

from gasloop.hazard.actions import Order, look_back, order_rectification, recheck, rectify, void_hazard
from gasloop.hazard.actions.moving import Proof
from gasloop.hazard.models import Hazard
from gasloop.inspection.actions import record_visit
from gasloop.inspection.models import Visit
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.oversight.trace import trace_clause, trace_plan
from gasloop.plan.models import PlanDocument
from gasloop.referral.actions import Letter, send_referral
from gasloop.registry.actions import close_site, correct_site, register_site
from gasloop.shell.listing.testing import browser_of, table_of

SignIn = Callable[[str], Client]


@pytest.fixture
def plan(town: Cast) -> PlanDocument:
    return PlanDocument.objects.get(voided_at__isnull=True)


def clause_of(plan: PlanDocument, ref: str = HOSE) -> str:
    return reverse("oversight:plan-clause", args=[plan.pk, ref])


def test_the_page_shows_every_clause_of_the_paper(signed_in: SignIn, plan: PlanDocument) -> None:
    page = unescape(signed_in("grid").get(reverse("oversight:plan")).content.decode())
    assert plan.title in page
    assert "48个条目" in page
    for clause in plan.clauses.all():
        assert clause.ref in page


def test_a_clause_beside_the_tree_and_alone_for_htmx(signed_in: SignIn, plan: PlanDocument) -> None:
    browser = signed_in("head")
    page = unescape(browser.get(clause_of(plan)).content.decode())
    assert "<html" in page
    for words in ("应急办", "经发办", "区消防救援支队", "责任单位", "连接软管不得超过2米"):
        assert words in page
    part = browser.get(clause_of(plan), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert HOSE in part


def test_in_english(signed_in: SignIn, plan: PlanDocument) -> None:
    page = signed_in("head").get(clause_of(plan), headers={"Accept-Language": "en"}).content.decode()
    assert "落实情况" not in page
    assert HOSE in page


def test_a_clause_or_a_plan_that_does_not_exist(signed_in: SignIn, plan: PlanDocument) -> None:
    head = signed_in("head")
    assert head.get(clause_of(plan, "九(九)9")).status_code == 404
    assert head.get(clause_of(plan, "九(九)9"), headers={"HX-Request": "true"}).status_code == 404
    assert head.get(reverse("oversight:plan-document", args=[UUID(int=7)])).status_code == 404
    assert head.get(reverse("oversight:plan-original", args=[UUID(int=7)])).status_code == 404


def test_the_original_is_the_paper_byte_for_byte(signed_in: SignIn, plan: PlanDocument) -> None:
    answer = signed_in("grid").get(reverse("oversight:plan-original", args=[plan.pk]))
    assert b"".join(cast(StreamingHttpResponse, answer)) == PLAN.read_bytes()


def test_the_administrator_has_no_plan(signed_in: SignIn, plan: PlanDocument) -> None:
    for address in (reverse("oversight:plan"), clause_of(plan), reverse("oversight:coverage")):
        assert signed_in("admin").get(address).status_code == 404


@pytest.fixture
def busy_town(town: Cast, hands: clock.Hands) -> Cast:
    """Something at every stage, here and in the other village; objects without gas, closed, moved, of other kinds."""
    officer, head, builder = town.officer.actor, town.head.actor, system()

    def found(name: str, territory: str = COMMUNITY) -> Hazard:
        site = restaurant(builder, name, territory)
        return record_visit(head, report=Hose(site, photos=[photo(head)]).report()).hazards[0]

    def ordered(name: str) -> Hazard:
        hazard = found(name)
        return order_rectification(head, hazard_id=hazard.pk, order=Order("停用", "张老板"))

    def rectified(name: str) -> Hazard:
        hazard = ordered(name)
        return rectify(officer, hazard_id=hazard.pk, proof=Proof("已换", [photo(officer)]))

    def closed(name: str) -> Hazard:
        return recheck(head, hazard_id=rectified(name).pk, passed=True, proof=Proof())

    ordered("早就该改的店（示例）")
    late = ordered("改晚了的店（示例）")
    hands.move(timedelta(days=10))
    rectify(officer, hazard_id=late.pk, proof=Proof("晚了", [photo(officer)]))
    recheck(head, hazard_id=late.pk, passed=True, proof=Proof())
    found("刚发现的店（示例）")
    found("那边的店（示例）", VILLAGE)
    rectified("等复查的店（示例）")
    closed("改好的店（示例）")
    again = closed("反弹的店（示例）")
    letter = Letter(town.offices["区消防救援支队"].pk, "拒不停用，本镇无权处罚", taken="已下达整改要求")
    send_referral(town.clerk.actor, hazard_id=ordered("不改的店（示例）").pk, letter=letter)
    look_back(head, hazard_id=again.pk, rebounded=True, proof=Proof("又换回去", [photo(head)]))
    void_hazard(head, hazard_id=found("量错的店（示例）").pk, why="量错")
    _odd_objects(head, builder)
    return town


def _odd_objects(head: Actor, builder: Actor) -> None:
    fine = restaurant(builder, "合格的店（示例）")
    record_visit(head, report=Hose(fine, metres=1.5).report())
    for name, kind, gas in (("电磁炉店（示例）", "restaurant", "none"), ("学校（示例）", "school", "pipeline")):
        register_site(builder, name=name, kind=kind, territory=COMMUNITY, address="双堰街1号", gas_source=gas)
    register_site(builder, name="充装站（示例）", kind="filling_station", territory=COMMUNITY, address="双堰街2号")
    gone = restaurant(builder, "关门的店（示例）")
    record_visit(head, report=Hose(gone, metres=1.5).report())
    close_site(builder, site_id=gone.pk, why="停业（示例）")
    for name, changes in (
        ("搬走的店（示例）", {"territory": VILLAGE}),
        ("改行的店（示例）", {"kind": "appliance_seller"}),
    ):
        moved = restaurant(builder, name)
        record_visit(head, report=Hose(moved, metres=1.5).report())
        correct_site(builder, site_id=moved.pk, why="示例", changes=changes)  # type: ignore[arg-type]  # built in a loop
    turned = register_site(
        builder, name="转行开店的（示例）", kind="appliance_seller", territory=COMMUNITY, address="双堰街3号"
    )
    correct_site(builder, site_id=turned.pk, why="示例", changes={"kind": "restaurant", "gas_source": "lpg_cylinder"})


def rows_behind(browser: Client, url: str) -> int:
    """How many rows the list under a figure shows."""
    answer = browser.get(url)
    assert answer.status_code == 200, url
    html = answer.content.decode()
    assert 'role="alert"' not in html, url
    return len(table_of(html))


@pytest.mark.parametrize("name", ["officer", "head", "grid", "far_grid", "market", "leader", "auditor", "clerk"])
def test_every_figure_is_the_number_of_rows_it_leads_to(
    busy_town: Cast, plan: PlanDocument, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = busy_town.people[name]
    browser = browser_of(person.account)
    wrong = {}
    for trace in trace_plan(person.actor, plan):
        if not trace.rules:
            continue
        those = trace_clause(person.actor, ref=HOSE).all_figures if trace.clause.ref == HOSE else trace.figures
        for figure in those:
            if figure.value or trace.clause.ref == HOSE:
                rows = rows_behind(browser, figure.url)
                if rows != figure.value:
                    wrong[trace.clause.ref, figure.key] = (figure.value, rows)
    assert wrong == {}


def test_the_figures_are_not_all_nothing(busy_town: Cast, plan: PlanDocument) -> None:
    found = {t.clause.ref: {f.key: f.value for f in t.figures} for t in trace_plan(busy_town.head.actor, plan)}
    assert found[HOSE]["overdue"] == 1
    assert found[HOSE]["rebounded"] == 1
    assert found[HOSE]["closed"] == 3
    assert found[HOSE]["on_time"] == 2
    assert found[HOSE]["covered"] < found[HOSE]["in_scope"]
    more = {f.key: f.value for f in trace_clause(busy_town.head.actor, ref=HOSE).all_figures}
    assert more["referrals"] == 1
    assert more["visits"] >= more["covered"] > 0
    assert more["duties"] > more["open"] > 0


def test_the_figures_on_the_page_are_those_of_the_api(busy_town: Cast, plan: PlanDocument, signed_in: SignIn) -> None:
    page = unescape(signed_in("grid").get(clause_of(plan)).content.decode())
    by_api = program_of(busy_town, "grid").got(f"/trace/{HOSE}")["figures"]
    figures = trace_clause(busy_town.grid.actor, ref=HOSE).all_figures
    assert {figure.key: figure.value for figure in figures} == by_api
    for figure in figures:
        assert figure.url in page


def test_from_a_hazard_to_its_clause_its_rule_and_the_law_and_back(busy_town: Cast, signed_in: SignIn) -> None:
    head = signed_in("head")
    hazard = Hazard.objects.filter(voided_at__isnull=True, referrals__isnull=False).get()

    def leads(address: str, *further: str) -> None:
        shown = unescape(head.get(address, follow=True).content.decode())
        for each in further:
            assert each in shown, (address, each)

    basis = hazard.rule.bases.select_related("source").first()
    assert basis is not None
    rule, source = (
        reverse("rulebook:rule", args=[hazard.rule_id]),
        reverse("rulebook:source", args=[basis.source_id]),
    )
    clause, here = reverse("oversight:clause", args=[HOSE]), reverse("hazard:hazard", args=[hazard.pk])
    referral = reverse("referral:referral", args=[hazard.referrals.get().pk])
    leads(here, rule, source, clause, referral)
    leads(rule, source, clause, here)
    leads(source, rule)
    leads(clause, rule, *(figure.url for figure in trace_clause(busy_town.head.actor, ref=HOSE).all_figures))
    leads(referral, here, clause)
    visit = Visit.objects.filter(answers__hazard=hazard).get()
    leads(reverse("inspection:visit", args=[visit.pk]), here, rule)


def test_an_object_that_uses_no_gas_is_not_in_the_scope_of_the_hose(busy_town: Cast, signed_in: SignIn) -> None:
    page = signed_in("head").get(reverse("oversight:coverage"), {"clause": HOSE}).content.decode()
    assert "学校（示例）" in page
    assert "转行开店的（示例）" in page
    for name in ("充装站（示例）", "电磁炉店（示例）", "改行的店（示例）", "关门的店（示例）"):
        assert name not in page


def test_the_plan_page_asks_as_many_queries_for_many_clauses_as_for_few(
    busy_town: Cast, plan: PlanDocument, django_assert_max_num_queries: Callable[[int], "object"]
) -> None:
    browser = browser_of(busy_town.head.account)
    browser.get(clause_of(plan))
    with django_assert_max_num_queries(40):  # type: ignore[attr-defined]
        browser.get(clause_of(plan))
