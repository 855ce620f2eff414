"""How an answer is fetched: Scrapy's HTTP/1.1, with a limit for headers, with what had come of an answer that was over
the limit of size or of time, and with a portal's own exceptions from TLS."""

import logging
from typing import Any
from urllib.parse import urldefrag, urlsplit

from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
    _ResponseReader,
    _ScrapyAgent,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadFailedError,
    IgnoreRequest,
)
from scrapy.http import Request, Response
from scrapy.utils._download_handlers import get_maxsize_msg, wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.ssl import TLSVersion
from twisted.web.client import BrowserLikePolicyForHTTPS, ResponseFailed
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from crawler.guard import GuardedResolver, explain_refusal
from crawler.hosts import hosts_of

MAX_HEADERS = 1000
MAX_HEADER_BYTES = 256 * 1024
"""Of one answer's header lines. Browsers allow 256 KiB too; without a limit 200,000 lines took 249 MB."""

LENGTH, TIME = "length", "time"
"""Flags of an answer that is over DOWNLOAD_MAXSIZE or DOWNLOAD_TIMEOUT, in the words of WARC-Truncated."""

SSL_OP_LEGACY_SERVER_CONNECT = 0x4

logger = logging.getLogger(__name__)


class TooManyHeadersError(Exception):
    pass


class DownloadHandler(HTTP11DownloadHandler):
    """Says why nothing was fetched where Twisted only says that it failed: IgnoreRequest with the ledger's reason.

    Where an answer is over a limit, Scrapy's DownloadCancelledError or DownloadTimeoutError is raised, and what had
    come of it is a Response in the request's meta, "cut", flagged LENGTH or TIME."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory
        # Twisted asks at once again where a connection that was kept open breaks.
        self._pool.retryAutomatically = False
        self._contextFactory: Any = TlsPolicy(crawler)

    async def download_request(self, request: Request) -> Response:
        """When the host's turn has come."""
        return await hosts_of(self._crawler).ask(request, self._fetch)

    async def _fetch(self, request: Request) -> Response:
        from twisted.internet import reactor  # noqa: PLC0415 - Scrapy installs it first

        # Put there after the handlers are made.
        resolver = reactor.nameResolver
        if not isinstance(resolver, GuardedResolver):
            raise IgnoreRequest("guard: TWISTED_DNS_RESOLVER has to be crawler.guard.GuardedResolver")
        try:
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(self._make_agent().download_request(request))
        except CannotResolveHostError as error:
            host = _host(request)
            if reason := resolver.refused.get(host):
                raise IgnoreRequest(explain_refusal(host, reason)) from error
            raise
        except DownloadFailedError as error:
            if failed := next((one for one in causes(error) if isinstance(one, TooManyHeadersError)), None):
                raise IgnoreRequest(f"headers: {failed}") from error
            raise

    def _make_agent(self) -> "_Agent":
        return _Agent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
        )


def causes(error: BaseException) -> list[BaseException]:
    """What Twisted found wrong with an answer."""
    cause = error.__cause__
    return [reason.value for reason in cause.reasons] if isinstance(cause, ResponseFailed) else []


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""


class _Agent(_ScrapyAgent):
    def _cb_bodyready(self, txresponse: Any, request: Request) -> Any:
        deliver = txresponse.deliverBody

        def deliver_body(reader: _ResponseReader) -> None:
            reader.__class__ = _Reader
            deliver(reader)

        txresponse.deliverBody = deliver_body
        try:
            return super()._cb_bodyready(txresponse, request)
        except DownloadCancelledError:
            # It says itself that it is too long, and is not waited for.
            told = {"txresponse": txresponse, "flags": [LENGTH]}
            request.meta["cut"] = self._cb_bodydone(told, urldefrag(request.url)[0])  # type: ignore[arg-type]
            raise

    @staticmethod
    def _cancel(_: Any, txresponse: Any) -> None:
        txresponse._bodyProtocol.cut(TIME)

    def _cb_timeout(self, result: Any, request: Request, url: str, timeout: float) -> Any:
        """Called at the end of every answer, with a Response or a Failure."""
        flags = result.flags if isinstance(result, Response) else []
        if LENGTH in flags or TIME in flags:
            request.meta["cut"] = result
        result = super()._cb_timeout(result, request, url, timeout)
        if LENGTH in flags:
            limit = request.meta.get("download_maxsize", self._maxsize)
            raise DownloadCancelledError(get_maxsize_msg(len(result.body), limit, request, expected=False))
        return result


class _Reader(_ResponseReader):
    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's
        room = self._maxsize - self._bytes_received
        if not self._maxsize or len(data) <= room or self._finished.called:
            super().dataReceived(data)
            return
        self._bodybuf.write(data[:room])
        self.cut(LENGTH)

    def cut(self, why: str) -> None:
        """The answer is what has come, and the connection is aborted."""
        self.transport._producer.abortConnection()  # type: ignore[union-attr]
        self._finish_response(flags=[why])


class _Parser(_LenientHTTPClientParser):
    lines = 0
    header_bytes = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's
        """Raises TooManyHeadersError, with which Twisted closes the connection. Interim answers (1xx) count too."""
        self.lines += 1
        self.header_bytes += len(line)
        if self.lines > MAX_HEADERS or self.header_bytes > MAX_HEADER_BYTES:
            raise TooManyHeadersError(f"more than {MAX_HEADERS} lines or {MAX_HEADER_BYTES} bytes of headers")
        super().lineReceived(line)


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Deferred[Any]:
        answer: Deferred[Any] = super().request(request)
        # Scrapy puts its parser in place of Twisted's in the same way, after it is made.
        assert self._parser is not None  # noqa: S101 - made by the line above
        self._parser.__class__ = _Parser
        return answer


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _Protocol:  # noqa: N802 - Twisted's
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


@implementer(IPolicyForHTTPS)
class TlsPolicy(BrowserLikePolicyForHTTPS):
    """Certificates are verified and TLS is 1.2 or later, except where the portal's file says otherwise for a host."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._crawler = crawler
        self._told: set[str] = set()

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - Twisted's
        host = hostname.decode("ascii")
        waived = self._crawler.spider.run.portal.waived(host)  # type: ignore[union-attr]
        if waived and host not in self._told:
            self._told.add(host)
            logger.warning("%s: TLS is %s, as the portal's file says", host, ", ".join(waived))
        old = "old" in waived
        factory = _ScrapyClientContextFactory(
            method=None if old else SSL.SSLv23_METHOD,
            verify_certificates="unverified" not in waived,
            tls_min_version=TLSVersion.TLSv1_0 if old else None,
        )
        creator: Any = factory.creatorForNetloc(hostname, port)
        if old:
            context = creator._createConnection.__self__.getContext()
            # TLS 1.0 and 1.1 sign with SHA-1, which OpenSSL allows at level 0 only. Twisted would take the ciphers out
            # of this string and leave the level.
            context.set_cipher_list(b"DEFAULT:@SECLEVEL=0")
            # Servers that cannot renegotiate safely (RFC 5746).
            context.set_options(SSL_OP_LEGACY_SERVER_CONNECT)
        return creator
