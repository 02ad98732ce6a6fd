"""The room's place in the navigation."""

from django.utils.translation import gettext_lazy as _

from gasloop.rulebook.permissions import RULEBOOK_VIEW
from gasloop.shell.navigation import LAW, nav

nav(70, _("规则库"), "rulebook:rules", "books", RULEBOOK_VIEW, group=LAW, key="l")
nav(71, _("法规标准"), "rulebook:sources", "book-2", RULEBOOK_VIEW, group=LAW)
nav(72, _("处置措施"), "rulebook:measures", "gavel", RULEBOOK_VIEW, group=LAW)
