"""Whose token is at `/account/tokens/<key>/revoke/`: the clerk's here, the village's grid officer's there."""

from tests.cast import COMMUNITY, TOWN, Cast
from tests.house.samples import Sample, parameter, sent

from gasloop.access.actions import issue_token


@parameter("key", url="access:token-revoke")
def tokens(cast: Cast) -> Sample:
    here, there = (
        issue_token(person.actor, account=person.account, label="样例").token.pk
        for person in (cast.people["clerk"], cast.people["far_grid"])
    )
    return Sample(here=here, there=there)


HALL = {"name": "样例新办（示例）", "level": "town", "territory": TOWN}
sent("api:add_office", HALL)
sent("api:add_territory", {"parent": COMMUNITY, "code": "99", "name": "样例网格", "kind": "grid"})
sent("api:create_account", {"username": "sample2", "name": "样例人"})
sent("api:merge_office", lambda cast: {"into": str(cast.offices["应急办"].pk)})
sent(
    "api:create_post",
    lambda cast: {"office": str(cast.offices["应急办"].pk), "title": "样例岗", "role": "grid", "territory": TOWN},
)
sent("api:assign_post", lambda cast: {"account": str(cast.people["grid"].account.pk)})
sent("api:rename_office", {"name": "样例改名（示例）"})
sent("api:end_post", {"why": "样例"})
sent("api:deactivate_account", {"why": "样例"})
sent("api:reactivate_account", {"why": "样例"})
sent("api:revoke_token", {"why": "样例"})
