"""Outlines of divisions: imported from a file, never drawn by guess."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gasloop.access.scoping import Scoped
from gasloop.kernel.coordinates import Datum


class OutlineImport(Scoped):
    """A file of outlines: read, looked at, confirmed; undone as a whole.

    `shapes` is what the file says, as read: `[{name, code, polygons: [[[[east, north], …], …], …]}]` in the file's own
    coordinates (`polygons` as in a GeoJSON MultiPolygon);
    `datum` and `meridian` say what those are (`meridian`: degrees of a Gauss-Krüger zone, None for degrees). `choices`
    maps the position of a shape to the path of the division that it outlines.
    """

    SUBJECT_KIND = "outline_import"
    SEALED = (
        "filename",
        "file_digest",
        "datum",
        "meridian",
        "illustrative",
        "choices",
        "state",
        "territory",
        "voided_at",
    )

    class State(models.TextChoices):
        OPEN = "open", _("待确认")
        CONFIRMED = "confirmed", _("已采用")
        UNDONE = "undone", _("已撤销")

    filename = models.CharField(_("文件"), max_length=200)
    file_digest = models.BinaryField(max_length=32)
    shapes = models.JSONField(default=list)
    datum = models.CharField(_("坐标系"), max_length=8, choices=[(each.value, each.value) for each in Datum])
    meridian = models.FloatField(_("中央子午线"), null=True, blank=True)
    illustrative = models.BooleanField(_("示意"), default=False)
    choices = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OPEN)

    class Meta:
        verbose_name = _("界线导入")
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return self.filename


class Outline(Scoped):
    """The outline of one division (`territory` is its path): GeoJSON polygons in WGS-84.

    One is in force per division: not voided and not replaced by a later import.
    """

    SUBJECT_KIND = "outline"
    SEALED = ("territory", "geometry", "illustrative", "source_id", "replaced_by_id", "voided_at")

    geometry = models.JSONField()
    illustrative = models.BooleanField(_("示意"), default=False)
    source = models.ForeignKey(OutlineImport, on_delete=models.PROTECT, related_name="outlines")
    replaced_by = models.ForeignKey(
        OutlineImport, on_delete=models.PROTECT, null=True, blank=True, related_name="replaced"
    )

    class Meta:
        verbose_name = _("辖区界线")
        ordering: ClassVar[list[str]] = ["territory"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["territory"],
                condition=models.Q(voided_at__isnull=True, replaced_by__isnull=True),
                name="outline_in_force_once",
            )
        ]

    def __str__(self) -> str:
        return self.territory
