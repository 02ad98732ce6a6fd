"""Evidence folders: asked for, begun, finished or failed, taken along, erased after a month."""

from datetime import datetime, timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from gasloop.access.models import Account
from gasloop.access.scope import may
from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor, system
from gasloop.kernel.ids import new_id
from gasloop.kernel.jsonable import JsonObject
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.oversight import acts
from gasloop.oversight.folder import storing
from gasloop.oversight.folder.building import Built
from gasloop.oversight.folder.choosing import Choice, checked
from gasloop.oversight.models import EvidenceFolder
from gasloop.oversight.permissions import FOLDER_MAKE
from gasloop.registry.numbering import next_number
from gasloop.relay.actions import verb

BUILD = "oversight.build_folder"  # the job in jobs.py, by its name
KEPT = timedelta(days=30)
AT_ONCE = 3
S = EvidenceFolder.State


@verb
def ask_folder(actor: Actor, *, choice: Choice) -> EvidenceFolder:
    """Ask for a folder; a worker builds it in the actor's name. Refusal for what cannot be, or is too much at once."""
    if not may(actor, FOLDER_MAKE):
        raise NotFound
    choice = checked(actor, choice)
    mine = Account.objects.select_for_update(no_key=True).filter(pk=actor.id).first()
    if mine and EvidenceFolder.objects.filter(account=mine, state__in=(S.WAITING, S.BUILDING)).count() >= AT_ONCE:
        raise Refusal("folder.many", sentence("您已有{n}份正在整理，请等其中一份办好。"), params={"n": AT_ONCE})
    folder = EvidenceFolder.objects.create(
        number=next_number("Q"),
        account=mine,
        by_name=actor.name,
        clauses=list(choice.clauses),
        office_id=choice.office,
        first=choice.first,
        last=choice.last,
        territory=choice.territory,
    )
    days = {"first": choice.first.isoformat(), "last": choice.last.isoformat()}
    body = {"number": folder.number, "clauses": "、".join(folder.clauses), **days}
    append(actor, act=acts.FOLDER_ASKED, record=folder, body=body)
    if mine is not None:
        app.configure_task(BUILD).defer(folder_id=str(folder.pk))
    return folder


@verb
def begin_folder(*, folder_id: UUID) -> EvidenceFolder | None:
    """A run takes the folder up; a run before it that was killed is forgotten. None: there is nothing to do."""
    attempt = new_id()
    taken = EvidenceFolder.objects.filter(pk=folder_id, state__in=(S.WAITING, S.BUILDING))
    if not taken.update(state=S.BUILDING, attempt=attempt, done=0, total=0):
        return None
    folder = EvidenceFolder.objects.select_related("account").get(pk=folder_id)
    append(system(), act=acts.FOLDER_BEGUN, record=folder, body={"number": folder.number})
    return folder


@verb
def finish_folder(*, folder_id: UUID, attempt: UUID, built: Built) -> bool:
    """The file stands; False when another run has taken over meanwhile."""
    tally = {name: getattr(built.tally, name) for name in built.tally.__slots__}
    finished = EvidenceFolder.objects.filter(pk=folder_id, attempt=attempt, state=S.BUILDING).update(
        state=S.DONE,
        sha256=built.sha256,
        size=built.size,
        counts=tally,
        gaps=built.tally.gaps,
        ended_at=clock.now(),
    )
    if finished:
        folder = EvidenceFolder.objects.get(pk=folder_id)
        body: JsonObject = {
            "number": folder.number,
            "files": built.tally.files,
            "gaps": built.tally.gaps,
            "sha256": built.sha256,
        }
        append(system(), act=acts.FOLDER_MADE, record=folder, body=body)
    return bool(finished)


@verb
def fail_folder(*, folder_id: UUID, attempt: UUID, words: str) -> None:
    """The run could not do it."""
    if EvidenceFolder.objects.filter(pk=folder_id, attempt=attempt, state=S.BUILDING).update(
        state=S.FAILED, failure=words, ended_at=clock.now()
    ):
        folder = EvidenceFolder.objects.get(pk=folder_id)
        append(system(), act=acts.FOLDER_FAILED, record=folder, body={"number": folder.number})


@verb
def take_folder(actor: Actor, *, folder_id: UUID) -> EvidenceFolder:
    """Note that its maker takes the file along; NotFound for anybody else."""
    rows = EvidenceFolder.objects.filter(account=actor.id) if actor.kind == "person" else EvidenceFolder.objects.all()
    folder = rows.filter(pk=folder_id, state=S.DONE).first() if may(actor, FOLDER_MAKE) else None
    if folder is None:
        raise NotFound
    append(actor, act=acts.FOLDER_TAKEN, record=folder, body={"number": folder.number})
    return folder


@verb
def erase_folders(*, at: datetime, limit: int = 20) -> int:
    """Files are copies: they go after a month, what was handed out stays in the log. The number erased."""
    old = EvidenceFolder.objects.select_for_update(skip_locked=True).filter(state=S.DONE, ended_at__lt=at - KEPT)
    erased = 0
    for folder in old.order_by("ended_at")[:limit]:
        storing.remove(folder.pk)
        folder.state = S.ERASED
        folder.save(update_fields=["state"])
        append(system(), act=acts.FOLDER_ERASED, record=folder, body={"number": folder.number})
        erased += 1
    return erased
