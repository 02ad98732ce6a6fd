"""Building a folder: clause by clause in the plan's order, object by object, never more than a piece of it in memory.

01 二(四)2 餐饮等场所/渡头村（示例）/D2026-00001 老灶火锅店（示例）/对象.docx
                                                                /检查 …docx  整改 …docx  移送 …docx
                                                                /照片/Y2026-00001 1 整改前.jpg
                                                                /证明/Y2026-00001 1.json
index.xlsx  说明.txt  manifest.json
"""

import json
import mimetypes
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from gasloop.access.models import Office, Territory
from gasloop.evidence import attachments, proofs
from gasloop.evidence.keys import anchors
from gasloop.evidence.models import Attachment, Entry, Record
from gasloop.hazard.models import Hazard
from gasloop.hazard.states import SHOWS_AFTER, SHOWS_BEFORE
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.oversight.folder.bundle import Bundle
from gasloop.oversight.folder.choosing import Choice, clauses_of, leading_plan
from gasloop.oversight.folder.gaps import Gap, gaps_of_clause, gaps_of_object, photos
from gasloop.oversight.folder.gathering import Gathered, Scope
from gasloop.oversight.folder.index import Index
from gasloop.oversight.folder.names import safe_name
from gasloop.oversight.folder.papers import clause_text, object_sheet, order_sheet, visit_sheet
from gasloop.plan.models import Clause
from gasloop.referral.letter import letter_paper
from gasloop.shell.dates import instant_words

T = TypeVar("T")
TITLE = 24
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Tally:
    """How much of what went in."""

    clauses: int = 0
    objects: int = 0
    visits: int = 0
    hazards: int = 0
    referrals: int = 0
    photos: int = 0
    proofs: int = 0
    files: int = 0
    gaps: int = 0


@dataclass(frozen=True, slots=True)
class Built:
    """The file that came of it."""

    sha256: str
    size: int
    tally: Tally


@dataclass(slots=True)
class Builder:
    """One run. `progress(done, total)` is told after each object."""

    scope: Scope
    bundle: Bundle
    progress: Progress
    places: dict[str, str] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    gaps: list[Gap] = field(default_factory=list)
    done: int = 0
    total: int = 0

    def clause(self, index: Index, clause: Clause, number: int) -> None:
        """One clause with everything behind it."""
        root = f"{number:02} {safe_name(f'{clause.ref} {_title(clause)}')}"
        self.bundle.add(f"{root}/条款.txt", clause_text(clause))
        sites = visited = visits = hazards = 0
        before = len(self.gaps)
        for each in self.scope.gathered(clause):
            sites, visited = sites + 1, visited + bool(each.visits)
            visits, hazards = visits + len(each.visits), hazards + len(each.hazards)
            self.gaps += gaps_of_object(clause.ref, each)
            if each.has_something:
                self._object(index, clause, root, each)
            self.done += 1
            self.progress(self.done, self.total)
        rules = len(self.scope.rules(clause))
        self.gaps[before:before] = gaps_of_clause(clause.ref, rules=rules, sites=sites, visited=visited)
        row = (rules, sites, visited, visits, hazards, len(self.gaps) - before, f"{root}/")
        index.add("条款", clause.ref, clause.text[:200], *row)
        self.tally.clauses += 1

    def _object(self, index: Index, clause: Clause, root: str, each: Gathered) -> None:
        site = each.site
        place = self.places.get(site.territory, site.territory)
        at = f"{root}/{safe_name(place)}/{safe_name(f'{site.number} {site.name}')}"
        packed = self.bundle.add(f"{at}/对象.docx", object_sheet(clause, each, place))
        owner = site.owner_office.name if site.owner_office else ""
        counts = (len(each.visits), len(each.hazards))
        index.add("对象", clause.ref, site.number, site.name, place, owner, *counts, packed.path)
        self._visits(index, clause, at, each)
        for hazard in each.hazards:
            self._hazard(index, clause, at, hazard)
        for letter in each.referrals:
            path = f"{at}/{safe_name(f'移送 {letter.number}')}.docx"
            packed = self.bundle.add(path, letter_paper(letter).getvalue())
            facts = (letter.to_office.name, letter.get_state_display(), clock.legal_day(letter.answer_due_at))
            index.add("移送", clause.ref, letter.number, site.name, *map(str, facts), packed.path)
            self._proofs(index, at, letter, letter.number)
        self.tally.objects += 1
        self.tally.referrals += len(each.referrals)

    def _visits(self, index: Index, clause: Clause, at: str, each: Gathered) -> None:
        for visit in each.visits:
            answers = getattr(visit, "of_clause", [])
            path = f"{at}/{safe_name(f'检查 {visit.number} {clock.legal_day(visit.visited_at)}')}.docx"
            packed = self.bundle.add(path, visit_sheet(clause, visit, each.site.name, answers))
            signed = "有" if visit.site_signature else "无"
            facts = (each.site.name, instant_words(visit.visited_at), str(visit.get_result_display()), signed)
            index.add("检查", clause.ref, visit.number, *facts, packed.path)
            self._proofs(index, at, visit, visit.number)
        self.tally.visits += len(each.visits)

    def _hazard(self, index: Index, clause: Clause, at: str, hazard: Hazard) -> None:
        packed = self.bundle.add(f"{at}/{safe_name(f'整改 {hazard.number}')}.docx", order_sheet(hazard))
        days = [clock.legal_day(day) if day else "" for day in (hazard.due_at, hazard.rectified_at, hazard.closed_at)]
        facts = (hazard.site.name, hazard.rule.title, hazard.get_severity_display(), hazard.get_state_display(), *days)
        index.add("隐患", clause.ref, hazard.number, *map(str, facts), packed.path)
        before = [
            self._photo(clause, at, hazard, n, "整改前", sha) for n, sha in _numbered(photos(hazard, SHOWS_BEFORE))
        ]
        after = [self._photo(clause, at, hazard, n, "整改后", sha) for n, sha in _numbered(photos(hazard, SHOWS_AFTER))]
        for n in range(max(len(before), len(after))):
            pair = (before[n] if n < len(before) else "", after[n] if n < len(after) else "")
            index.add("照片", clause.ref, hazard.number, n + 1, *pair)
        self._proofs(index, at, hazard, hazard.number)
        self.tally.hazards += 1

    def _photo(self, clause: Clause, at: str, hazard: Hazard, number: int, side: str, sha256: str) -> str:
        """Its path in the folder; empty, and a gap, where the file is gone."""
        media = Attachment.objects.filter(pk=sha256).values_list("media_type", flat=True).first() or ""
        path = f"{at}/照片/{safe_name(f'{hazard.number} {number} {side}')}{mimetypes.guess_extension(media) or ''}"
        try:
            with attachments.open(sha256) as source:
                packed = self.bundle.add_stream(path, source)
        except NotFound:
            self.gaps.append(Gap(clause.ref, "照片文件不在", f"{hazard.site.name} {hazard.number}", sha256))
            return ""
        self.tally.photos += 1
        return packed.path

    def _proofs(self, index: Index, at: str, record: Record, number: str) -> None:
        """The proof of every entry about the record that a seal covers."""
        entries = Entry.objects.filter(subject_kind=record.SUBJECT_KIND, subject_id=record.pk).order_by("seq")
        for n, entry in _numbered(entries):
            try:
                made = proofs.as_file(proofs.proof_for(entry))
            except Refusal:
                self.gaps.append(Gap("", "还没有封存", number, "这条记录刚刚产生，封存后再整理一次"))
                continue
            packed = self.bundle.add(f"{at}/证明/{safe_name(f'{number} {n}')}.json", made.encode())
            index.add("证明", number, instant_words(entry.recorded_at), packed.path)
            self.tally.proofs += 1


