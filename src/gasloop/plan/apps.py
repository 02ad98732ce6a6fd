"""The room's app."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "gasloop.plan"
    label = "plan"
    verbose_name = "方案与责任"
