"""Every ledger that comes in from Excel: messy sheets in any format come in alike; what goes out comes in unchanged."""

import io
from collections.abc import Callable, Sequence
from datetime import date

import hypothesis.strategies as st
import pytest
from django.db import transaction
from django.utils.translation import override
from hypothesis import HealthCheck, assume, given, settings

from gasloop.evidence.checks.states import check_kind
from gasloop.evidence.models import Record
from gasloop.kernel.actor import system
from gasloop.shell.importing import Importer, ImportField, OneOf
from gasloop.shell.importing.whole import Brought, bring_file
from gasloop.shell.listing.export import export_all
from gasloop.shell.mounted import importer_of, listing_of, mounted
from tests.cast import COMMUNITY, Cast
from tests.room.shell.office_sheets import SHEETS, TypedRow, as_gb18030, as_xls, as_xlsx, bringer, neighbours

LEDGERS = sorted(name for name, listing in mounted().items() if listing.importer)
FORMATS: dict[str, Callable[[Importer, Sequence[TypedRow]], bytes]] = {
    "xlsx": as_xlsx, "xls": as_xls, "csv": as_gb18030
}  # fmt: skip
TYPED = st.text(st.characters(codec="gb18030", categories=("L", "N", "P", "S"), exclude_characters="*"), max_size=12)


@pytest.fixture(autouse=True)
def keys_apart(own_keys: None) -> None:
    """Phones, names and numbers are encrypted."""


def importer(ledger: str) -> Importer:
    found = importer_of(ledger)
    assert found is not None
    return found


def model_of(ledger: str) -> type[Record]:
    model = listing_of(ledger).model
    assert issubclass(model, Record)
    return model


def test_every_importer_has_a_sheet() -> None:
    assert set(LEDGERS) == set(SHEETS)


def brought(cast: Cast, ledger: str, content: bytes, ending: str, *, dry_run: bool = False) -> Brought:
    return bring_file(bringer(cast, ledger), ledger=ledger, content=content, filename=f"台账.{ending}", dry_run=dry_run)


def exported(ledger: str, ending: str) -> bytes:
    target = io.BytesIO()
    assert export_all(system(), ledger, ending, target) > 0
    return target.getvalue()


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("ledger", LEDGERS)
def test_an_office_s_sheet_comes_in_as_it_is(cast: Cast, ledger: str, ending: str) -> None:
    neighbours(cast, ledger)
    rows = SHEETS[ledger]
    content = FORMATS[ending](importer(ledger), rows)
    first = brought(cast, ledger, content, ending)
    assert first.problems == []
    assert set(first.columns.values()) == {name for row in rows for name in row}
    assert (first.create, first.change, first.same) == (len(rows), 0, 0)
    assert list(check_kind(model_of(ledger))) == []  # what was written is what was sealed
    again = brought(cast, ledger, content, ending)
    assert (again.create, again.change, again.same, again.problems) == (0, 0, len(rows), [])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("ledger", LEDGERS)
def test_what_goes_out_comes_in_unchanged(cast: Cast, ledger: str, language: str) -> None:
    neighbours(cast, ledger)
    brought(cast, ledger, as_xlsx(importer(ledger), SHEETS[ledger]), "xlsx")
    with override(language):
        for ending in ("xlsx", "csv"):
            back = bring_file(
                system(), ledger=ledger, content=exported(ledger, ending), filename=f"台账.{ending}", dry_run=True
            )
            assert back.problems == []
            assert (back.create, back.change) == (0, 0)
            assert back.same >= len(SHEETS[ledger])


def cell_of(each: ImportField, typed: object, data: st.DataObject) -> object:
    """Something else that could stand in a cell: free texts grow odd characters, choices change."""
    if isinstance(each.parser, OneOf) and each.name != "kind":
        return data.draw(st.sampled_from(each.parser.labels()), label=each.name)
    if each.name in FREE and isinstance(typed, str):
        return f"{data.draw(TYPED, label=each.name)}{typed}"
    return typed


FREE = frozenset({"name", "address", "representative", "contact", "job", "place", "maker", "model", "serial", "issuer",
                  "allows", "covers", "contract_no", "householder"})  # fmt: skip


@pytest.mark.parametrize("ledger", LEDGERS)
@given(data=st.data())
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_was_typed_survives_the_way_out_and_in(cast: Cast, ledger: str, data: st.DataObject) -> None:
    by = importer(ledger)
    rows = [
        {name: cell_of(by.field(name), typed, data) for name, typed in row.items() if name != "number"}
        for row in SHEETS[ledger]
    ]
    with transaction.atomic():
        neighbours(cast, ledger)
        first = brought(cast, ledger, as_xlsx(by, rows), "xlsx")
        assume(first.written)
        for ending in ("xlsx", "csv"):
            back = bring_file(
                system(), ledger=ledger, content=exported(ledger, ending), filename=f"台账.{ending}", dry_run=True
            )
            assert (back.problems, back.create, back.change) == ([], 0, 0)
        transaction.set_rollback(True)


def test_a_mask_changes_nothing_and_makes_nobody(cast: Cast) -> None:
    neighbours(cast)
    brought(cast, "people", as_xlsx(importer("people"), SHEETS["people"]), "xlsx")
    stars = {"name": "新来的", "territory": "双堰社区", "phone": "138****5678"}
    refused = brought(cast, "people", as_xlsx(importer("people"), [stars]), "xlsx")
    assert (refused.refused, refused.written) == (1, False)
    assert refused.problems[0]["column"] == "联系电话"


def test_a_changed_cell_changes_one_record_and_undoes_what_was_derived(cast: Cast) -> None:
    neighbours(cast)
    by = importer("households")
    brought(cast, "households", as_xlsx(by, SHEETS["households"]), "xlsx")
    rows = [dict(row) for row in SHEETS["households"]]
    rows[0]["phone"] = "13911112222"
    rows[0]["hose_expires_on"] = date(2027, 12, 31)
    changed = brought(cast, "households", as_xlsx(by, rows), "xlsx")
    assert (changed.create, changed.change, changed.same) == (0, 1, 2)
    from gasloop.registry.models import Household

    door = Household.objects.get(phone_index="13911112222")
    assert (door.territory, door.hose_expires_on, str(door.phone)) == (COMMUNITY, date(2027, 12, 31), "139****2222")
    assert not Household.objects.filter(phone_index="13900004321").exists()
