"""TLS is verified, except where a portal's file names the host."""

import datetime
import ssl
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from OpenSSL import SSL
from scrapy.exceptions import DownloadFailedError
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from archive.errors import UsageError
from crawler import portals
from crawler.answers import explain
from tests.fetching import fetch

ALLOW = {"GUARD_ALLOW": "127.0.0.1"}


NOW = datetime.datetime.now(datetime.UTC)
DAY = datetime.timedelta(days=1)


class Signed(NamedTuple):
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def shown(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def secret(self) -> bytes:
        form, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        return self.key.private_bytes(serialization.Encoding.PEM, form, none)


def sign(
    name: str, by: Signed | None = None, *, is_authority: bool = False, until: datetime.datetime = NOW + DAY
) -> Signed:
    """A certificate of a name, signed by another one or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = by.certificate.subject if by else subject
    number = x509.random_serial_number()
    made = x509.CertificateBuilder(issuer, subject, key.public_key(), number, until - 2 * DAY, until)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    if is_authority or by:
        made = made.add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    return Signed(made.sign(by.key if by else key, hashes.SHA256()), key)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for localhost that it signed itself."""
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    file.write_bytes((made := sign("localhost")).shown + made.secret)
    return file


@contextmanager
def served(context: ssl.SSLContext) -> Iterator[str]:
    server = Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def self_signed(certificate: Path) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with served(context) as url:
        yield url


@pytest.fixture
def old(certificate: Path) -> Iterator[list[str]]:
    """Two hosts: one speaks TLS 1.0 and nothing else, the other 1.1."""
    with ExitStack() as stack:
        yield [stack.enter_context(served(speak_only(version, certificate))) for version in ("TLSv1", "TLSv1_1")]


def speak_only(version: str, certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    try:
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    except ssl.SSLError as error:
        pytest.skip(f"{ssl.OPENSSL_VERSION} cannot serve {version}: {error}")
    return context


class Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that does not like our certificate or version leaves."""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html></html>")
        while self.path == "/endless":
            self.wfile.write(b"x" * 100_000)
        if self.path == "/silent":
            time.sleep(5)

    def log_message(self, *args: object) -> None:
        pass


def test_a_certificate_that_proves_nothing_is_refused(self_signed: str) -> None:
    (told, _) = fetch(self_signed, env=ALLOW, lies={"localhost": ["127.0.0.1"]})
    assert told["trouble"] == ["failed", "tls: certificate verify failed"]
    assert told["captured"] == []


@pytest.mark.parametrize("waived", [["unverified"], ["old", "unverified"]])
def test_it_is_taken_where_the_file_names_the_host_and_the_record_says_so(self_signed: str, waived: list[str]) -> None:
    told = fetch(self_signed, self_signed, env=ALLOW, lies={"localhost": ["127.0.0.1"]}, tls={"localhost": waived})
    assert told[1]["trouble"] is None
    assert told[1]["captured"] == [[13, None, ", ".join(waived)]] * 2
    assert told[2]["log"].count("as the portal's file says") == 1


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("none", None),
        ("intermediate missing", "tls: certificate verify failed"),
        ("another name", "tls: the certificate is of another name"),
        ("expired", "tls: certificate verify failed"),
    ],
)
def test_a_certificate_with_one_fault_is_refused_and_taken_where_the_file_names_the_host(
    tmp_path: Path, fault: str, why: str | None
) -> None:
    root = sign("Root", is_authority=True)
    between = sign("Between", root, is_authority=True)
    name, until = ("localhost", "x.example")[fault == "another name"], NOW - DAY if fault == "expired" else NOW + DAY
    leaf = sign(name, between, until=until)
    trusted, sent = tmp_path / "root.pem", tmp_path / "sent.pem"
    trusted.write_bytes(root.shown)
    sent.write_bytes(leaf.shown + (b"" if fault == "intermediate missing" else between.shown) + leaf.secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sent)
    env, lies = {**ALLOW, "SSL_CERT_FILE": str(trusted)}, {"localhost": ["127.0.0.1"]}
    with served(context) as url:
        (strict, _) = fetch(url, env=env, lies=lies)
        (waived, _) = fetch(url, env=env, lies=lies, tls={"localhost": ["unverified"]})
    assert strict["trouble"] == (["failed", why] if why else None)
    assert strict["captured"] == ([] if why else [[13, None, None]])
    assert waived["trouble"] is None and waived["captured"] == [[13, None, "unverified"]]


def test_a_host_that_speaks_old_tls_only_is_refused_and_the_reason_says_so(old: list[str]) -> None:
    (*told, _) = fetch(*old, env=ALLOW, lies={"localhost": ["127.0.0.1"]}, tls={"localhost": ["unverified"]})
    for one in told:
        assert one["trouble"][0] == "failed" and one["trouble"][1].startswith("tls: ")
        assert one["trouble"][1].endswith("; the host speaks no TLS 1.2 or later")
        assert one["captured"] == []


def test_old_tls_is_spoken_where_the_file_names_the_host_and_the_record_says_so(
    old: list[str], certificate: Path
) -> None:
    trusted = {**ALLOW, "SSL_CERT_FILE": str(certificate)}
    (*told, _) = fetch(*old, env=trusted, lies={"localhost": ["127.0.0.1"]}, tls={"localhost": ["old"]})
    assert [one["trouble"] for one in told] == [None, None]
    assert told[1]["captured"] == [[13, None, "old"]] * 2


def test_old_tls_makes_no_certificate_true(old: list[str]) -> None:
    (*told, _) = fetch(*old, env=ALLOW, lies={"localhost": ["127.0.0.1"]}, tls={"localhost": ["old"]})
    assert [one["trouble"] for one in told] == [["failed", "tls: certificate verify failed"]] * 2


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (SSL.Error([("SSL routines", "", "dh key too small")]), "tls: dh key too small"),
        (SSL.SysCallError(104, "ECONNRESET"), "tls: SysCallError (104, 'ECONNRESET')"),
        (SSL.Error([]), "tls: Error []"),
    ],
)
def test_whatever_openssl_says_is_a_reason(said: SSL.Error, reason: str) -> None:
    failed = DownloadFailedError()
    failed.__cause__ = ResponseFailed([Failure(said)])
    assert explain(failed) == ("failed", reason)


def test_limits_of_size_and_time_cut_an_answer_that_comes_over_tls_too(self_signed: str) -> None:
    (long, slow, _) = fetch(
        f"{self_signed}endless",
        f"{self_signed}silent",
        env=ALLOW,
        lies={"localhost": ["127.0.0.1"]},
        tls={"localhost": ["unverified"]},
        settings={"DOWNLOAD_MAXSIZE": 300_000, "DOWNLOAD_TIMEOUT": 2},
    )
    assert long["trouble"][0] == "refused" and slow["trouble"][0] == "failed"
    assert slow["captured"] == [[300_000, "length", "unverified"], [13, "time", "unverified"]]


def test_another_host_of_the_file_changes_nothing(self_signed: str) -> None:
    (told, _) = fetch(
        self_signed,
        env=ALLOW,
        lies={"localhost": ["127.0.0.1"]},
        tls={"x.example": ["unverified"]},
    )
    assert told["trouble"][0] == "failed"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('"old"', "tls has to be a dict"),
        ('{ "http://x.example" = ["old"] }', "'http://x.example' is no host"),
        ('{ "x.example" = "old" }', 'has to be a list of "old" or "unverified"'),
        ('{ "x.example" = ["none"] }', 'has to be a list of "old" or "unverified"'),
    ],
)
def test_a_wrong_key_is_named(tmp_path: Path, value: str, said: str) -> None:
    (tmp_path / "x.toml").write_text(f'url = "https://x.example/"\ntls = {value}\n')
    with pytest.raises(UsageError, match=said):
        portals.from_name("x", tmp_path)
