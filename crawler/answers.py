"""What an answer is before anyone looks for links in it: a page, a redirect, an error, half a page, or none at all."""

from http import HTTPStatus

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from w3lib.url import safe_url_string

from archive.ledger import State
from archive.reading.media import HTML

REDIRECTS = (301, 302, 303, 307, 308)
GONE = (404, 410)
BLOCKED = {401: "login", 403: "forbidden", 412: "challenge", 521: "challenge"}
MAX_REASON = 300


def judge_status(response: Response) -> tuple[State, str] | None:
    """The state and reason of an answer that is no page; None where it may be one."""
    if response.status in GONE:
        return "gone", f"http {response.status}"
    if response.status in BLOCKED:
        return "blocked", f"{BLOCKED[response.status]} {response.status}"
    if response.status != HTTPStatus.OK:
        return "failed", f"http {response.status}"
    return None if response.body else ("failed", "empty_body: the page has 0 bytes")


def is_cut(response: Response, media: str) -> bool:
    """Whether a page without a stated length ends before it is closed. Many whole pages are sent without a length."""
    return "partial" in response.flags and media == HTML and b"</html>" not in response.body[-2000:].lower()


def declared_media(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")


def declared_charset(response: Response) -> str | None:
    return declared_media(response).lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None


def read_location(response: Response) -> str:
    """Where a redirect leads, its bytes escaped as they are: some portals write addresses in GBK."""
    try:
        return safe_url_string(response.headers.get("Location") or b"")
    except ValueError:
        return ""


def explain(error: BaseException | None) -> tuple[State, str]:
    """The state and reason of an address that gave no answer."""
    if isinstance(error, IgnoreRequest):
        told = str(error)
        if "DOWNLOAD_MAXSIZE" in told or "download max size" in told:
            return "refused", f"too_large: {told}"[:MAX_REASON]
        return "refused", "robots" if told == "Forbidden by robots.txt" else told[:MAX_REASON]
    if isinstance(error, DownloadCancelledError):
        return "refused", f"too_large: {error}"[:MAX_REASON]
    return "failed", f"network: {type(error).__name__} {error}"[:MAX_REASON]
