"""The room's place in the navigation, and where its duties are done."""

from django.utils.translation import pgettext_lazy

from gasloop.plan.duty_pages import duty_page
from gasloop.referral.models import Referral
from gasloop.referral.permissions import REFERRAL_VIEW
from gasloop.shell.navigation import FOLLOWING, nav

nav(54, pgettext_lazy("menu", "移送抄告"), "referral:referrals", "send", REFERRAL_VIEW, group=FOLLOWING)
duty_page(Referral.SUBJECT_KIND, "referral:referral")
