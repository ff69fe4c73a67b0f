"""The certificate by which the gateway proves itself: made here, or given and looked at."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from deploy.refusal import RefusalError
from deploy.secrets import private_folder, replace
from shared.language import Text

CERTIFICATE_FILE, KEY_FILE = "tls/certificate.pem", "tls/key.pem"
# Browsers take no certificate of more than 398 days.
_LIFE = timedelta(days=397)
_RENEWED_BEFORE = timedelta(days=60)


class CertificateError(RefusalError):
    """A certificate cannot serve."""


def own_certificate(
    folder: Path, names: Sequence[str], now: datetime | None = None
) -> tuple[Path, Path]:
    """
    Return certificate and key for the host names and addresses, kept below `folder`.

    They are made at the first start, and anew when the certificate ends within 60 days or lacks
    one of the names. It is signed by itself: who calls has to compare its fingerprint once.
    """
    now = now or datetime.now(UTC)
    certificate, key = folder / CERTIFICATE_FILE, folder / KEY_FILE
    if not _still_serves(certificate, key, names, now):
        private_folder(certificate.parent)
        made = ec.generate_private_key(ec.SECP256R1())
        # The key first: a start that is interrupted between the two makes both anew.
        replace(key, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        replace(certificate, _signed(made, names, now).public_bytes(Encoding.PEM))
    return certificate, key


def check_given(certificate: Path, key: Path, now: datetime | None = None) -> None:
    """Raise `CertificateError` unless a certificate from elsewhere and its key can serve now."""
    now = now or datetime.now(UTC)
    try:
        found = _read(certificate)
        private = load_pem_private_key(key.read_bytes(), password=None)
    except OSError as error:
        raise CertificateError(
            Text(f"证书或私钥无法读取：{error}", f"certificate or key cannot be read: {error}")
        ) from error
    except (ValueError, TypeError) as error:
        raise CertificateError(
            Text(
                f"证书或私钥不是有效的 PEM（私钥不得加密）：{certificate}、{key}",
                f"certificate or key is no PEM, or the key is encrypted: {certificate}, {key}",
            )
        ) from error
    if _public(found.public_key()) != _public(private.public_key()):
        raise CertificateError(
            Text(f"私钥 {key} 与证书不符", f"the key {key} is not that of the certificate")
        )
    if found.not_valid_after_utc <= now:
        ended = found.not_valid_after_utc.date()
        raise CertificateError(
            Text(f"证书已于 {ended} 到期：{certificate}", f"{certificate} ended on {ended}")
        )


def fingerprint(certificate: Path) -> str:
    """Return the SHA-256 of a certificate as browsers show it."""
    return _read(certificate).fingerprint(hashes.SHA256()).hex(":").upper()


def _read(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _still_serves(certificate: Path, key: Path, names: Sequence[str], now: datetime) -> bool:
    if not (certificate.exists() and key.exists()):
        return False
    try:
        check_given(certificate, key, now + _RENEWED_BEFORE)
    except CertificateError:
        return False
    extensions = _read(certificate).extensions
    held = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return all(_general_name(name) in held for name in names)


def _signed(
    key: ec.EllipticCurvePrivateKey, names: Sequence[str], now: datetime
) -> x509.Certificate:
    called = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, f"Concord {os.uname().nodename}"[:64])]
    )
    public = key.public_key()
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + _LIFE)
        .add_extension(x509.SubjectAlternativeName([_general_name(n) for n in names]), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(usage, True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
        .sign(key, hashes.SHA256())
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _public(key: PublicKeyTypes) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
