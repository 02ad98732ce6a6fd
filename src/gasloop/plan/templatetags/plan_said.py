"""`{{ remark.message|said }}`: what the compiler said, in the reader's language."""

from django import template

from gasloop.plan.said import in_words

register = template.Library()
register.filter("said", in_words)
