"""Text that may be translated later (`gettext_lazy`) or is at hand."""

from django.utils.functional import Promise

Words = str | Promise
