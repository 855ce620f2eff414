"""What an answer is before anyone looks for links in it: a page, a redirect, an error, half a page, or none at all."""

import re
from http import HTTPStatus

from OpenSSL import SSL
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from service_identity import VerificationError
from twisted.web._newclient import ParseError
from w3lib.url import safe_url_string

from archive.ledger import State
from archive.reading.media import HTML
from archive.warc.coding import CodingError
from crawler.download import causes
from crawler.pace import NotNowError
from crawler.trouble import judge_words

REDIRECTS = (301, 302, 303, 307, 308)
GONE = (404, 410)
BLOCKED = {401: "login", 403: "forbidden", 412: "challenge", 468: "challenge", 521: "challenge"}
HEAD = 20_000
"""Bytes of an error page in which it says what stands in the way."""
LOGIN = re.compile(r"(?:^|[/.])(?:sso|login|logon|signin|passport|authserver)(?:[/.?;:]|$)", re.I)
"""Where a redirect leads that asks for a login: a part of a host's name, or of a path."""
OLD_TLS = re.compile("protocol version|unsupported protocol|wrong version number|no protocols available")
"""How OpenSSL, here or there, says that two have no version of TLS in common."""
MAX_REASON = 300


def judge_status(response: Response) -> tuple[State, str] | None:
    """The state and reason of an answer that is no page; None where it may be one."""
    if response.status in GONE:
        return "gone", f"http {response.status}"
    if response.status in REDIRECTS and LOGIN.search(read_location(response).partition("?")[0]):
        return "blocked", f"login {response.status}"
    if response.status != HTTPStatus.OK and (found := judge_words(*[_head(response)] * 2)):
        return found[0], f"{found[1].partition(':')[0]} {response.status}"
    if response.status in BLOCKED:
        return "blocked", f"{BLOCKED[response.status]} {response.status}"
    if response.status != HTTPStatus.OK:
        return "failed", f"http {response.status}"
    if "dataloss" in response.flags:
        return "failed", f"truncated: the connection was lost after {len(response.body)} bytes"
    return None if response.body else ("failed", "empty_body: the page has 0 bytes")


def _head(response: Response) -> str:
    """The beginning of an error page in either of the charsets that portals use."""
    head = response.body[:HEAD]
    return head.decode("utf-8", "ignore") + head.decode("gb18030", "ignore")


def is_cut(response: Response, media: str) -> bool:
    """Whether a page ends before it is closed. Many whole pages are sent without a length, and pieces of pages without
    an end; but none of 66 saved from portals opens <html> and closes neither that nor its body."""
    if media != HTML or b"</html>" in (end := response.body[-2000:].lower()):
        return False
    if "partial" in response.flags:
        return True
    opened = b"<html" in response.body[:3000].lower()
    return opened and "Content-Length" in response.headers and b"</body>" not in end and b"</frameset>" not in end


def declared_media(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")


def read_location(response: Response) -> str:
    """Where a redirect leads, its bytes escaped as they are: some portals write addresses in GBK."""
    try:
        return safe_url_string(response.headers.get("Location") or b"")
    except ValueError:
        return ""


def explain(error: BaseException | None) -> tuple[State, str]:
    """The state and reason of an address that gave no answer."""
    if isinstance(error, NotNowError):
        return error.state, str(error)[:MAX_REASON]
    if isinstance(error, IgnoreRequest):
        told = str(error)
        if "DOWNLOAD_MAXSIZE" in told or "download max size" in told:
            return "refused", f"too_large: {told}"[:MAX_REASON]
        return "refused", told[:MAX_REASON]
    if isinstance(error, CodingError):
        return "failed", str(error)[:MAX_REASON]
    if isinstance(error, DownloadCancelledError):
        return "refused", f"too_large: {error}"[:MAX_REASON]
    for wrong in causes(error) if error else ():
        if isinstance(wrong, (SSL.Error, VerificationError)):
            return "failed", f"tls: {_explain_tls(wrong)}"[:MAX_REASON]
        if isinstance(wrong, (ParseError, ValueError, KeyError)):
            return "failed", f"protocol: {type(wrong).__name__} {wrong}"[:MAX_REASON]
    return "failed", f"network: {type(error).__name__} {error}"[:MAX_REASON]


def _explain_tls(error: SSL.Error | VerificationError) -> str:
    """What OpenSSL says: a list with entries such as ("SSL routines", "", "certificate verify failed")."""
    if isinstance(error, VerificationError):
        return "the certificate is of another name"
    entries = error.args[0] if error.args and isinstance(error.args[0], list) else []
    said = ", ".join(str(entry[-1]) for entry in entries) or f"{type(error).__name__} {error}".strip()
    return f"{said}; the host speaks no TLS 1.2 or later" if OLD_TLS.search(said) else said
