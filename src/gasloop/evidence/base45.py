"""Base45 (RFC 9285): bytes in the alphabet of a QR code's alphanumeric mode, 3 characters for 2 bytes."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def encode(content: bytes) -> str:
    """RFC 9285, section 4.1."""
    out = []
    for start in range(0, len(content) - 1, 2):
        value = content[start] * 256 + content[start + 1]
        value, first = divmod(value, 45)
        third, second = divmod(value, 45)
        out += [ALPHABET[first], ALPHABET[second], ALPHABET[third]]
    if len(content) % 2:
        second, first = divmod(content[-1], 45)
        out += [ALPHABET[first], ALPHABET[second]]
    return "".join(out)
