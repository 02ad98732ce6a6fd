"""HTTPS from the start: our own authority, or the operator's pair, checked before anything starts."""

import datetime as dt
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from tests.torture.town import Town
from tests.wire.straw_town import open_place

from gasloop.kernel import clock
from gasloop.project.runtime import tls
from gasloop.project.runtime.nats import free_port
from gasloop.project.runtime.sentences import StartError

NAMES = ["127.0.0.1", "gas.example", "localhost"]


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """The `tls/` of a data directory."""
    (tmp_path / "tls").mkdir()
    return tmp_path / "tls"


def shake_hands(pair: tls.Pair, ca: Path, name: str) -> None:
    """A handshake in memory: a client that trusts `ca` calls the server `name`."""
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(pair.cert, pair.key)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.create_default_context(cafile=str(ca)).wrap_bio(to_client, to_server, server_hostname=name)
    server = server_side.wrap_bio(to_server, to_client, server_side=True)
    pending = [client, server]
    while pending:
        side = pending.pop(0)
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            pending.append(side)


def test_a_browser_that_trusts_our_authority_trusts_the_server(room: Path) -> None:
    pair = tls.automatic(room, NAMES)
    for name in NAMES:
        shake_hands(pair, room / "ca.pem", name)
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        shake_hands(pair, room / "ca.pem", "other.example")
    assert (room / "ca.key").stat().st_mode & 0o777 == 0o600
    assert pair.key.stat().st_mode & 0o777 == 0o600
    pem = tls.ca_certificate_pem(room.parent)
    assert pem is not None
    assert pem.startswith(b"-----BEGIN CERTIFICATE-----")


def test_the_certificate_lives_397_days_and_is_renewed_in_time(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = tls.automatic(room, NAMES).cert.read_bytes()
    cert = x509.load_pem_x509_certificate(first)
    assert cert.not_valid_after_utc - cert.not_valid_before_utc == dt.timedelta(days=397)
    assert tls.automatic(room, NAMES).cert.read_bytes() == first, "a good certificate is kept"
    now = clock.system_time()
    monkeypatch.setattr(clock, "system_time", lambda: now + dt.timedelta(days=366))
    assert tls.automatic(room, NAMES).cert.read_bytes() == first
    monkeypatch.setattr(clock, "system_time", lambda: now + dt.timedelta(days=368))
    assert tls.automatic(room, NAMES).cert.read_bytes() != first


def test_other_names_or_another_authority_make_a_new_certificate(room: Path) -> None:
    first = tls.automatic(room, NAMES).cert.read_bytes()
    second = tls.automatic(room, [*NAMES, "10.1.2.3"]).cert.read_bytes()
    assert second != first
    authority = (room / "ca.pem").read_bytes()
    (room / "ca.key").unlink()
    third = tls.automatic(room, [*NAMES, "10.1.2.3"])
    assert (room / "ca.pem").read_bytes() != authority
    shake_hands(third, room / "ca.pem", "10.1.2.3")


def make_pair(place: Path, name: str, *, days: int = 30) -> tuple[Path, Path]:
    """An operator's pair, the key in the old RSA form, valid for `days` from a day ago."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    start = clock.system_time() - dt.timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(start - dt.timedelta(days=1))
    cert = builder.not_valid_after(start + dt.timedelta(days=days)).sign(key, hashes.SHA256())
    (place / f"{name}.pem").write_bytes(cert.public_bytes(serialization.Encoding.PEM))
    old_form = serialization.PrivateFormat.TraditionalOpenSSL
    pem = key.private_bytes(serialization.Encoding.PEM, old_form, serialization.NoEncryption())
    (place / f"{name}.key").write_bytes(pem)
    return place / f"{name}.pem", place / f"{name}.key"


def test_an_operators_pair_is_taken_in_any_pem_form(room: Path, tmp_path: Path) -> None:
    pair = tls.given(*make_pair(tmp_path, "good"), room)
    assert pair.key.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
    assert pair.key.stat().st_mode & 0o777 == 0o600


def test_a_wrong_pair_is_refused_with_a_reason(room: Path, tmp_path: Path) -> None:
    cert, key = make_pair(tmp_path, "a")
    other_cert, _ = make_pair(tmp_path, "b")
    old_cert, old_key = make_pair(tmp_path, "old", days=0)
    (tmp_path / "noise").write_text("noise")
    cases = [
        (other_cert, key, "tls.mismatch"),
        (old_cert, old_key, "tls.expired"),
        (tmp_path / "noise", key, "tls.unreadable"),
        (cert, tmp_path / "noise", "tls.unreadable"),
        (cert, tmp_path / "none", "tls.unreadable"),
    ]
    for one, other, code in cases:
        with pytest.raises(StartError) as refused:
            tls.given(one, other, room)
        assert refused.value.code == code


@pytest.fixture
def secure_town() -> Iterator[Town]:
    with open_place() as place:
        port = free_port()
        command = ["-m", "tests.torture.standin", "up", str(place / "data"), str(port), "--tls", "auto"]
        town = Town(command, place / "data", f"https://127.0.0.1:{port}", place / "up.log")
        town.ca_file = place / "data/tls/ca.pem"
        town.start()
        yield town
        town.stop()


def test_up_speaks_https_that_verifies(secure_town: Town) -> None:
    context = ssl.create_default_context(cafile=str(secure_town.ca_file))
    answer = httpx.get(f"{secure_town.origin}/readyz", verify=context, trust_env=False)
    assert answer.json() == {"postgres": "up", "nats": "up"}
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{secure_town.origin}/readyz", trust_env=False)
    with pytest.raises(httpx.TransportError):
        httpx.get(secure_town.origin.replace("https", "http") + "/readyz", trust_env=False)
