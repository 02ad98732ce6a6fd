"""Addresses of the rival: the admin's list of hazards, with and without the full count."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path

from gasloop.hazard.models import Hazard

if TYPE_CHECKING:
    _HazardAdmin = admin.ModelAdmin[Hazard]
else:
    _HazardAdmin = admin.ModelAdmin  # generic for the type checker only


class OpenSite(admin.AdminSite):
    """An admin that lets everybody in."""

    def has_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - everybody
        return True


class HazardAdmin(_HazardAdmin):
    """The columns of our list."""

    list_display = ("number", "site_name", "rule_title", "severity", "state", "due_at", "office_name", "territory")
    list_select_related = ("site", "rule", "owner_office")
    list_filter = ("state", "severity", "cause")
    search_fields = ("number", "site__name", "description")
    list_per_page = 50
    ordering = ("-found_at", "-id")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - everybody
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - nobody
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - nobody
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - nobody
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - everybody
        return True

    @admin.display(ordering="site__name")
    def site_name(self, row: Hazard) -> str:
        return row.site.name

    @admin.display(ordering="rule__title")
    def rule_title(self, row: Hazard) -> str:
        return str(row.rule.title)

    @admin.display(ordering="owner_office__name")
    def office_name(self, row: Hazard) -> str:
        return row.owner_office.name if row.owner_office else ""


class UncountedHazardAdmin(HazardAdmin):
    """Without the second count."""

    show_full_result_count = False


counted, uncounted = OpenSite("counted"), OpenSite("uncounted")
counted.register(Hazard, HazardAdmin)
uncounted.register(Hazard, UncountedHazardAdmin)
urlpatterns = [path("counted/", counted.urls), path("uncounted/", uncounted.urls)]
