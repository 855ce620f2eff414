"""A column with rows, as its list mechanism gets it, and what the mechanism makes of it."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.site.portals.rows import Row, RowStyle, print_rows
from tests.site.truth import Answer, Page

Frame = Callable[[str, str], Page]
"""Content and what has to stand in the head -> the page of the column."""


@dataclass(frozen=True, slots=True)
class Shelf:
    name: str
    path: str
    rows: Sequence[Row]
    """In the order of the list."""
    size: int
    """Rows a page."""
    style: RowStyle
    frame: Frame
    seed: str
    lie: int = 0
    """How many pages more, or fewer, than there are the pager speaks of."""

    @property
    def chunks(self) -> list[Sequence[Row]]:
        return [self.rows[at : at + self.size] for at in range(0, len(self.rows), self.size)] or [()]

    @property
    def rng(self) -> random.Random:
        return random.Random(f"{self.seed}/{self.path}")

    @property
    def folder(self) -> str:
        return self.path[: self.path.rindex("/") + 1]

    def show(self, rows: Sequence[Row], page: str = "") -> str:
        """Rows as markup, to stand on this page of the list."""
        return f'<div class="lm_title">{self.name}</div>\n<div class="listbox">{self.print(rows, page)}</div>'

    def print(self, rows: Sequence[Row], page: str = "") -> str:
        return print_rows(rows, page or self.path, self.style)

    def page(self, content: str) -> Page:
        return self.frame(content, '<base href="/">' if self.style.link == "base" else "")


@dataclass(frozen=True, slots=True)
class Listed:
    pages: dict[str, Page]
    lists: tuple[str, ...]
    """Addresses of the list's pages and data answers, as the portal's own script asks for them."""
    answers: dict[str, Answer] = field(default_factory=dict)
    needs_browser: bool = False


Mechanism = Callable[[Shelf], Listed]


def name_page(path: str, mark: str, extension: str = "html") -> str:
    """The address of a further page: `mark` before the extension, "index" where the column is a folder."""
    if path.endswith("/"):
        return f"{path}index{mark}.{extension}"
    stem, _, ending = path.rpartition(".")
    return f"{stem}{mark}.{ending}"


def put_pages(shelf: Shelf, paths: Sequence[str], pagers: Sequence[str]) -> Listed:
    """One page a chunk, its pager below the rows."""
    texts = [shelf.show(chunk, path) for chunk, path in zip(shelf.chunks, paths, strict=True)]
    pages = {path: shelf.page(f"{text}\n{pager}") for path, text, pager in zip(paths, texts, pagers, strict=True)}
    return Listed(pages, tuple(paths))
