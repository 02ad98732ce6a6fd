"""A paper goes in: as text, as Word, in old encodings; twice; by a person and by the operator; and what is no plan."""

from io import BytesIO

import pytest
from docx import Document
from tests.cast import TOWN, VILLAGE, Cast
from tests.stories import HOSE, PLAN, load_plan

from gasloop.access.models import Office
from gasloop.evidence import attachments
from gasloop.evidence.queries import timeline
from gasloop.kernel.actor import system
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.plan.actions import import_plan
from gasloop.plan.models import ClauseOffice, PlanDocument
from gasloop.plan.queries import answerable_office, plan_in_force, plans_for


def word(text: str) -> bytes:
    """The same paper as a .docx."""
    document, kept = Document(), BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(kept)
    return kept.getvalue()


def without_office(name: str) -> None:
    """The register forgets an office, as if nobody had entered it."""
    Office.objects.filter(name=name).update(name=f"{name}（旧）", aliases=[])


def test_the_same_paper_again_supersedes_the_first(town: Cast) -> None:
    first = PlanDocument.objects.get()
    second = load_plan()
    first.refresh_from_db()
    assert first.voided_why == "superseded"
    assert plan_in_force(TOWN) == second
    assert list(plans_for(town.grid.actor)) == [second]
    assert [happening.act for happening in timeline(first.subject)] == ["plan.superseded", "plan.imported"]


def test_the_original_is_kept_byte_for_byte(town: Cast) -> None:
    document = PlanDocument.objects.get()
    with attachments.open(document.original_sha256) as kept:
        assert kept.read() == PLAN.read_bytes()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_in_any_encoding_of_the_office(cast: Cast, encoding: str) -> None:
    content = PLAN.read_text(encoding="utf-8").encode(encoding)
    document = import_plan(system(), content=content, filename="方案.txt", territory=TOWN)
    assert document.counts()["items"] == 48


def test_a_word_file_has_the_same_clauses(cast: Cast) -> None:
    text = PLAN.read_text(encoding="utf-8")
    by_text = import_plan(system(), content=text.encode(), filename="方案.txt", territory=TOWN)
    by_word = import_plan(system(), content=word(text), filename="方案.docx", territory=TOWN)
    same = [[(c.ref, c.text) for c in document.clauses.all()] for document in (by_text, by_word)]
    assert same[0] == same[1]


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        ("今天中午食堂吃什么？\n红烧肉。\n".encode(), "菜单.txt"),
        (b"", "空.txt"),
        (b"PK\x03\x04broken", "坏.docx"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "照片.txt"),
        (b"%PDF-1.7", "方案.pdf"),
    ],
)
def test_what_is_no_plan_is_refused_in_words(town: Cast, content: bytes, filename: str) -> None:
    before = PlanDocument.objects.count()
    with pytest.raises(Refusal, match=r"plan\.") as told:
        import_plan(town.head.actor, content=content, filename=filename, territory=TOWN)
    assert told.value.field == "file"
    assert PlanDocument.objects.count() == before


def test_a_file_name_leads_nowhere_else(town: Cast) -> None:
    content = PLAN.read_bytes()
    document = import_plan(system(), content=content, filename="../../etc/方案.txt", territory=TOWN)
    assert document.counts()["items"] == 48


def test_an_office_that_nobody_registered_stays_a_name_when_a_person_imports(cast: Cast) -> None:
    without_office("经发办")
    document = import_plan(cast.head.actor, content=PLAN.read_bytes(), filename=PLAN.name, territory=TOWN)
    named = ClauseOffice.objects.filter(clause__document=document, named="经发办")
    assert named.exists()
    assert {each.office for each in named} == {None}
    assert not Office.objects.filter(name="经发办").exists()


def test_the_operator_s_import_registers_it(cast: Cast) -> None:
    without_office("经发办")
    document = load_plan()
    made = Office.objects.get(name="经发办")
    assert (made.territory, made.level) == (TOWN, Office.Level.TOWN)
    assert {each.office for each in ClauseOffice.objects.filter(clause__document=document, named="经发办")} == {made}


def test_who_may_not_import(cast: Cast) -> None:
    before = PlanDocument.objects.count()
    for name in ("officer", "grid", "leader", "auditor", "admin"):
        with pytest.raises(NotFound):
            import_plan(cast.actor(name), content=PLAN.read_bytes(), filename=PLAN.name, territory=TOWN)
    with pytest.raises(NotFound):
        import_plan(cast.head.actor, content=PLAN.read_bytes(), filename=PLAN.name, territory="50/")
    assert PlanDocument.objects.count() == before


def test_who_answers_for_a_clause(town: Cast) -> None:
    office = answerable_office([HOSE], VILLAGE)
    assert office is not None
    assert office.name == "应急办"
    assert answerable_office([], TOWN) is None
    assert answerable_office(["九(九)9"], TOWN) is None
    assert answerable_office([HOSE], "50/500152/") is None
