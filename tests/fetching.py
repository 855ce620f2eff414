"""Asks for addresses as the crawler does, with its own handler, guard, codings and cookies, and prints what came of
each. A process of its own, with one argument: {"urls": …, "settings": …, "lies": …, "tls": …}.

`together`: all at once. `lies`: what a name resolves to, at the first, the second time it is asked for. `tls`: the
portal file's key.
"""

import asyncio
import json
import resource
import socket
import sys
from tempfile import TemporaryDirectory
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings
from twisted.internet._resolver import GAIResolver

from archive.home import find_home
from crawler import answers
from crawler import settings as project
from crawler.portals import Portal
from tests.commands import environment, run


def fetch(*urls: str, env: dict[str, str] | None = None, **asked: Any) -> list[dict[str, Any]]:
    """State, reason, number of bytes and flags of each address, in the order they are given; each is asked for when the
    one before it is answered, or all together. `rise` is by how many bytes the process grew."""
    told = run(["fetching", json.dumps({"urls": urls, **asked})], None, environment(**(env or {})), seconds=60)
    assert told.returncode == 0, told.stderr
    return [json.loads(line) for line in told.stdout.splitlines()] + [{"log": told.stderr}]


class Captures:
    def __init__(self, tls: dict[str, list[str]]) -> None:
        hosts = {host: tuple(waived) for host, waived in tls.items()}
        self.portal = Portal("x", "http://x.example/", "x.example", tls=hosts)
        self.kept: list[Any] = []
        self.hosts: dict[str, Any] = {}
        self.crawl_id = "c"
        self._folder = TemporaryDirectory()
        self.home = find_home({"ARCHIVE_HOME": self._folder.name})

    def capture(self, answer: Any, confirmed: Any = None, is_promised: bool = True) -> str:
        self.kept.append(answer)
        return str(len(self.kept))

    def recall_hosts(self, hosts: Any) -> list[Any]:
        return []


class Fetching(Spider):
    name = "fetching"

    def __init__(self, asked: dict[str, Any]) -> None:
        super().__init__()
        self.asked = asked
        self.run = Captures(asked.get("tls", {}))

    async def start(self):  # type: ignore[no-untyped-def]
        begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        asking = (self.ask(url, begun) for url in self.asked["urls"])
        for told in await asyncio.gather(*asking) if self.asked.get("together") else [await one for one in asking]:
            print(json.dumps(told), flush=True)
        return
        yield

    async def ask(self, url: str, begun: int) -> dict[str, Any]:
        told: dict[str, Any] = {"url": url}
        meta = {"dont_redirect": True, "handle_httpstatus_all": True, "download_fail_on_dataloss": False}
        try:
            request = Request(url, meta=meta, dont_filter=True)
            response = await self.crawler.engine.download_async(request)
            told["trouble"] = answers.judge_status(response)
            told |= {"bytes": len(response.body), "flags": response.flags}
            told["cut"] = answers.is_cut(response, "text/html")
        except Exception as error:
            told["trouble"] = answers.explain(error)
        told["rise"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - begun) * 1024
        told["captured"] = [[len(one.body), one.truncated, one.tls] for one in self.run.kept]
        return told


def lie(lies: dict[str, list[str]]) -> None:
    """Stands in for the DNS of the world."""
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *more: Any, **named: Any) -> Any:
        if answers_left := lies.get(host):
            address = answers_left.pop(0) if len(answers_left) > 1 else answers_left[0]
            return real(address, port, *more, **named)
        return real(host, port, *more, **named)

    socket.getaddrinfo = getaddrinfo
    # Twisted keeps the function it found when it was imported.
    asks = GAIResolver.__init__
    asks.__defaults__ = tuple(getaddrinfo if one is real else one for one in asks.__defaults__)


def main() -> None:
    asked = json.loads(sys.argv[1])
    lie(asked.get("lies", {}))
    settings = Settings()
    settings.setmodule(project)
    settings.setdict({
        "SCHEDULER": "scrapy.core.scheduler.Scheduler", "ITEM_PIPELINES": {}, "EXTENSIONS": {}, "DOWNLOAD_DELAY": 0,
        "ROBOTSTXT_OBEY": False, "RETRY_ENABLED": False, "LOG_LEVEL": "WARNING", "MEMUSAGE_ENABLED": False,
        **asked.get("settings", {}),
    })  # fmt: skip
    process = CrawlerProcess(settings)
    process.crawl(Fetching, asked=asked)
    process.start()
