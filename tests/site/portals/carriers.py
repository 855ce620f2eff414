"""How a report stands on a portal: as a page, with attachments, or as nothing but a file, a frame or an image."""

import random
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from tests.site.body import render_body
from tests.site.columns import Column
from tests.site.portals.articles import add_page, put_article
from tests.site.portals.attachments import add_file
from tests.site.portals.families import make_hex
from tests.site.portals.rows import Row
from tests.site.portals.works import Works
from tests.site.publishing import Publication, tell_truth
from tests.site.truth import TrueReport

Carrier = Callable[[Works, Column, Publication], TrueReport]


def publish_report(works: Works, column: Column, publication: Publication, carrier: str) -> TrueReport:
    """What is true of it; its row is put on the column's list."""
    report = CARRIERS[carrier](works, column, publication)
    works.features.add(f"file:{carrier}")
    rng = works.rng("row", report.paths[0])
    works.rows.setdefault(column, []).append(Row(_name_row(publication, rng), report.paths[0], publication.published))
    return report


def _name_row(publication: Publication, rng: random.Random) -> str:
    """Mostly the title; some lists leave out the organ, and some the year, which the page says."""
    year = publication.report.figures.year
    return rng.choice(
        (
            *[publication.title] * 6,
            f"{year}年政府信息公开工作年度报告",
            f"{year}年度报告",
            "政府信息公开工作年度报告",
            f"{publication.organ.names[-1]}信息公开年报（{year}）",
        )
    )


def _tell_file(publication: Publication, path: str, files: tuple[str, ...]) -> TrueReport:
    report = tell_truth(publication, [(path, ("", {"published": ""}))])
    return replace(
        report, header={}, lines=(), headings=(), cells=(), pieces=(), errors=(), files=files, file_only=True
    )


def _carry_page(works: Works, column: Column, publication: Publication) -> TrueReport:
    return tell_truth(publication, [add_page(works, column, publication)])


def _carry_attached(works: Works, column: Column, publication: Publication) -> TrueReport:
    """The text is on the page, and in a file below it."""
    extension = works.rng("extension", publication.title).choice(("doc", "docx", "pdf", "wps", "xls"))
    address, href = add_file(works, column, publication, extension)
    link = f'<a href="{href}" title="{publication.title}.{extension}">{publication.title}.{extension}</a>'
    after = f'<div class="fujian"><p>附件：</p><p>1.{link}</p></div>'
    report = tell_truth(publication, [add_page(works, column, publication, after)])
    return replace(report, files=(address,))


def _carry_row(extension: str) -> Carrier:
    """The row itself leads to the file."""

    def carry(works: Works, column: Column, publication: Publication) -> TrueReport:
        address, _ = add_file(works, column, publication, extension)
        return _tell_file(publication, address, (address,))

    return carry


def _carry_stub(extension: str, markup: str) -> Carrier:
    """A page that holds nothing but a line and the file: linked, embedded or shown in a viewer."""

    def carry(works: Works, column: Column, publication: Publication) -> TrueReport:
        path = works.family.spell_article(column.path, publication.published, next(works.numbers))
        address, href = add_file(works, column, publication, extension)
        # A viewer takes the address of the file as one field of its own.
        viewed = quote(address.replace("//files", "@@HOST:files@@"), safe="/:@")
        body = markup.format(href=href, name=publication.title, ext=extension, viewed=viewed)
        put_article(works, column, publication, path, body)
        return _tell_file(publication, path, (address,))

    return carry


def _carry_images(works: Works, column: Column, publication: Publication) -> TrueReport:
    """Scanned pages."""
    path = works.family.spell_article(column.path, publication.published, next(works.numbers))
    files = [add_file(works, column, publication, extension) for extension in ("jpg", "png")]
    body = "".join(f'<p align="center"><img src="{href}" border="0" OLDSRC="W02.jpg"></p>' for _, href in files)
    put_article(works, column, publication, path, body)
    return _tell_file(publication, path, tuple(address for address, _ in files))


def _carry_framed(works: Works, column: Column, publication: Publication) -> TrueReport:
    """The text is another page, in an iframe."""
    path = works.family.spell_article(column.path, publication.published, next(works.numbers))
    inner = f"/infopublic/text/{make_hex(works.seed, path)}.html"
    body = render_body(publication.report.pieces, works.rng("markup", path))
    html = f'<html><head><meta charset="utf-8"><title>{publication.title}</title></head><body>{body}</body></html>'
    works.put_page(inner, html)
    frame = f'<iframe src="{inner}" width="100%" height="3000" scrolling="no" frameborder="0"></iframe>'
    put_article(works, column, publication, path, frame)
    return _tell_file(publication, path, (inner,))


LINE = '<p>　　{name}全文请见附件。</p><p>附件：<a href="{href}">{name}.{ext}</a></p>'
CLICK = '<p>点击下载：<a href="{href}" target="_blank" download>{name}</a></p>'
VIEWER = '<iframe src="/pdfjs/web/viewer.html?file={viewed}" width="100%" height="900"></iframe>'
FRAME = '<iframe src="{href}" width="100%" height="900"></iframe>'
EMBED = '<object data="{href}" type="application/pdf" width="100%"><embed src="{href}" type="application/pdf"></object>'

CARRIERS: dict[str, Carrier] = {
    "page": _carry_page,
    "page_attached": _carry_attached,
    "row_pdf": _carry_row("pdf"),
    "row_docx": _carry_row("docx"),
    "row_doc": _carry_row("doc"),
    "row_wps": _carry_row("wps"),
    "row_ofd": _carry_row("ofd"),
    "row_zip": _carry_row("zip"),
    "stub_pdf": _carry_stub("pdf", LINE),
    "stub_doc": _carry_stub("doc", CLICK),
    "stub_docx": _carry_stub("docx", LINE),
    "frame_pdf": _carry_stub("pdf", FRAME),
    "viewer_pdf": _carry_stub("pdf", VIEWER),
    "embed_pdf": _carry_stub("pdf", EMBED),
    "frame_html": _carry_framed,
    "images": _carry_images,
}
