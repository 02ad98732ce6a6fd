"""A house with one ledger, for the machine's own tests."""

from django.urls import include, path

from gasloop.access.guard import public
from gasloop.shell.listing import urls
from tests.room.shell.ledger import OfficeListing, answer_refusal

urlpatterns = [
    path("", include("gasloop.shell.urls")),
    path("", include("gasloop.access.web.urls")),
    path("offices/", include((urls(OfficeListing), "demo"))),
    path("refuse/<str:kind>/", public("a test")(answer_refusal)),
]
handler404 = "gasloop.shell.errors.not_found"
handler500 = "gasloop.shell.errors.server_error"
