"""Relay is the room of the outbox."""

from django.apps import AppConfig


class RelayConfig(AppConfig):
    name = "gasloop.relay"
    label = "relay"
    verbose_name = "事件中继"
