"""A restaurant of a party that checks itself, here and in the other village."""

from tests.cast import COMMUNITY, VILLAGE, Cast
from tests.house.samples import Sample, parameter, sent
from tests.room.selfcheck.test_self_checks import shop

from gasloop.access.models import Post
from gasloop.kernel import clock
from gasloop.selfcheck.actions import admit_enterprise, open_checks
from gasloop.selfcheck.models import Enrolment, SelfCheck

PLACES = (COMMUNITY, VILLAGE)


def enrolled(cast: Cast, territory: str) -> Enrolment:
    """The one there, made when first asked for."""
    there = Enrolment.objects.filter(territory=territory).first()
    if there is None:
        site = shop(f"自查店{territory[-4:-1]}（示例）", territory=territory)
        admit_enterprise(cast.actor("head"), site_id=site.pk, username=f"shop{territory[-4:-1]}", name="张三")
        open_checks(at=clock.now())
        there = Enrolment.objects.get(site=site)
    return there


@parameter("enrolment_id")
def enrolments(cast: Cast) -> Sample:
    return Sample(*(enrolled(cast, place).pk for place in PLACES))


@parameter("check_id")
def checks(cast: Cast) -> Sample:
    return Sample(*(SelfCheck.objects.filter(site=enrolled(cast, place).site, rhythm="day")[0].pk for place in PLACES))


@parameter("site_id", url="selfcheck:dismiss")
@parameter("site_id", url="api:dismiss_enterprise")
@parameter("site_id", url="selfcheck:admit")
@parameter("site_id", url="api:admit_enterprise")
def sites(cast: Cast) -> Sample:
    return Sample(*(enrolled(cast, place).site_id for place in PLACES))


@parameter("post_id", url="selfcheck:dismiss")
@parameter("post_id", url="api:dismiss_enterprise")
def posts(cast: Cast) -> Sample:
    parties = [enrolled(cast, place).site.party_id for place in PLACES]
    return Sample(*(Post.objects.get(within_id=party).pk for party in parties))


sent("selfcheck:dismiss", {"why": "示例"})
sent("api:dismiss_enterprise", {"why": "示例"})
sent("selfcheck:admit", {"name": "李四", "title": "店长", "username": "lisi"})
sent("api:admit_enterprise", {"name": "李四", "username": "lisi"})
sent("api:own_complete_check", {"answers": []})
sent("api:own_rectify", {"note": "换了", "photos": ["0" * 64]})
