# ruff: noqa: S101, ARG002 - these are tests: they assert, and they ask for fixtures whose presence is enough
"""Tests that come free with a declaration: subclass `ListingTests`, name the listing, its samples and four fixtures.

    class TestHazards(ListingTests):
        listing, namespace = HazardListing, "hazard"
        samples = {"state": {"state": "ordered"}, "found": {"found_from": "2026-10-01"}, "overdue": {"overdue": "1"}}

        @pytest.fixture
        def rows(self, cast): ...      # at least three rows the reader sees, made by verbs
        @pytest.fixture
        def hidden(self, cast): ...    # rows of the same kind out of the reader's reach
        @pytest.fixture
        def reader(self, cast): ...    # an account with the capability
        @pytest.fixture
        def outsider(self, cast): ...  # an account without it

Query counts are pinned in `tests/query_counts.json`; `GASLOOP_PIN_QUERIES=1 pytest -n0 …` writes them anew.
"""

import csv
import io
import json
import os
import re
from collections.abc import Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any, ClassVar, cast

import pytest
from django.db import connection, models
from django.http import FileResponse, QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from gasloop.access.actors import actor_of
from gasloop.access.models import Account
from gasloop.kernel.actor import system
from gasloop.shell.desk import Desk
from gasloop.shell.importing.layout import normal_title
from gasloop.shell.importing.matching import propose
from gasloop.shell.importing.paper import write_template
from gasloop.shell.importing.whole import bring_file
from gasloop.shell.listing.asked import Ledger
from gasloop.shell.listing.declared import Listing
from gasloop.shell.listing.export import export_all

BACKEND = "django.contrib.auth.backends.ModelBackend"
TEXTUAL = ("text", "code", "status", "risk", "place", "yesno")
HANS = re.compile(r"[\u4e00-\u9fff]")
REGION = {"HX-Request": "true", "HX-Request-Type": "partial"}


def browser_of(account: Account, language: str = "zh-hans") -> Client:
    """Somebody's browser, signed in."""
    client = Client()
    client.force_login(account, backend=BACKEND)
    client.cookies["gasloop_language"] = language
    return client


