"""The site while it is being made."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from tests.site.columns import Column, Tree
from tests.site.headers import HEADERS, Facts
from tests.site.lists import Entry, sort_entries
from tests.site.organs import Organ
from tests.site.templates import TEMPLATES, Article, Frame, Link, render_article
from tests.site.truth import TrueReport


@dataclass(slots=True)
class Draft:
    seed: int
    organs: tuple[Organ, ...]
    """The government, the bureau, the two towns."""
    tree: Tree
    frame: Frame
    numbers: Iterator[int]
    """Numbers of documents, each used once."""
    articles: dict[str, tuple[Article, str]] = field(default_factory=dict)
    """Path -> article and the name of its template."""
    rows: dict[Column, list[Entry]] = field(default_factory=dict)
    """The rows of each list."""
    reports: list[TrueReport] = field(default_factory=list)
    decoys: dict[str, str] = field(default_factory=dict)

    def rng(self, *about: object) -> random.Random:
        """Chance of its own for each thing, so that adding one leaves the others as they were."""
        return random.Random("/".join(map(str, (self.seed, *about))))


def start_numbers(rng: random.Random) -> Iterator[int]:
    return itertools.count(rng.randint(20_000, 80_000), rng.randint(3, 17))


def make_path(column: Column, day: date, number: int) -> str:
    """As TRS WCM names its pages."""
    return f"{column.path}{day:%Y%m}/t{day:%Y%m%d}_{number}.html"


def publish(draft: Draft, column: Column, article: Article, template: str) -> None:
    """Keep the article and give it a row in the column's list."""
    draft.articles[article.path] = (article, template)
    draft.rows.setdefault(column, []).append(Entry(article.title, article.path, article.published))


def publish_plain(
    draft: Draft, column: Column, title: str, paragraphs: tuple[str, ...], day: date, folder: str | None = None
) -> str:
    """An article that is no report; its path, in the column or in another folder."""
    number = next(draft.numbers)
    path = f"{folder}t{day:%Y%m%d}_{number}.html" if folder else make_path(column, day, number)
    rng = draft.rng("plain", path)
    header, _ = rng.choice(list(HEADERS.values()))(
        Facts(title, draft.organs[0].name, day, day, number, column.name), rng
    )
    body = "\n".join(f"<p>　　{paragraph}</p>" for paragraph in paragraphs)
    publish(draft, column, Article(title, header, body, column.crumbs, day, path), rng.choice(list(TEMPLATES)))
    return path


def render_articles(draft: Draft) -> dict[str, str]:
    """Path -> page of every article, each with the rows before and after its own as 上一篇 and 下一篇."""
    neighbours: dict[str, tuple[Link, Link]] = {}
    for entries in draft.rows.values():
        ordered = sort_entries(entries)
        for before, entry, after in zip(ordered, ordered[1:], ordered[2:], strict=False):
            neighbours.setdefault(entry.path, ((before.title, before.path), (after.title, after.path)))
    return {
        path: render_article(
            draft.frame, replace(article, neighbours=neighbours.get(path)), template, draft.rng("page", path)
        )
        for path, (article, template) in draft.articles.items()
    }
