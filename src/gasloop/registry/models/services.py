"""Who serves whom: a property manager a building or site, a technical service whoever contracted it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.scoping import Scoped
from gasloop.registry.kinds import ServiceKind
from gasloop.registry.models.households import Building
from gasloop.registry.models.objects import Party, Site


class Service(Scoped):
    """A party serves a site or a building (one of them) from a day to a day, both included; it lies where they lie."""

    SUBJECT_KIND = "service"
    SEALED = (
        "number",
        "kind",
        "party_id",
        "site_id",
        "building_id",
        "begins_on",
        "ends_on",
        "contract_no",
        "covers",
        "voided_at",
    )

    number = models.CharField(_("编号"), max_length=20, unique=True, db_collation="C", editable=False)
    kind = models.CharField(_("类别"), max_length=20, choices=ServiceKind)
    party = models.ForeignKey(Party, verbose_name=_("服务单位"), on_delete=models.PROTECT, related_name="services")
    site = models.ForeignKey(
        Site, verbose_name=_("服务对象"), on_delete=models.PROTECT, null=True, blank=True, related_name="services"
    )
    building = models.ForeignKey(
        Building, verbose_name=_("服务楼栋"), on_delete=models.PROTECT, null=True, blank=True, related_name="services"
    )
    begins_on = models.DateField(_("起始日期"))
    ends_on = models.DateField(_("终止日期"), null=True, blank=True)
    contract_no = models.CharField(_("合同编号"), max_length=60, blank=True)
    covers = models.CharField(_("服务内容"), max_length=200, blank=True)
    ended_why = models.TextField(_("终止原因"), blank=True, editable=False)
    request_digest = models.BinaryField(max_length=32, editable=False)

    class Meta:
        verbose_name = _("服务关系")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["ends_on", "id"], name="service_ending")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(site__isnull=True, building__isnull=False)
                | models.Q(site__isnull=False, building__isnull=True),
                name="service_one_target",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("begins_on")),
                name="service_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} · {self.get_kind_display()}"

    @property
    def target(self) -> Site | Building:
        """Whom it serves."""
        served = self.site or self.building
        if served is None:
            raise ValueError("a service without a target")
        return served
