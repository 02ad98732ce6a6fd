"""What granian's workers load: our applications, in processes that do not outlive granian itself.

Granian's workers would go on serving after a `kill -9` of their parent and share the port with its successor. Django is
imported inside, in the worker: this package itself knows none.
"""

import importlib
import os
import signal
from typing import Protocol, cast

from gasloop.project.runtime.child import die_with_parent


class Application(Protocol):
    """A WSGI or ASGI callable; granian knows which."""

    def __call__(self, *args: object) -> object: ...


def web() -> Application:
    """The pages and the API (WSGI)."""
    return _load("gasloop.project.wsgi")


def live() -> Application:
    """The live streams (ASGI)."""
    return _load("gasloop.project.live")


def _load(module: str) -> Application:
    die_with_parent(os.getppid(), signal.SIGTERM)
    return cast(Application, importlib.import_module(module).application)
