"""Photos and signatures between pages and the store: keep what was uploaded, show what a record names."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse

from gasloop.evidence import attachments
from gasloop.evidence.models import Attachment
from gasloop.kernel.actor import Actor
from gasloop.kernel.refusal import NotFound
from gasloop.shell.forms import Signature

A_YEAR = 365 * 24 * 3600


def keep_photos(actor: Actor, uploads: "Sequence[UploadedFile[bytes]]") -> list[str]:
    """Store each upload; their digests, in the same order. Refusal naming the first that is no photo."""
    return [
        attachments.store(
            actor, content=upload, filename=upload.name or "", media_type=upload.content_type or ""
        ).sha256
        for upload in uploads
    ]


def keep_signature(actor: Actor, signature: Signature | None) -> str:
    """Store a drawn signature; its digest, or nothing where nobody signed."""
    if signature is None or signature.png is None:
        return ""
    return attachments.store(actor, content=signature.png, filename="signature.png", media_type="image/png").sha256


def photo_response(sha256: str, named: Sequence[str]) -> FileResponse:
    """The file, if it is one of those that the record in question `named`; NotFound otherwise.

    A digest never changes its content, so the reader's own browser may keep it.
    """
    if sha256 not in named:
        raise NotFound
    stored = attachments.open(sha256)
    row = Attachment.objects.get(pk=sha256)
    response = FileResponse(stored, content_type=row.media_type)
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    response["Content-Disposition"] = "inline"
    return response