def table_of(html: str) -> list[list[str]]:
    """The texts of a list page's body cells, row by row."""
    body = html.partition('<tbody role="rowgroup">')[2].partition("</tbody>")[0]
    return [
        [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<td(?![^>]*cell-choice)[^>]*>(.*?)</td>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
    ]


class ListingTests:
    """What every ledger must do."""

    listing: ClassVar[type[Listing[Any]]]
    namespace: ClassVar[str] = ""
    samples: ClassVar[Mapping[str, Mapping[str, str]]] = {}

    @pytest.fixture
    def rows(self) -> Sequence[models.Model]:
        raise NotImplementedError("give at least three rows that the reader sees")

    @pytest.fixture
    def hidden(self) -> Sequence[models.Model]:
        raise NotImplementedError("give rows that lie out of the reader's reach")

    @pytest.fixture
    def reader(self) -> Account:
        raise NotImplementedError("give an account with the capability")

    @pytest.fixture
    def outsider(self) -> Account:
        raise NotImplementedError("give an account without the capability")

    @pytest.fixture
    def declared(self) -> Listing[Any]:
        return self.listing()

    @pytest.fixture
    def page(self, rows: object, hidden: object) -> str:
        return self.address()

    def address(self, part: str = "") -> str:
        name = f"{self.listing.name}-{part}" if part else self.listing.name
        return reverse(f"{self.namespace}:{name}" if self.namespace else name)

    def ledger(self, account: Account, **params: str) -> Ledger[Any]:
        asked = QueryDict(mutable=True)
        asked.update(params)
        return Ledger(self.listing(), actor_of(account), asked)

    @property
    def readable(self) -> list[str]:
        return [self.address(), self.address("print"), *(self.address(kind) for kind in self.listing.exports)]

    # Who may look

    def test_nobody_is_asked_to_sign_in(self, client: Client, page: str) -> None:
        for address in self.readable:
            answer = client.get(address)
            assert answer.status_code == 302, address
            assert "sign-in" in answer.headers["Location"]

    def test_without_the_capability_there_is_nothing(self, outsider: Account, page: str) -> None:
        browser = browser_of(outsider)
        for address in self.readable:
            assert browser.get(address).status_code == 404, address
        assert browser.post(self.address("columns")).status_code == 404

    def test_rows_out_of_reach_are_not_shown(
        self, reader: Account, rows: Sequence[models.Model], hidden: Sequence[models.Model]
    ) -> None:
        shown = {row.pk for row in self.ledger(reader).all_rows()}
        assert shown >= {row.pk for row in rows}
        assert not shown & {row.pk for row in hidden}

    # What the page says

    def test_page_opens_in_both_languages(self, reader: Account, page: str) -> None:
        for language in ("zh-hans", "en"):
            answer = browser_of(reader, language).get(page)
            assert answer.status_code == 200
            assert table_of(answer.content.decode())

    def test_declaration_is_translated(self, declared: Listing[Any]) -> None:
        with override("en"):
            words = [declared.title, declared.lead, declared.empty, declared.search_words]
            words += [column.title for column in declared.columns] + [f.label for f in declared.filters]
            words += [action.title for action in declared.actions]
            assert [str(word) for word in words if HANS.search(str(word))] == []

    def test_htmx_gets_the_region_alone(self, reader: Account, page: str) -> None:
        html = browser_of(reader).get(page, headers=REGION).content.decode()
        assert html.lstrip().startswith('<section id="listing"')
        assert "<html" not in html

    def test_the_sentence_heads_page_print_and_export(self, reader: Account, page: str) -> None:
        browser, sentence = browser_of(reader), self.ledger(reader).sentence()
        assert sentence in unescape(browser.get(page).content.decode())
        assert sentence in unescape(browser.get(self.address("print")).content.decode())
        if "xlsx" in self.listing.exports:
            assert self._workbook(browser, "")[1][0] == sentence

    def test_query_count_is_pinned(
        self, reader: Account, page: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        browser = browser_of(reader)
        browser.get(page)
        counts = []
        for size in (1, self.listing.per_page):
            monkeypatch.setattr(self.listing, "per_page", size)
            with CaptureQueriesContext(connection) as queries:
                browser.get(page)
            counts.append(len(queries))
        assert counts[0] == counts[1], "more rows ask more queries: a relation is read row by row"
        pinned = request.config.rootpath / "tests" / "query_counts.json"
        _compare_or_pin(pinned, f"{self.namespace}:{self.listing.name}", counts[1])

    # Filters and orders

    def test_every_filter_runs_and_says_itself(self, reader: Account, page: str, declared: Listing[Any]) -> None:
        browser = browser_of(reader)
        for asked in declared.filters:
            assert asked.name in self.samples, f"give a sample for the filter {asked.name}"
            sample = self.samples[asked.name]
            ledger = self.ledger(reader, **sample)
            assert [f.name for f, _words in ledger.filters_in_words()] == [asked.name]
            words = ledger.filters_in_words()[0][1]
            answer = browser.get(page, sample)
            assert answer.status_code == 200
            html = unescape(answer.content.decode())
            assert words in ledger.sentence()
            assert ledger.sentence() in html
            assert len(table_of(html)) == min(ledger.matching().count(), declared.per_page)

    def test_a_bad_value_is_answered_in_words(self, reader: Account, page: str, declared: Listing[Any]) -> None:
        browser = browser_of(reader)
        for asked in declared.filters:
            sample = {asked.keys[0]: "¿"}
            html = browser.get(page, sample).content.decode()
            assert 'role="alert"' in html, asked.name
            assert "<tbody" not in html, "rows beside a filter that was not understood would be taken for its result"
            assert browser.get(self.address("print"), sample).status_code == 400

    def test_search_finds_nothing_for_nonsense(self, reader: Account, page: str, declared: Listing[Any]) -> None:
        if declared.search:
            html = browser_of(reader).get(page, {"q": "¿nonsense¿"}).content.decode()
            assert table_of(html) == []

    def test_every_order_pages_without_loss(
        self,
        reader: Account,
        page: str,
        declared: Listing[Any],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(self.listing, "per_page", 2)
        for name in declared.orders:
            for sort in (name, f"-{name}"):
                expected = [row.pk for row in self.ledger(reader, sort=sort).all_rows()]
                assert self._walk(reader, sort, "after") == expected, sort
                assert self._walk(reader, sort, "before") == expected, sort

    def _walk(self, reader: Account, sort: str, way: str) -> list[object]:
        """The ids along the pages, from the first on, or from the last page back."""
        pages: list[list[object]] = []
        found = self.ledger(reader, sort=sort).page()
        if way == "before":
            while found.after:
                found = self.ledger(reader, sort=sort, after=found.after).page()
        while True:
            pages.append([row.pk for row in found.rows])
            place = found.after if way == "after" else found.before
            if not place:
                break
            found = self.ledger(reader, sort=sort, **{way: place}).page()
        in_order = pages if way == "after" else reversed(pages)
        return [pk for ids in in_order for pk in ids]

    # Columns and exports

    def test_columns_can_be_chosen(self, reader: Account, page: str, declared: Listing[Any]) -> None:
        browser, first = browser_of(reader), next(iter(declared.bound.values()))
        answer = browser.post(self.address("columns"), {"column": [first.name], "query": "?sort=id"})
        assert answer.headers["Location"] == "./?sort=id"
        assert {len(row) for row in table_of(browser.get(page).content.decode())} == {1}

    def test_exports_show_what_the_page_shows(
        self, reader: Account, page: str, declared: Listing[Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(self.listing, "per_page", 1000)
        browser = browser_of(reader)
        html = table_of(browser.get(page).content.decode())
        columns = [(i, c.title) for i, c in enumerate(self.ledger(reader).columns) if c.column.kind in TEXTUAL]
        for kind in declared.exports:
            head, *exported = self._workbook(browser, "")[2:] if kind == "xlsx" else self._csv(browser)
            assert head == [c.title for c in self.ledger(reader).columns]
            assert len(exported) == len(html)
            for index, title in columns:
                seen = [row[index].replace("—", "") for row in html]
                assert [str(row[index]).removeprefix("'") for row in exported] == seen, (kind, title)

    def test_what_went_out_comes_back_and_changes_nothing(self, rows: object, declared: Listing[Any]) -> None:
        if declared.importer is None:
            pytest.skip("this ledger does not come in")
        for language in ("zh-hans", "en"):
            for kind in declared.exports:
                with override(language):
                    content = io.BytesIO()
                    count = export_all(system(), declared.name, kind, content)
                    brought = bring_file(
                        system(), ledger=declared.name, content=content.getvalue(), filename=f"a.{kind}", dry_run=True
                    )
                assert brought.problems == [], (language, kind)
                assert (brought.same, brought.change, brought.create) == (count, 0, 0), (language, kind)

    def test_every_importable_column_goes_out(self, declared: Listing[Any]) -> None:
        if declared.importer is None:
            pytest.skip("this ledger does not come in")
        titles = {normal_title(column.title) for column in declared.bound.values()}
        missing = [f.name for f in declared.importer.fields if not titles & set(f.headings())]
        assert missing == [], "export these as columns (hidden ones count), or they are lost on the way round"

    def test_the_template_offers_what_the_ledger_takes(self, declared: Listing[Any], rows: object) -> None:
        if declared.importer is None:
            pytest.skip("this ledger does not come in")
        content = io.BytesIO()
        desk = Desk(system(), declared.importer.capability, declared.model)
        write_template(content, declared.importer, desk, str(declared.title))
        book = CalamineWorkbook.from_filelike(io.BytesIO(content.getvalue()))
        head = book.get_sheet_by_index(0).to_python()[0]
        found = propose([str(title) for title in head], declared.importer.fields)
        assert list(found.values()) == [f.name for f in declared.importer.fields]

    def _workbook(self, browser: Client, query: str) -> list[list[Any]]:
        content = _content_of(browser, self.address("xlsx") + query)
        return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()

    def _csv(self, browser: Client) -> list[list[str]]:
        content = _content_of(browser, self.address("csv"))
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def _content_of(browser: Client, address: str) -> bytes:
    answer = cast("FileResponse", browser.get(address))
    return answer.getvalue()


def _compare_or_pin(pinned: Path, key: str, count: int) -> None:
    counts: dict[str, int] = json.loads(pinned.read_text()) if pinned.exists() else {}
    if os.environ.get("GASLOOP_PIN_QUERIES") == "1":
        pinned.write_text(json.dumps(dict(sorted({**counts, key: count}.items())), indent=2) + "\n")
        return
    assert key in counts, f"{key} has no pinned query count; run once with GASLOOP_PIN_QUERIES=1"
    assert count == counts[key], f"{key} asks {count} queries, pinned are {counts[key]}"
