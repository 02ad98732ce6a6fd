"""What the frame is made of, without a database: dates, places in lists, forms, icons, catalogues, the lock file."""

import ast
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import CharField
from django.utils.datastructures import MultiValueDict
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from gasloop.access.models import Office
from gasloop.kernel import clock
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.shell.dates import day_words, due_of, instant_words
from gasloop.shell.errors import say
from gasloop.shell.forms import PNG, HouseForm, PhotosField, Signature, SignatureField
from gasloop.shell.listing import Column
from gasloop.shell.listing.cells import csv_text
from gasloop.shell.listing.columns import BoundColumn
from gasloop.shell.listing.paging import Cursor
from gasloop.shell.listing.search import search_text
from gasloop.shell.looks import Look, dress, look_of
from gasloop.shell.navigation import current_url, entries

ROOT = Path(__file__).parents[3]
SHELL = ROOT / "src/gasloop/shell"
ONE_DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAA"
    "AfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


# Dates


def test_days_are_written_as_people_write_them() -> None:
    assert day_words(date(2023, 9, 4)) == "2023年9月4日"
    assert instant_words(datetime(2023, 9, 3, 16, 30, tzinfo=UTC)) == "2023年9月4日 00:30"
    with override("en"):
        assert day_words(date(2023, 9, 4)) == "4 Sep 2023"


@given(st.integers(-400, 400))
def test_a_deadline_by_day_is_overdue_from_the_next_day_on(days: int) -> None:
    with clock.fixed(datetime(2026, 11, 2, 1, 0, tzinfo=UTC)):
        due = due_of(clock.today() + timedelta(days=days))
        assert (due.state == "overdue") == (days < 0)
        assert (str(abs(days)) in due.left) or days == 0
        assert due_of(due.day, met=True).left == ""


def test_a_deadline_by_the_minute_is_overdue_at_that_minute() -> None:
    with clock.fixed(datetime(2026, 11, 2, 1, 0, tzinfo=UTC)) as hands:
        due = clock.now() + timedelta(minutes=1)
        assert due_of(due).left == "今天到期"
        hands.move(timedelta(minutes=2))
        assert due_of(due).left == "逾期 1 天"


# Words


def test_a_refusal_fills_its_places_in_both_languages() -> None:
    refusal = Refusal("x", "整改人{name}不能复查。", params={"name": "王芳"})
    assert say(refusal) == "整改人王芳不能复查。"
    with override("en"):
        assert say(NotFound("hazard")).startswith("Not found, or outside your ")


def test_the_nearest_entry_is_the_current_one() -> None:
    urls = ["/", "/hazards/", "/hazards/major/"]
    assert current_url(urls, "/hazards/major/1/") == "/hazards/major/"
    assert current_url(urls, "/hazards/1/") == "/hazards/"
    assert current_url(urls, "/") == "/"
    assert current_url(urls, "/elsewhere/") is None


def test_a_state_is_dressed_once() -> None:
    dress("access.office", "a_test_field", {"town": Look("building-bank", "todo")})
    assert look_of(Office, "a_test_field", "town") == Look("building-bank", "todo")
    assert look_of(Office, "a_test_field", "else").icon == "circle"
    with pytest.raises(ValueError, match="twice"):
        dress("access.office", "a_test_field", {})


# Lists


@given(st.one_of(st.none(), st.text()), st.text(min_size=1), st.booleans())
def test_a_place_survives_its_address(key: str | None, pk: str, forward: bool) -> None:
    place = Cursor(forward, key, pk)
    assert Cursor.decode(place.encode(), forward=forward) == place


@given(st.text(max_size=60))
def test_a_made_up_place_is_refused_and_nothing_else(text: str) -> None:
    try:
        Cursor.decode(text, forward=True)
    except ValueError:
        return


@given(st.text())
def test_csv_never_starts_a_formula(text: str) -> None:
    assert not csv_text(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text())
def test_search_text_is_short_and_plain(text: str) -> None:
    assert len(search_text(text)) <= 100
    assert "\x00" not in search_text(text)


