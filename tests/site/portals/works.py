"""A portal while it is being made: pages and answers as they are put up, rows as they wait for their list."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.site.columns import Column
from tests.site.encode import LABELS
from tests.site.organs import Organ
from tests.site.portals.families import Family
from tests.site.portals.rows import Row
from tests.site.portals.skins import SKINS
from tests.site.templates import CHARSET, Frame, Link
from tests.site.truth import Answer, Asked, Page, TrueReport


@dataclass(slots=True)
class Hub:
    column: Column
    kind: str = "blocks"
    """How it shows its links: "blocks", "tree", "select", "nodes", "frame"."""
    blocks: dict[str, list[Link]] = field(default_factory=dict)
    """Title of a block -> its links."""


@dataclass(slots=True)
class Works:
    seed: str
    organs: tuple[Organ, ...]
    family: Family
    frame: Frame
    skin: str
    charset: str
    numbers: Iterator[int]
    session: str = ""
    """What is put behind the addresses of the organs' columns: a session id, or nothing."""
    pages: dict[str, Page] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    hosts: dict[str, dict[str, Page]] = field(default_factory=lambda: {"files": {}})
    hubs: dict[str, Hub] = field(default_factory=dict)
    """By the path of their column."""
    rows: dict[Column, list[Row]] = field(default_factory=dict)
    mechanisms: dict[Column, str] = field(default_factory=dict)
    reports: list[TrueReport] = field(default_factory=list)
    hidden: list[TrueReport] = field(default_factory=list)
    """Reports of lists that need a browser."""
    decoys: dict[str, str] = field(default_factory=dict)
    lists: list[str] = field(default_factory=list)
    needs_browser: list[str] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    mirrors: list[str] = field(default_factory=list)
    robots: list[str] = field(default_factory=list)
    """Lines of robots.txt."""
    features: set[str] = field(default_factory=set)

    def rng(self, *about: object) -> random.Random:
        """Chance of its own for each thing."""
        return random.Random("/".join(map(str, (self.seed, *about))))

    def add_column(self, parent: Column, name: str, token: str) -> Column:
        return Column(name, self.family.spell_column(parent.path, token, next(self.numbers)), parent)

    def add_hub(self, parent: Column | None, name: str, path: str, kind: str = "blocks") -> Column:
        column = Column(name, path, parent)
        self.hubs[path] = Hub(column, kind)
        return column

    def link(self, hub: Column, block: str, name: str, path: str) -> None:
        self.hubs[hub.path].blocks.setdefault(block, []).append((name, path))

    def put_page(self, path: str, text: str) -> None:
        self.pages[path] = self.encode(text)

    def encode(self, text: str) -> Page:
        """In the portal's charset, under a label that need not be right."""
        if self.charset == "utf-8":
            return Page(text.replace(CHARSET, '<meta charset="utf-8">', 1).encode(), "text/html; charset=utf-8")
        meta, content_type = LABELS[sum(map(ord, text[-900:])) % len(LABELS)]
        return Page(text.replace(CHARSET, meta, 1).encode("gbk", "xmlcharrefreplace"), content_type)

    def put_file(self, path: str, text: str, content_type: str) -> None:
        self.pages[path] = Page(text.encode(), content_type)

    def put_content(self, path: str, title: str, content: str, crumbs: tuple[Link, ...] = ()) -> None:
        self.put_page(path, SKINS[self.skin](self.frame, title, content, {}, crumbs))

    def put_answers(self, answers: dict[str, Answer]) -> None:
        for path, answer in answers.items():
            self.answers[path] = _ask_both(self.answers[path], answer) if path in self.answers else answer


def _ask_both(first: Answer, second: Answer) -> Answer:
    def answer(asked: Asked) -> Page | None:
        page = first(asked)
        other = second(asked) if page is None or page.status != 200 else None
        return other or page

    return answer
