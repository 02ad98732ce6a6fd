"""The door for pages and API: Django under granian's WSGI."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gasloop.project.settings")
application = get_wsgi_application()
reverse("home")  # every room's views are read now and not by the first reader's request
# What is loaded stays: the collector need not look at half a million objects again, nor after every few requests.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
