"""The site while it is being made."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tests.site.columns import Column, Tree
from tests.site.lists import Entry
from tests.site.organs import Organ
from tests.site.templates import Article, Frame, render_article
from tests.site.truth import TrueReport


@dataclass(slots=True)
class Draft:
    seed: int
    organs: tuple[Organ, ...]
    tree: Tree
    frame: Frame
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(20_417, 13))
    """Numbers of documents, each used once."""
    texts: dict[str, str] = field(default_factory=dict)
    """Path -> page, not yet encoded."""
    entries: dict[Column, list[Entry]] = field(default_factory=dict)
    """The rows of each list."""
    reports: list[TrueReport] = field(default_factory=list)
    decoys: dict[str, str] = field(default_factory=dict)

    def rng(self, *about: object) -> random.Random:
        """Chance of its own for each thing, so that adding one leaves the others as they were."""
        return random.Random("/".join(map(str, (self.seed, *about))))

    def list(self, column: Column, title: str, path: str, day: date) -> None:
        self.entries.setdefault(column, []).append(Entry(title, path, day))

    def publish(self, article: Article, template: str) -> None:
        self.texts[article.path] = render_article(self.frame, article, template, self.rng("page", article.path))


def make_path(column: Column, day: date, number: int, scheme: str = "trs") -> str:
    if scheme == "jcms":
        return f"/art/{day.year}/{day.month}/{day.day}/art_{4000 + len(column.path) * 7}_{number}.html"
    return f"{column.path}{day:%Y%m}/t{day:%Y%m%d}_{number}.html"
