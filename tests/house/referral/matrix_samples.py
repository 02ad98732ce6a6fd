"""A referral of a hazard here, and of one in the other village."""

from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.house.inspection.matrix_samples import visited
from tests.house.samples import Sample, parameter, sent

from gasloop.referral.actions import Letter, send_referral


@parameter("referral_id")
def referrals(cast: Cast) -> Sample:
    letter = Letter(cast.offices["区消防救援支队"].pk, "超出本镇职权（示例）")
    here, there = (
        send_referral(cast.clerk.actor, hazard_id=visited(cast, place).hazards[0].pk, letter=letter).pk
        for place in (COMMUNITY, VILLAGE)
    )
    return Sample(here=here, there=there)


@parameter("step", url="referral:step")
def steps(cast: Cast) -> Sample:
    return Sample(here="remind", there="remind", nowhere="remind")


@parameter("sha256", url="referral:file")
def files(cast: Cast) -> Sample:
    return Sample(here="0" * 64, there="0" * 64, nowhere="0" * 64)


sent("api:send_referral", {"to_office": "01900000-0000-7000-8000-00000000dead", "reason": "超出职权（示例）"})
sent("api:receive_referral", {"by": "值班员（示例）"})
sent("api:answer_referral", {"outcome": "in_hand", "text": "正在办理（示例）"})
sent("api:withdraw_referral", {"why": "送错单位（示例）"})