def _numbered(items: Iterable[T]) -> Iterable[tuple[int, T]]:
    return enumerate(items, 1)


def _title(clause: Clause) -> str:
    """The beginning of the clause, up to its first stop."""
    text = clause.text.strip().lstrip("0123456789.．、 ")
    for stop in "。；，：（":
        text = text.partition(stop)[0]
    return text[:TITLE]


def build(actor: Actor, choice: Choice, path: Path, progress: Progress = lambda _done, _total: None) -> Built:
    """Build the folder at `path` (overwritten: a run that was killed is simply begun anew)."""
    scope, bundle = Scope(actor, choice), Bundle(path)
    try:
        with TemporaryDirectory(dir=path.parent, prefix=".folder-") as rough:
            built = Builder(scope, bundle, progress, dict(Territory.objects.values_list("path", "name")))
            clauses = clauses_of(leading_plan(actor), choice.clauses)
            built.total = scope.size(clauses)
            index = Index(Path(rough) / "index.xlsx", _head(choice, built.places))
            for number, clause in enumerate(clauses, 1):
                built.clause(index, clause, number)
            for gap in built.gaps:
                index.add("缺口", gap.clause, gap.what, gap.where, gap.words)
            with index.finished() as source:
                bundle.add_stream("index.xlsx", source)
        bundle.add("说明.txt", _note(choice, built).encode())
        bundle.add("公钥.json", json.dumps({key: public.hex() for key, public in anchors().items()}).encode())
        built.tally.files, built.tally.gaps = len(bundle.packed) + 1, len(built.gaps)
        sha256, size = bundle.close()
    except BaseException:
        bundle.give_up()
        raise
    return Built(sha256, size, built.tally)


def _head(choice: Choice, places: dict[str, str]) -> list[str]:
    office = Office.objects.filter(pk=choice.office).values_list("name", flat=True).first() if choice.office else None
    place = places.get(choice.territory, "全部辖区")
    return [
        f"迎检资料：{place} · {office or '全部单位'} · {choice.first}至{choice.last}",
        f"整理时间：{instant_words(clock.now())}。缺口在第一张表，目录按方案条款的顺序。",
    ]


def _note(choice: Choice, built: Builder) -> str:
    tally = built.tally
    return "\n".join(
        [
            *_head(choice, built.places),
            "",
            f"条款{tally.clauses}条，对象{tally.objects}个，检查{tally.visits}次，隐患{tally.hazards}处，"
            f"移送{tally.referrals}件，照片{tally.photos}张，证明{tally.proofs}份，缺口{len(built.gaps)}处。",
            "只含整理人职责范围内的内容；个人姓名、电话、证件号码已遮盖。",
            "",
            "怎样核对：python gasverify.py folder 本文件.zip --key 公钥",
            "manifest.json 列出每个文件的 SHA-256；“证明”目录下每份证明都能离线核对；公钥以本单位公布的为准。",
            "",
        ]
    )
