"""Pages of reports by another hand than `tests/site`: other words, other markup, other layouts, made from a seed.

What reads these pages may not be tuned on the seeds a figure is reported for.

    texts       the reports: four eras, with titles and signatures
    markups     paragraphs, tables and metadata headers as editors leave them
    furniture   what stands round every page
    templates   the layouts

A new layout, header or paragraph is one entry in the dict of its module.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from tests.specimens.markups import PARAGRAPHS, render, write_header
from tests.specimens.templates import HEADED, TEMPLATES, Kit
from tests.specimens.texts import YEARS, Piece, write


@dataclass(frozen=True, slots=True)
class Specimen:
    name: str
    html: str
    title: str
    pieces: tuple[Piece, ...]
    """Paragraphs and tables of the report in reading order, without its title."""
    header: dict[str, str]
    """Key -> value as shown."""


def make_specimens(seed: int) -> Iterator[Specimen]:
    """One page a layout; the eras take turns."""
    for at, name in enumerate(TEMPLATES):
        yield make_specimen(name, list(YEARS)[(seed + at) % len(YEARS)], random.Random(f"{seed}/{name}"))


def make_specimen(name: str, era: str, rng: random.Random) -> Specimen:
    draft = write(era, rng)
    published = draft.signed + timedelta(days=rng.randint(1, 20))
    header, shown = write_header(draft.organ, draft.title, published, draft.signed, rng)
    write_title = PARAGRAPHS[rng.choice([name for name in PARAGRAPHS if name != "unclosed"])]
    kit = Kit(
        site=rng.choice((f"{draft.organ[:3]}人民政府", draft.organ)),
        title=draft.title,
        header=header,
        head=[write_title(line, "") for line in draft.head],
        parts=render(draft.pieces, draft.closing, rng),
        closing=len(draft.closing),
        opening=str(draft.pieces[0]),
        rng=rng,
    )
    claim = rng.choice((f"{draft.title}_{kit.site}", f"{kit.site}-{draft.title}", draft.title, kit.site, "年度报告"))
    metas = rng.choice(("", f'<meta name="ArticleTitle" content="{draft.title}"><meta name="SiteName" content="{kit.site}">'))
    html = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{claim}</title>{metas}</head><body>{TEMPLATES[name](kit)}</body></html>"
    return Specimen(name, html, draft.title, (*draft.pieces, *draft.closing), shown if name in HEADED else {})
