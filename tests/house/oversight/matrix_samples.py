"""The founding plan and its clause of the hose; the log of a restaurant here and of one in the other village."""

from datetime import date
from uuid import UUID

from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.house.samples import Sample, parameter, sent
from tests.stories import HOSE, restaurant

from gasloop.evidence.models import Entry
from gasloop.kernel.actor import system
from gasloop.oversight.actions import ask_folder
from gasloop.oversight.folder.choosing import Choice
from gasloop.plan.models import PlanDocument
from gasloop.registry.models import Site


def logged(territory: str) -> UUID:
    """A restaurant that is in the log; the same one when asked again."""
    name = f"样例存证店{territory[-4:-1]}（示例）"
    found = Site.objects.filter(name=name).first() or restaurant(system(), name, territory)
    return found.pk


@parameter("plan_id")
def plans(cast: Cast) -> Sample:
    return Sample(here=PlanDocument.objects.get(doc_no="群力府〔2023〕102号").pk)


@parameter("ref")
@parameter("clause")
def clauses(cast: Cast) -> Sample:
    return Sample(here=HOSE, nowhere="九(九)9")


@parameter("kind")
def kinds(cast: Cast) -> Sample:
    return Sample(here="site", there="site", nowhere="site")


@parameter("record_id")
def records(cast: Cast) -> Sample:
    return Sample(here=logged(COMMUNITY), there=logged(VILLAGE))


@parameter("entry_id")
def entries(cast: Cast) -> Sample:
    here, there = (Entry.objects.get(subject_id=logged(place)).pk for place in (COMMUNITY, VILLAGE))
    return Sample(here=here, there=there)


@parameter("phase_id")
def phases(cast: Cast) -> Sample:
    founding = PlanDocument.objects.get(doc_no="群力府〔2023〕102号", voided_at__isnull=True)
    return Sample(here=founding.phases.all()[0].pk)


@parameter("sha256", url="oversight:phase-file")
def files(cast: Cast) -> Sample:
    return Sample(here="0" * 64, nowhere="0" * 64)


sent("oversight:phase-finding", {"kind": "cause", "text": "示例原因"})
sent("oversight:phase-gate", {"passed": "no", "why": "示例理由"})

sent("oversight:folders", {"first": "2026-01-01", "last": "2026-12-31", "refs": [HOSE]})
sent("api:ask_folder", {"first": "2026-01-01", "last": "2026-12-31", "clauses": [HOSE]})


@parameter("folder_id")
def evidence_folders(cast: Cast) -> Sample:
    choice = Choice(date(2026, 1, 1), date(2026, 12, 31), (HOSE,), territory=COMMUNITY)
    return Sample(here=ask_folder(cast.clerk.actor, choice=choice).pk)
