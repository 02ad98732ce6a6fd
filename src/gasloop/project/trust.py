"""`/trust/`: with `--tls auto` the house has an authority of its own, whose certificate is installed here."""

import io

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from gasloop.access.guard import public
from gasloop.project.runtime.tls import ca_certificate_pem


@public("whoever wants to trust this house's certificate has to get it before signing in")
def trust(request: HttpRequest) -> HttpResponse:
    """How to install the certificate, with a QR code for phones; not there where another certificate is used."""
    _certificate()
    address = settings.CONFIG.public_url.rstrip("/") + reverse("trust-certificate")
    return render(request, "project/trust.html", {"address": address, "qr": _qr(address)})


@public("the certificate itself is public")
def certificate(_request: HttpRequest) -> HttpResponse:
    """The authority's certificate, as phones and browsers install it."""
    response = HttpResponse(_certificate(), content_type="application/x-x509-ca-cert")
    response["Content-Disposition"] = 'attachment; filename="gasloop-ca.crt"'
    return response


def _certificate() -> bytes:
    pem = ca_certificate_pem(settings.CONFIG.data_dir)
    if pem is None:
        raise Http404
    return pem


def _qr(text: str) -> SafeString:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", scale=5, xmldecl=False)
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn by segno, no text of anybody's
