"""TLS is verified, except where a portal's file names the host."""

import datetime
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from archive.errors import UsageError
from crawler import portals
from tests.fetching import fetch

ALLOW = {"GUARD_ALLOW": "127.0.0.1"}


@pytest.fixture
def self_signed(tmp_path: Path) -> Iterator[str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + datetime.timedelta(days=1))
    signed = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
    file = tmp_path / "both.pem"
    file.write_bytes(
        signed.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html></html>")

    def log_message(self, *args: object) -> None:
        pass


def test_a_certificate_that_proves_nothing_is_refused(self_signed: str) -> None:
    (told, _) = fetch(self_signed, env=ALLOW, lies={"localhost": ["127.0.0.1"]})
    assert told["trouble"][0] == "failed" and "certificate" in told["trouble"][1]
    assert told["captured"] == []


@pytest.mark.parametrize("waived", [["unverified"], ["old", "unverified"]])
def test_it_is_taken_where_the_file_names_the_host_and_the_record_says_so(self_signed: str, waived: list[str]) -> None:
    told = fetch(self_signed, self_signed, env=ALLOW, lies={"localhost": ["127.0.0.1"]}, tls={"localhost": waived})
    assert told[1]["trouble"] is None
    assert told[1]["captured"] == [[13, None, ", ".join(waived)]] * 2
    assert told[2]["log"].count("as the portal's file says") == 1


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
