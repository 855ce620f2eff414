"""Pages of reports by another hand than `tests/site`: other words, other markup, other layouts, made from a seed.

What reads these pages may not be tuned on the seeds a figure is reported for.

    texts       the reports: four eras, with titles and signatures
    markups     paragraphs, tables and metadata headers as editors leave them
    layouts     what stands round a text, and how the parts of a page lie

A new layout is a file in layouts/; a new header or paragraph is one entry in the dict of its module.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from tests.specimens.layouts import LAYOUTS, Parts
from tests.specimens.markups import PARAGRAPHS, render, write_header
from tests.specimens.texts import YEARS, Draft, Piece, write


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
    for at, name in enumerate(LAYOUTS):
        yield make_specimen(name, list(YEARS)[(seed + at) % len(YEARS)], random.Random(f"{seed}/{name}"))


def make_specimen(name: str, era: str, rng: random.Random) -> Specimen:
    draft = write(era, rng)
    published = draft.signed + timedelta(days=rng.randint(1, 20))
    header, shown = write_header(draft.organ, draft.title, published, draft.signed, rng)
    site = rng.choice((f"{draft.organ[:3]}人民政府", draft.organ))
    named = {"title": draft.title, "site": site, "header": header, "opening": str(draft.pieces[0])}
    body = LAYOUTS[name].format_map(Parts(named | _part(draft, rng), rng))
    claim = rng.choice((f"{draft.title}_{site}", f"{site}-{draft.title}", draft.title, site, "年度报告"))
    said = f'<meta name="ArticleTitle" content="{draft.title}"><meta name="SiteName" content="{site}">'
    html = PAGE.format(claim=claim, metas=rng.choice(("", said)), body=body)
    shows = "{header}" in LAYOUTS[name]
    return Specimen(name, html, draft.title, (*draft.pieces, *draft.closing), shown if shows else {})


PAGE = """<!DOCTYPE html><html><head><meta charset=utf-8>
<title>{claim}</title>{metas}
</head><body>{body}</body></html>"""


def _part(draft: Draft, rng: random.Random) -> dict[str, str]:
    """The report's markup, whole and in the parts that layouts put into elements of their own."""
    write_title = PARAGRAPHS[rng.choice([name for name in PARAGRAPHS if name != "unclosed"])]
    head = [write_title(line, "") for line in draft.head]
    parts = [*head, *render(draft.pieces, draft.closing, rng)]
    signed = len(parts) - len(draft.closing)
    named = parts if head else [f"<p align=center>{draft.title}</p>", *parts]
    return {
        "body": "".join(parts),
        "named_body": "".join(named),
        "text": "".join(parts[:signed]),
        "signature": "".join(parts[signed:]),
        "blocks": "".join(f"<div class=block>{part}</div>" for part in parts),
        "rows": "".join(f"<tr><td>{part}</td></tr>" for part in parts),
        "boxes": "".join(
            f"<div class=col><div class=box><div>{''.join(parts[at : at + 3])}</div></div></div>"
            for at in range(0, len(parts), 3)
        ),
    }
