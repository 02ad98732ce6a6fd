"""A pytest plugin, loaded before Django's settings: the suite's own PostgreSQL and NATS, unless the caller has some."""

import os

from gasloop.project.runtime.engines_for_tests import ensure

os.environ["GASLOOP_DB_POOL"] = "0"
if "DATABASE_URL" not in os.environ:
    os.environ.update(ensure())
