"""What can be done with many objects of the ledger at once; each row by its own verb."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gasloop.kernel.actor import Actor
from gasloop.registry.actions import close_site, correct_site
from gasloop.registry.models import Site
from gasloop.registry.permissions import REGISTRY_EDIT
from gasloop.shell.desk import Desk, Option
from gasloop.shell.listing import Ask, BulkAct, OfficeFilter

WHY = Ask("why", _("原因"))


def _close(actor: Actor, site: Site, told: Mapping[str, str]) -> None:
    close_site(actor, site_id=site.pk, why=told["why"])


def _hand_over(actor: Actor, site: Site, told: Mapping[str, str]) -> None:
    correct_site(actor, site_id=site.pk, why=told["why"], changes={"owner_office_id": UUID(told["office"])})


def _offices(desk: Desk) -> Sequence[Option]:
    return tuple(OfficeFilter().options(desk).items())


HAND_OVER = BulkAct(
    "office",
    _("更换责任单位"),
    REGISTRY_EDIT,
    _hand_over,
    _("改由所选单位负责"),
    (Ask("office", _("责任单位"), _offices), WHY),
    "switch-horizontal",
)
CLOSE = BulkAct("close", _("登记停业或退出"), REGISTRY_EDIT, _close, _("自今天起停业或退出"), (WHY,), "door")
