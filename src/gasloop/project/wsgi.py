"""The door for pages and API: Django under granian's WSGI."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gasloop.project.settings")
application = get_wsgi_application()