def test_columns_know_their_joins() -> None:
    assert BoundColumn(Column("successor.successor.name", "x"), Office).relations == ("successor__successor",)
    assert BoundColumn(Column("successor.name", "x"), Office).sort_path == "successor__name"
    assert BoundColumn(Column("aliases", "x"), Office).sort_path == ""
    assert BoundColumn(Column("n", "x", value=len, needs=("successor",)), Office).relations == ("successor",)


# Forms


class Visit(HouseForm):
    clauses = {"length": "二(四)2"}  # noqa: RUF012 - as page authors write it
    length = CharField()
    photos = PhotosField()
    signed = SignatureField()


def visit(data: dict[str, str], *photos: SimpleUploadedFile) -> Visit:
    files: MultiValueDict[str, SimpleUploadedFile] = MultiValueDict({"photos": list(photos)})
    return Visit({"length": "2.6", **data}, files)


def photo(name: str = "a.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"x", content_type=kind)


def test_photos_and_a_signature_arrive() -> None:
    form = visit({"signed_png": ONE_DOT}, photo("a.jpg"), photo("b.png", "image/png"))
    assert form.is_valid(), form.errors
    assert [p.name for p in form.cleaned_data["photos"]] == ["a.jpg", "b.png"]
    assert form.cleaned_data["signed"].png.startswith(PNG)


def test_whoever_cannot_sign_says_why() -> None:
    assert "请写明原因" in visit({"signed_name": "陈师傅"}, photo()).errors["signed"][0]
    form = visit({"signed_name": "陈师傅", "signed_why": "手部受伤"}, photo())
    assert form.is_valid()
    assert form.cleaned_data["signed"] == Signature(None, "陈师傅", "手部受伤")


@pytest.mark.parametrize("drawn", ["x", "data:image/png;base64,!!", "data:image/png;base64,QUJD", "data:text/html,x"])
def test_a_broken_signature_is_named(drawn: str) -> None:
    assert "重新签名" in visit({"signed_png": drawn}, photo()).errors["signed"][0]


def test_what_is_no_photo_is_named() -> None:
    form = visit({"signed_png": ONE_DOT}, photo("报告.pdf", "application/pdf"))
    assert "“报告.pdf”不是照片" in form.errors["photos"][0]


# The house's own rules


def test_every_icon_named_is_in_the_sprite() -> None:
    known = set((ROOT / "frontend/icons.txt").read_text().split())
    named = set()
    for template in (ROOT / "src/gasloop").rglob("*.html"):
        named |= set(re.findall(r'{% icon "([^"]+)"', template.read_text()))
    for source in (ROOT / "src/gasloop").rglob("looks.py"):
        calls = (node for node in ast.walk(ast.parse(source.read_text())) if isinstance(node, ast.Call))
        named |= {
            call.args[0].value
            for call in calls
            if isinstance(call.func, ast.Name) and call.func.id == "Look" and call.args
            and isinstance(call.args[0], ast.Constant)
        }  # fmt: skip
    assert named - known == set()


def test_no_template_styles_or_scripts_inline() -> None:
    wrong = re.compile(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|hx-on")
    found = [str(t) for t in (ROOT / "src/gasloop").rglob("*.html") if wrong.search(t.read_text())]
    assert found == []


def test_the_english_catalogue_is_complete() -> None:
    catalogue = (SHELL / "locale/en/LC_MESSAGES/django.po").read_text()
    entries = catalogue.split("\n\n")[1:]
    assert [entry for entry in entries if re.search(r'^msgstr(\[\d\])? ""$', entry, re.MULTILINE)] == []
    assert "fuzzy" not in catalogue


def test_the_lock_file_names_packages_and_no_hosts() -> None:
    text = (ROOT / "frontend/package-lock.json").read_text()
    assert "http" not in text
    packages = json.loads(text)["packages"]
    assert all(entry.get("integrity") for name, entry in packages.items() if name)


def test_no_key_leads_to_two_places() -> None:
    autodiscover_modules("navigation")
    keys = [entry.key for entry in entries() if entry.key]
    assert sorted(keys) == sorted(set(keys))
