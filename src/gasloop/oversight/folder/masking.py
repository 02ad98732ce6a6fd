"""Personal data in a folder that leaves the house: masked. Offices and their people stand as they signed. Pure."""

import re

from gasloop.evidence.envelope import mask_id_number, mask_phone

_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def mask_person(name: str) -> str:
    """`张老板` → `张**`: who stands there stays recognisable to whoever was there."""
    name = name.strip()
    return name[:1] + "*" * (len(name) - 1)


def mask_text(text: str) -> str:
    """Identity numbers and mobile numbers inside a free text."""
    text = _ID.sub(lambda found: mask_id_number(found[0]), text)
    return _PHONE.sub(lambda found: mask_phone(found[0]), text)
