"""HTTPS: an authority and a server certificate of one's own, or the operator's pair, checked before anything starts.

Phones need HTTPS for camera, position and offline work. 397 days is the longest life browsers accept for a server
certificate (CA/Browser Forum Baseline Requirements 6.3.2 as of 2020).
"""

import datetime as dt
import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from gasloop.kernel import clock
from gasloop.project.runtime.keys import write_private
from gasloop.project.runtime.sentences import StartError

CA_YEARS = 10
SERVER_DAYS = 397
RENEW_DAYS = 30
UNROUTED = ("192.0.2.1", 9)  # RFC 5737 documentation address: a UDP "connect" to it sends nothing


@dataclass(frozen=True, slots=True)
class Pair:
    """Files of a certificate (chain) and its key, PEM, the key as PKCS#8 without a password."""

    cert: Path
    key: Path


def automatic(tls_dir: Path, names: list[str]) -> Pair:
    """Our own certificate for `names`: made when missing, when it runs out within 30 days, when the names change."""
    authority, authority_key = _authority(tls_dir)
    pair = Pair(tls_dir / "server.pem", tls_dir / "server.key")
    if not _still_good(pair, names, authority):
        key = ec.generate_private_key(ec.SECP256R1())
        cert = _server_certificate(names, key, authority, authority_key)
        write_private(pair.key, _key_pem(key))
        write_private(pair.cert, cert.public_bytes(serialization.Encoding.PEM))
    return pair


def ca_certificate_pem(data_dir: Path) -> bytes | None:
    """The authority's certificate for people to install, None when `--tls auto` was never used here."""
    path = data_dir / "tls" / "ca.pem"
    return path.read_bytes() if path.exists() else None


def given(cert: Path, key: Path, tls_dir: Path) -> Pair:
    """The operator's pair, checked: readable, belonging together, valid today. The key is copied as PKCS#8."""
    first = _load_certificate(cert)
    private = _load_key(key)
    if _public(private) != _spki(first):
        raise StartError("tls.mismatch", cert=cert, key=key)
    if not first.not_valid_before_utc <= clock.system_time() < first.not_valid_after_utc:
        start, end = first.not_valid_before_utc.date(), first.not_valid_after_utc.date()
        raise StartError("tls.expired", cert=cert, start=start, end=end)
    copy = tls_dir / "given.key"
    write_private(copy, _key_pem(private))
    return Pair(cert, copy)


def machine_names(host: str, public_host: str | None) -> list[str]:
    """Every name and address this server may be called by, for the certificate."""
    names = ["localhost", "127.0.0.1", "::1", socket.gethostname()]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        names += _lan_addresses()
    else:
        names.append(host)
    if public_host:
        names.append(public_host)
    return sorted({name.lower() for name in names if name})


def _lan_addresses() -> list[str]:
    """The address by which other machines reach this one; none without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(UNROUTED)
        except OSError:
            return []
        address: str = probe.getsockname()[0]
        return [address]


def _authority(tls_dir: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    cert_file, key_file = tls_dir / "ca.pem", tls_dir / "ca.key"
    if cert_file.exists() and key_file.exists():
        key = _load_key(key_file)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return _load_certificate(cert_file), key
    key = ec.generate_private_key(ec.SECP256R1())
    cert = _authority_certificate(key)
    write_private(key_file, _key_pem(key))
    write_private(cert_file, cert.public_bytes(serialization.Encoding.PEM))
    return cert, key


def _authority_certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = _name(f"GasLoop CA {socket.gethostname()}"[:64])
    usage = _usage(key_cert_sign=True, crl_sign=True)
    builder = _builder(name, name, key, dt.timedelta(days=365 * CA_YEARS))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return builder.sign(key, hashes.SHA256())


def _server_certificate(
    names: list[str],
    key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    builder = _builder(_name("GasLoop"), authority.subject, key, dt.timedelta(days=SERVER_DAYS))
    alternative = x509.SubjectAlternativeName([_general_name(name) for name in names])
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    builder = builder.add_extension(alternative, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(digital_signature=True), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    builder = builder.add_extension(signer, critical=False)
    return builder.sign(authority_key, hashes.SHA256())


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, life: dt.timedelta
) -> x509.CertificateBuilder:
    start = clock.system_time() - dt.timedelta(hours=1)  # phones' clocks are not exact
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(start).not_valid_after(start + life)


def _usage(*, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _still_good(pair: Pair, names: list[str], authority: x509.Certificate) -> bool:
    if not (pair.cert.exists() and pair.key.exists()):
        return False
    try:
        cert, key = _load_certificate(pair.cert), _load_key(pair.key)
    except StartError:
        return False
    alternative = cert.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    left = cert.not_valid_after_utc - clock.system_time()
    same = set(alternative) == {_general_name(name) for name in names}
    return same and left > dt.timedelta(days=RENEW_DAYS) and _public(key) == _spki(cert) and _signed(cert, authority)


def _signed(cert: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        cert.verify_directly_issued_by(authority)
    except Exception:  # noqa: BLE001 - InvalidSignature, ValueError, TypeError: each means "not by this authority"
        return False
    return True


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _load_certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as problem:
        raise StartError("tls.unreadable", path=path) from problem


def _load_key(path: Path) -> PrivateKeyTypes:
    try:
        return serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as problem:
        raise StartError("tls.unreadable", path=path) from problem


def _key_pem(key: PrivateKeyTypes) -> bytes:
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def _public(key: PrivateKeyTypes) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.DER, form)


def _spki(cert: x509.Certificate) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return cert.public_key().public_bytes(serialization.Encoding.DER, form)
