"""Whose token is at `/account/tokens/<key>/revoke/`: the clerk's here, the village's grid officer's there."""

from tests.cast import Cast
from tests.house.samples import Sample, parameter

from gasloop.access.actions import issue_token


@parameter("key", url="access:token-revoke")
def tokens(cast: Cast) -> Sample:
    here, there = (
        issue_token(person.actor, account=person.account, label="样例").token.pk
        for person in (cast.people["clerk"], cast.people["far_grid"])
    )
    return Sample(here=here, there=there)
