"""The rival of the ledgers: Django admin over the same tables with the same columns, filters and search, open to all.

    DATABASE_URL=… python -m granian --interface wsgi benchmarks.admin_site:application

Configured as Django's own documentation advises for large tables: `list_select_related` for the joins, filters over
choices only, `show_full_result_count` on and off (two registrations). No sign-in, no scope, no search index: it
searches with `icontains`, as the admin does.
"""

import os

import django
from django.conf import settings as configured

from gasloop.project import settings as ours

DJANGO_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.messages",
    "django.contrib.sessions",
]  # fmt: skip
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "benchmarks.admin_site.nobody",
    "django.contrib.messages.middleware.MessageMiddleware",
]


def nobody(get_response):  # type: ignore[no-untyped-def]  # Django's middleware protocol
    """Nobody signs in; sessions and messages live in cookies, so that no table of the admin's own is asked."""

    def answer(request):  # type: ignore[no-untyped-def]  # Django's middleware protocol
        from django.contrib.auth.models import AnonymousUser

        request.user = AnonymousUser()
        return get_response(request)

    return answer


def _configure() -> None:
    apps = [app for app in ours.INSTALLED_APPS if app not in DJANGO_APPS]
    base = {name: getattr(ours, name) for name in dir(ours) if name.isupper()}
    base |= {
        "INSTALLED_APPS": [*DJANGO_APPS, *apps],
        "TEMPLATES": TEMPLATES,
        "MIDDLEWARE": MIDDLEWARE,
        "ROOT_URLCONF": "benchmarks.admin_urls",
        "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
        "MESSAGE_STORAGE": "django.contrib.messages.storage.cookie.CookieStorage",
        "DEBUG": False,
        "ALLOWED_HOSTS": ["*"],
        "SILENCED_SYSTEM_CHECKS": ["admin.E403", "admin.E408", "admin.E409", "admin.E410"],
    }
    configured.configure(**base)


if not configured.configured and os.environ.get("GASLOOP_ADMIN_RIVAL"):
    _configure()
    django.setup()
    from django.core.handlers.wsgi import WSGIHandler

    application = WSGIHandler()
