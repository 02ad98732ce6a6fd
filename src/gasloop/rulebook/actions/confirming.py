"""A named person has read the norm and stands for what a basis says: from then on it may be printed."""

from uuid import UUID

from gasloop.evidence.actions import append
from gasloop.kernel import clock
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound, Refusal, sentence
from gasloop.relay.actions import verb
from gasloop.rulebook import acts
from gasloop.rulebook.models import Basis
from gasloop.rulebook.permissions import RULEBOOK_CONFIRM, require_anywhere


@verb
def confirm_basis(actor: Actor, *, basis_id: UUID, note: str) -> Basis:
    """Confirm one basis; `note` says which edition was read where. Refusal when it was confirmed before."""
    require_anywhere(actor, RULEBOOK_CONFIRM)
    if actor.kind != "person":
        raise Refusal("rulebook.confirm.person", sentence("依据须由具名的人核对原文后确认。"))
    if not note.strip():
        text = sentence("请写明核对的是哪个版本、在哪里看到的原文。")
        raise Refusal("rulebook.confirm.note", text, field="note")
    basis = Basis.objects.select_related("rule", "source").filter(pk=basis_id).first()
    if basis is None:
        raise NotFound
    confirmed = Basis.objects.filter(pk=basis.pk, confirmed_at__isnull=True).update(
        confirmed_by=actor.id, confirmed_by_name=actor.name, confirmed_at=clock.now(), confirmed_note=note.strip()
    )
    if confirmed != 1:
        raise Refusal("rulebook.confirm.done", sentence("这条依据已经有人确认过，请刷新后再看。"))
    basis.refresh_from_db()
    append(
        actor,
        act=acts.BASIS_CONFIRMED,
        record=basis,
        body={
            "rule": basis.rule.code,
            "source": str(basis.source),
            "article": basis.article,
            "note": note.strip(),
        },
    )
    return basis
