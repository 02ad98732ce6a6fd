"""一企一档: everything of a site on one page, in one line of time, and as a Word document."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.http import FileResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.stories import Hose, photo

from gasloop.inspection.actions import record_visit
from gasloop.kernel import clock
from gasloop.plan.jobs import what_runs_out
from gasloop.registry.actions import (
    add_installation,
    correct_site,
    register_credential,
    register_party,
    register_site,
)
from gasloop.registry.models import Site

Browser = Callable[[str], Client]


@pytest.fixture
def shop(town: Cast) -> Site:
    """A restaurant with a company behind it, a licence, a detector, a visit that found a long hose, a correction."""
    actor = town.clerk.actor
    party = register_party(actor, name="老灶公司", kind="catering", territory=COMMUNITY, no_uscc_reason="示例")
    site = register_site(
        actor,
        name="老灶火锅店（示例）",
        kind="restaurant",
        territory=COMMUNITY,
        address="双堰街12号",
        party_id=party.pk,
        gas_source="lpg_cylinder",
        lat="30.19",
        lng="105.84",
    )
    for name, place, lat in (
        ("隔壁面馆", COMMUNITY, "30.191"),
        ("远处面馆", COMMUNITY, "30.29"),
        ("别村", VILLAGE, "30.19"),
    ):
        register_site(actor, name=name, kind="restaurant", territory=place, address="双堰街", lat=lat, lng="105.84")
    register_credential(actor, kind="food_business", document_no="S1", site_id=site.pk, valid_to=date(2026, 11, 20))
    register_credential(actor, kind="business_licence", document_no="Y1", party_id=party.pk)
    add_installation(actor, site_id=site.pk, kind="detector", installed_on=date(2023, 12, 1))
    officer = town.officer.actor
    record_visit(officer, report=Hose(site, photos=[photo(officer)]).report())
    correct_site(actor, site_id=site.pk, why="招牌更换", changes={"name": "新灶火锅店（示例）"})
    what_runs_out(clock.now())
    site.refresh_from_db()
    return site


def test_everything_stands_on_the_page(signed_in: Browser, shop: Site) -> None:
    page = signed_in("grid").get(f"/sites/{shop.pk}/").content.decode()
    for words in (
        "还剩18天",  # the licence
        "经营单位的证照",
        "商用可燃气体探测器使用年限3年",  # the detector's end, by the rulebook
        "到期换证",  # the duty
        "到期更换",
        "招牌更换",  # the correction, in the line of time
        "发现并登记",  # the hazard's first step
        "JC2026-00001",  # the visit
        "隔壁面馆",
        "data-map-lat",
        "/photos/",
    ):
        assert words in page, words
    for words in ("远处面馆", "别村"):
        assert words not in page


def test_the_line_of_time_is_newest_first_and_within_reach(signed_in: Browser, shop: Site) -> None:
    page = signed_in("clerk").get(f"/sites/{shop.pk}/?all=1").content.decode()
    line = page.partition('<ol class="timeline">')[2].partition("</ol>")[0]
    first, last = line.index("招牌更换"), line.rindex("登记对象老灶火锅店")
    assert first < last
    assert f"/evidence/site/{shop.pk}/" in line


def test_the_word_document_says_the_same(signed_in: Browser, shop: Site) -> None:
    answer = signed_in("officer").get(f"/sites/{shop.pk}/file.docx")
    assert isinstance(answer, FileResponse)
    paper = Document(io.BytesIO(answer.getvalue()))
    text = "\n".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    for words in ("双堰街12号", "食品经营许可证", "S1", "可燃气体探测器", "招牌更换", "发现并登记"):
        assert words in text, words
    assert len(paper.inline_shapes) == 1  # the hose, as it was photographed
    assert "JC2026-00001" in text


def test_out_of_reach_there_is_no_file(signed_in: Browser, shop: Site) -> None:
    for name in ("far_grid", "market", "admin"):
        assert signed_in(name).get(f"/sites/{shop.pk}/file.docx").status_code == 404


def test_more_history_asks_no_more_queries(signed_in: Browser, town: Cast, shop: Site) -> None:
    browser = signed_in("clerk")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"/sites/{shop.pk}/").status_code == 200
        return len(queries)

    asked()
    before = asked()
    for n in range(4):
        add_installation(town.clerk.actor, site_id=shop.pk, kind="hose", place=f"灶{n}")
        record_visit(town.officer.actor, report=Hose(shop, metres=1.2).report())
    assert asked() == before
