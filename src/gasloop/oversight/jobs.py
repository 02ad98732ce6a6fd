"""Building evidence folders behind the page, and taking their files away in time."""

import logging
import time
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from gasloop.access.actors import actor_of
from gasloop.access.scope import may
from gasloop.kernel.actor import system
from gasloop.kernel.refusal import NotFound, Refusal
from gasloop.oversight.actions.folders import BUILD, begin_folder, erase_folders, fail_folder, finish_folder
from gasloop.oversight.folder import storing
from gasloop.oversight.folder.building import Progress, build
from gasloop.oversight.folder.choosing import Choice
from gasloop.oversight.models import EvidenceFolder
from gasloop.oversight.permissions import FOLDER_MAKE
from gasloop.relay.sweeps import sweep
from gasloop.shell.errors import say

log = logging.getLogger(__name__)
TOLD_EVERY = 0.5


@app.task(name=BUILD)
def build_folder(folder_id: str) -> None:
    """One run. After a kill the job comes again, and the run begins anew on a clean sheet."""
    run_folder(UUID(folder_id))


def run_folder(folder_id: UUID) -> EvidenceFolder | None:
    """Take the folder up and build it with its maker's rights of today; None when it was done before."""
    folder = begin_folder(folder_id=folder_id)
    if folder is None or folder.attempt is None:
        return None
    storing.sweep_drafts(folder.pk, folder.attempt)
    try:
        actor = actor_of(folder.account, via="job") if folder.account else system()
        if not may(actor, FOLDER_MAKE):
            raise NotFound
        choice = Choice(folder.first, folder.last, tuple(folder.clauses), folder.office_id, folder.territory)
        draft = storing.draft_of(folder.pk, folder.attempt)
        built = build(actor, choice, draft, _teller(folder))
        with transaction.atomic():
            # The row first: a file that nobody's row names is a draft, and is swept away.
            if finish_folder(folder_id=folder.pk, attempt=folder.attempt, built=built):
                storing.keep(folder.pk, draft)
    except Refusal as refusal:
        fail_folder(folder_id=folder.pk, attempt=folder.attempt, words=say(refusal))
    except Exception:
        log.exception("evidence folder %s", folder.number)
        fail_folder(folder_id=folder.pk, attempt=folder.attempt, words="")
        raise
    return EvidenceFolder.objects.get(pk=folder.pk)


def _teller(folder: EvidenceFolder) -> Progress:
    """Progress for the page, at most twice a second."""
    told = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told > TOLD_EVERY or done == total:
            told = time.monotonic()
            EvidenceFolder.objects.filter(pk=folder.pk, attempt=folder.attempt).update(done=done, total=total)

    return tell


@sweep("oversight.erase_folders", every=timedelta(hours=1))
def erase_files(at: datetime) -> int:
    """Files older than a month."""
    return erase_folders(at=at)
