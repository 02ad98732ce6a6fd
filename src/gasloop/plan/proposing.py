"""Which sentences of a plan ask for work that no rule checks: proposed as general duties, taken up by a person.

Nothing is invented: the words are the paper's, the owner is whom the sentence (else the clause) names, the term is what
it says. A pack says which clauses it leaves to general duties (`answered_by`: A4, and H2 for dispatch and reports).
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gasloop.access.models import Office, Post
from gasloop.kernel import clock
from gasloop.plan.compiler.lines import sentences
from gasloop.plan.models import Clause, ClauseOffice, PlanDocument, Task
from gasloop.plan.names import NameKind, kind_of_name
from gasloop.plan.offices import Directory, today
from gasloop.plan.periods import Asked, Often, asked_by
from gasloop.rulebook.models import Situation
from gasloop.rulebook.packs.checking import functions_in
from gasloop.rulebook.queries import newest, rules_in_force

SOFT = frozenset({"A4", "H2"})
_COMMA = re.compile(r"[，,]")
_OFFICES_ALONE = re.compile(r"\s*[（(][^（）()]*[)）]\s*[。；]?\s*")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One duty as the paper says it. `suggested`: nothing else answers it. `taken`: a task of these words is there."""

    ref: str
    words: str
    stated: str
    asked: Asked
    office: Office | None = None
    post: Post | None = None
    partners: Sequence[str] = ()
    suggested: bool = False
    taken: bool = False

    @property
    def key(self) -> str:
        """The same for the same words and owner, however often the page is asked."""
        return hashlib.sha256("|".join(map(str, _identity(self))).encode()).hexdigest()[:16]

    @property
    def often_words(self) -> str:
        """`每月`, `未写明期限`."""
        return str(Task.Term(self.asked.often.value).label)

    @property
    def due_on(self) -> date | None:
        return self.asked.by


def _identity(each: Proposal) -> tuple[object, ...]:
    owner = each.post.pk if each.post else each.office.pk if each.office else ""
    return each.ref, each.words, each.stated, owner


def proposals(document: PlanDocument) -> list[Proposal]:
    """Every sentence of every clause, in the paper's order."""
    known = {(task.ref, task.words, task.stated) for task in Task.objects.filter(document=document, voided_at=None)}
    soft, directory = _Soft(document), Directory(document.territory)
    found = []
    for clause in document.clauses.prefetch_related("offices__office__successor"):
        for words, stated, whole in _pieces(clause):
            suggested = soft.asks(clause, whole)
            taken = (clause.ref, words, stated) in known
            asked = asked_by(stated) if stated else Asked(Often.UNSTATED)
            for office, post, partners in _owners(clause, whole, directory):
                found.append(Proposal(clause.ref, words, stated, asked, office, post, partners, suggested, taken))
    return found


def _pieces(clause: Clause) -> Iterator[tuple[str, str, str]]:
    """(words, the paper's term in them, the sentence they stand in): a part for each term it names, else all of it."""
    for sentence in sentences(clause.text):
        if _OFFICES_ALONE.fullmatch(sentence):
            continue  # who owes it, printed behind the sentence
        said = [words for words in clause.deadlines if words in sentence]
        if not said:
            yield sentence.strip(), "", sentence
        for words in said:
            part = next((part for part in _COMMA.split(sentence) if words in part), sentence)
            yield part.strip("。；; "), words, sentence


Owner = tuple[Office | None, Post | None, Sequence[str]]


def _owners(clause: Clause, sentence: str, directory: Directory) -> list[Owner]:
    """Whom the sentence names, else whom the clause does; one task each for persons and members of a kind."""
    leads = [each for each in clause.offices.all() if each.role == ClauseOffice.Role.LEAD]
    named = [each for each in leads if each.named in sentence]
    if not named and any(kind_of_name(each.named) != NameKind.OFFICE for each in leads):
        return [(None, None, ())]  # `各社区` of another sentence does not own this one
    those = named or leads
    found: list[Owner] = []
    single = [each for each in those if kind_of_name(each.named) == NameKind.OFFICE or each.office is not None]
    if single:
        first = next((each for each in single if each.chief), single[0])
        others = [each.named for each in single if each is not first]
        found.append((today(first.office) if first.office else None, None, others))
    for each in those:
        if each in single:
            continue
        posts = directory.posts(each.named) if kind_of_name(each.named) == NameKind.POST else []
        found += [(post.office, post, ()) for post in posts]
        members = directory.members(each.named) if not posts else []
        found += [(office, None, ()) for office in members]
    distinct = {(o.pk if o else None, p.pk if p else None): (o, p, w) for o, p, w in found}
    return list(distinct.values()) or [(None, None, ())]


class _Soft:
    """What the packs leave to general duties, by clause."""

    def __init__(self, document: PlanDocument) -> None:
        rows = newest(Situation.objects.filter(withdrawn_on__isnull=True)) if document.leading else ()
        self.answers: dict[str, list[str]] = {}
        for row in rows:
            self.answers.setdefault(row.clause, []).append(row.answered_by)
        rules = rules_in_force(clock.today()) if document.leading else []
        self.ruled = {ref for rule in rules for ref in rule.clause_refs}

    def asks(self, clause: Clause, sentence: str) -> bool:
        """Is the sentence one that nothing but a general duty answers?"""
        answers = self.answers.get(clause.ref)
        if answers is None:
            return clause.ref not in self.ruled
        phrases = [part for each in answers for part in re.split(r"(?<=）)、", each) if SOFT & set(functions_in(part))]
        spoken = [_spoken(phrase, clause.text) for phrase in phrases]
        return any(not those or any(word in sentence for word in those) for those in spoken)


def _spoken(phrase: str, text: str) -> list[str]:
    """The words of `科研攻关（A4）` where the clause uses them all; none where the pack speaks in its own words."""
    parts: Iterable[str] = re.split(r"[、和]", phrase.partition("（")[0])
    words = [part for part in parts if part]
    return words if all(word in text for word in words) else []
