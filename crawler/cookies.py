"""Cookies, as many as a browser must keep of one host (RFC 6265, 6.1), and no more: 2,000 of 4 KB made 8 MB of each
request."""

from collections.abc import Iterable
from http.cookiejar import Cookie

from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Request
from scrapy.http.cookies import CookieJar

MAX_COOKIES = 50
MAX_COOKIE_BYTES = 8 * 1024
"""Of one request's Cookie header: what servers take."""


class BoundedCookies(CookiesMiddleware):
    def process_request(self, request: Request) -> None:  # type: ignore[override]
        super().process_request(request)
        if header := request.headers.get("Cookie"):
            request.headers["Cookie"] = cut_cookies(header)
            if not request.headers["Cookie"]:
                del request.headers["Cookie"]

    def _process_cookies(self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request) -> None:
        """A host whose jar is full can renew its cookies, and set no others."""
        for cookie in cookies:
            known = [name for paths in jar._cookies.get(cookie.domain, {}).values() for name in paths]
            if cookie.name in known or len(known) < MAX_COOKIES:
                super()._process_cookies([cookie], jar=jar, request=request)


def cut_cookies(header: bytes) -> bytes:
    """The cookies from the front that fit."""
    kept: list[bytes] = []
    left = MAX_COOKIE_BYTES
    for cookie in header.split(b"; "):
        left -= len(cookie) + 2
        if left >= 0:
            kept.append(cookie)
    return b"; ".join(kept)
