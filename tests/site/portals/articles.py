"""Reports as pages of a portal."""

from tests.site.body import render_body
from tests.site.columns import Column
from tests.site.headers import HEADERS, Facts, Header
from tests.site.portals.skins import SKINS
from tests.site.portals.works import Works
from tests.site.publishing import Publication, name_publisher
from tests.site.templates import TEMPLATES, Article, make_metas


def add_page(works: Works, column: Column, publication: Publication, after: str = "") -> tuple[str, Header]:
    """The report as a page of the column, with `after` behind its text."""
    path = works.family.spell_article(column.path, publication.published, next(works.numbers))
    body = render_body(publication.report.pieces, works.rng("markup", path))
    return path, put_article(works, column, publication, path, works.family.wrap.format(body) + after)


def put_article(works: Works, column: Column, publication: Publication, path: str, body: str) -> Header:
    """Headers and templates are dealt out, so that each meets each."""
    title, published, rng, at = publication.title, publication.published, works.rng("page", path), len(works.pages)
    kind = list(HEADERS)[at % len(HEADERS)]
    facts = Facts(title, name_publisher(publication.organ, rng), published, publication.report.written, at + 3000)
    header = HEADERS[kind](facts, rng)
    works.features.add(f"header:{kind}")
    metas = make_metas(works.frame, title, column.name, f"{published} {facts.clock}") if rng.random() < 0.7 else {}
    article = Article(title, header[0], body, column.crumbs, published, path, metas)
    content = TEMPLATES[list(TEMPLATES)[at // len(HEADERS) % len(TEMPLATES)]](article, rng)
    shown = rng.choice((f"{title}_{works.frame.site_name}", title, works.frame.site_name))
    works.put_page(path, SKINS[works.skin](works.frame, shown, content, metas, article.crumbs))
    return header
