"""The room's places in the navigation."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gasloop.sensing.permissions import SENSING_EDIT, SENSING_VIEW
from gasloop.shell.navigation import nav

nav(47, pgettext_lazy("menu", "设备"), "sensing:devices", "heartbeat", SENSING_VIEW)
nav(48, _("未登记设备"), "sensing:unknown-senders", "question-mark", SENSING_EDIT)
