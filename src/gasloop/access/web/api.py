"""The town hall on the API: divisions, offices, posts, accounts, tokens. Lists of them are under `/ledgers/`.

A token is issued on its owner's account page alone: a program that could make one could give itself what it lacks.
"""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from gasloop.access import hall
from gasloop.access.actions import (
    OpenedAccount,
    add_office,
    add_territory,
    assign_post,
    create_account,
    create_post,
    deactivate_account,
    end_post,
    merge_office,
    reactivate_account,
    rename_office,
    reset_password,
    revoke_token,
)
from gasloop.access.middleware import actor_from
from gasloop.access.models import Account, Territory
from gasloop.access.roles import Role
from gasloop.access.wire import (
    AccountIn,
    AccountOut,
    AccountReasonIn,
    DivisionIn,
    DivisionOut,
    HallOfficeIn,
    OfficeMergeIn,
    OfficeOut,
    OfficeRenameIn,
    OpenedOut,
    PostAssignIn,
    PostEndIn,
    PostIn,
    PostOut,
    TokenOut,
)
from gasloop.kernel.refusal import NotFound

router = Router(tags=["town hall"])


@router.post("/divisions", response={201: DivisionOut}, operation_id="add_territory")
def new_division(request: HttpRequest, body: DivisionIn) -> DivisionOut:
    """Register a division or a grid cell."""
    actor = actor_from(request)
    parent = hall.divisions_to_manage(actor).filter(path=body.parent).first() if body.parent else None
    if body.parent and parent is None:
        raise NotFound
    return DivisionOut.of(
        add_territory(actor, code=body.code, name=body.name, kind=Territory.Kind(body.kind), parent=parent)
    )


@router.post("/offices", response={201: OfficeOut}, operation_id="add_office")
def new_office(request: HttpRequest, body: HallOfficeIn) -> OfficeOut:
    """Register an office."""
    return OfficeOut.of(add_office(actor_from(request), **body.dict()))


@router.get("/offices/{uuid:office_id}", response=OfficeOut, operation_id="get_office")
def office(request: HttpRequest, office_id: UUID) -> OfficeOut:
    """One office."""
    return OfficeOut.of(hall.one_office(actor_from(request), office_id))


@router.post("/offices/{uuid:office_id}/rename", response=OfficeOut, operation_id="rename_office")
def renamed(request: HttpRequest, office_id: UUID, body: OfficeRenameIn) -> OfficeOut:
    """The office under its new name, an office of its own; its posts move there. What it owes moves by a hand-over."""
    actor = actor_from(request)
    found = hall.one_office(actor, office_id)
    return OfficeOut.of(rename_office(actor, office=found, name=body.name, day=body.day))


@router.post("/offices/{uuid:office_id}/merge", response=OfficeOut, operation_id="merge_office")
def merged(request: HttpRequest, office_id: UUID, body: OfficeMergeIn) -> OfficeOut:
    """Another office does its work and has its posts; answers with that one."""
    actor = actor_from(request)
    found, into = hall.one_office(actor, office_id), hall.one_office(actor, body.into)
    return OfficeOut.of(merge_office(actor, office=found, into=into, day=body.day))


@router.post("/posts", response={201: PostOut}, operation_id="create_post")
def new_post(request: HttpRequest, body: PostIn) -> PostOut:
    """Set up an empty post."""
    actor = actor_from(request)
    told = body.dict(exclude={"office", "role"})
    return PostOut.of(create_post(actor, office=hall.one_office(actor, body.office), role=Role(body.role), **told))


@router.get("/posts/{uuid:post_id}", response=PostOut, operation_id="get_post")
def post(request: HttpRequest, post_id: UUID) -> PostOut:
    """One post of today."""
    return PostOut.of(hall.one_post(actor_from(request), post_id))


@router.post("/posts/{uuid:post_id}/assign", response=PostOut, operation_id="assign_post")
def assigned(request: HttpRequest, post_id: UUID, body: PostAssignIn) -> PostOut:
    """Somebody holds the empty post from a day on."""
    actor = actor_from(request)
    found, account = hall.one_post(actor, post_id), hall.one_account(actor, body.account)
    return PostOut.of(assign_post(actor, post=found, account=account, day=body.day))


@router.post("/posts/{uuid:post_id}/end", response=PostOut, operation_id="end_post")
def ended(request: HttpRequest, post_id: UUID, body: PostEndIn) -> PostOut:
    """The holder's last day; answers with the empty post that goes on."""
    actor = actor_from(request)
    return PostOut.of(end_post(actor, post=hall.one_post(actor, post_id), why=body.why, day=body.day))


@router.post("/accounts", response={201: OpenedOut}, operation_id="create_account")
def new_account(request: HttpRequest, body: AccountIn) -> OpenedOut:
    """Open an account; the answer has its first password, this once."""
    return OpenedOut.opened(create_account(actor_from(request), username=body.username, name=body.name))


@router.get("/accounts/{uuid:account_id}", response=AccountOut, operation_id="get_account")
def account(request: HttpRequest, account_id: UUID) -> AccountOut:
    """One account that the caller administers."""
    return AccountOut.of(_account(request, account_id))


@router.post("/accounts/{uuid:account_id}/reset", response=OpenedOut, operation_id="reset_password")
def reset(request: HttpRequest, account_id: UUID) -> OpenedOut:
    """A new first password, said this once; the old one no longer counts."""
    found = _account(request, account_id)
    password = reset_password(actor_from(request), account=found)
    return OpenedOut.opened(OpenedAccount(found, password))


@router.post("/accounts/{uuid:account_id}/close", response=AccountOut, operation_id="deactivate_account")
def closed(request: HttpRequest, account_id: UUID, body: AccountReasonIn) -> AccountOut:
    """Close the account at once; its posts become empty, its tokens no longer count."""
    found = _account(request, account_id)
    deactivate_account(actor_from(request), account=found, why=body.why)
    return AccountOut.of(found)


@router.post("/accounts/{uuid:account_id}/reopen", response=AccountOut, operation_id="reactivate_account")
def reopened(request: HttpRequest, account_id: UUID, body: AccountReasonIn) -> AccountOut:
    """Open a closed account again, without posts."""
    found = _account(request, account_id)
    reactivate_account(actor_from(request), account=found, why=body.why)
    return AccountOut.of(found)


@router.get("/tokens/{uuid:token_id}", response=TokenOut, operation_id="get_token")
def token(request: HttpRequest, token_id: UUID) -> TokenOut:
    """One token of one's own, or of an account that the caller administers."""
    return TokenOut.of(hall.one_token(actor_from(request), token_id))


@router.post("/tokens/{uuid:token_id}/revoke", response=TokenOut, operation_id="revoke_token")
def revoked(request: HttpRequest, token_id: UUID, body: AccountReasonIn) -> TokenOut:
    """The token is refused from here on. Issuing one is done on its owner's account page alone."""
    actor = actor_from(request)
    found = hall.one_token(actor, token_id)
    revoke_token(actor, token=found, why=body.why)
    found.refresh_from_db()
    return TokenOut.of(found)


def _account(request: HttpRequest, key: UUID) -> Account:
    return hall.one_account(actor_from(request), key)
