"""Numbers of issued papers: by sender and year, gap-free. The counter's row is locked until the paper is committed."""

from gasloop.access.models import Office
from gasloop.kernel import clock
from gasloop.referral.models import PaperCounter


def next_paper_number(sender: Office) -> str:
    """`经发办移〔2026〕3号`: the next number of the sender's referrals this legal year."""
    year = clock.today().year
    PaperCounter.objects.get_or_create(office=sender, year=year)
    counter = PaperCounter.objects.select_for_update().get(office=sender, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{sender.name}移〔{year}〕{counter.last}号"
