"""Addresses of the frame itself; the project mounts them at the root."""

from django.urls import path

from gasloop.shell.preferences import preferences

app_name = "shell"
urlpatterns = [path("shell/preferences/", preferences, name="preferences")]
