"""HTML → Document: one parse; then header tables, container, body, header lines, attachments, in this order."""

from collections.abc import Container, Sequence, Set
from dataclasses import replace

from archive.reading.attachments import base_address, find_files
from archive.reading.body import lay_out, read_body
from archive.reading.container import STRONG, Box, find_container, weigh
from archive.reading.document import Attachment, Document, Finding, Picture, body_lines
from archive.reading.grids import is_data, read_tables
from archive.reading.headers import group, header_tables, named_titles, surrounding_headers, with_values
from archive.reading.lines import Line, compact, page_lines
from archive.reading.metas import claimed_titles, read_column, read_metas, split_claim
from archive.reading.pages import further_pages
from archive.reading.pictures import find_frames, find_pictures
from archive.reading.scripts import script_lines
from archive.reading.signs import is_organ
from archive.reading.titles import read_titles
from archive.reading.tree import Tree, parse
from archive.reading.vicinity import find_vicinity, shown_nodes
from archive.reading.whole import COVER, SHORTEST_BODY, judged

HIDDEN_BODY = 200
"""Characters of sentences that are not displayed from which they may be the body, shown later by a script."""

OUTSIDE = 0.25
"""Share of the container's text from which sentences elsewhere on the page are worth a look."""


def read_html(text: str, *, url: str | None) -> Document:
    """Never raises for what the page holds. What was doubtful in the reading is a finding, and the state says how far
    the text can be relied on."""
    tree = parse(text)
    metas = read_metas(tree)
    claims = claimed_titles(tree, metas)
    tables = read_tables(tree)
    fields = header_tables(tables)
    data = {index: rows for index, rows in tables.items() if index not in fields and is_data(rows)}
    box, lines, findings = find_box(tree, text_lines(tree, fields), claims, data.keys())
    inside = with_title(lines, [i for i, line in enumerate(lines) if box and is_inside(box, line)], own_titles(claims))
    named = named_titles(fields.values())
    titles = read_titles(tree, lines, metas, named, lines[inside[0]].start if inside else 0)
    body = read_body(tree, [lines[i] for i in inside], own_titles((*titles[:1], *claims, *named)), data)
    around = surrounding_headers(lines, inside)
    heads = with_values(lines, sorted({*around, *(inside[i] for i in body.headers)}), tree)
    # A page of pictures has no text of its own: what was taken for one are its tools or its footer.
    said = sum(map(len, body_lines([block for _, block in body.blocks])))
    text_box, base = (box if said >= SHORTEST_BODY else None), base_address(tree, url)
    near = find_vicinity(tree, lines, text_box, heads, own_titles((*titles[:1], *claims, *named)))
    files = find_files(tree, near.nodes, near.scripts, base)
    shown = shown_nodes(tree, text_box, near)
    placed, frames = find_pictures(shown, base), find_frames(shown, base)
    marks = [(index, Picture(picture.url, picture.name)) for index, picture in placed.items()]
    blocks, doubts = lay_out(body.blocks, marks)
    outside = text_outside(weigh(lines, data.keys()), inside)
    document = Document(
        titles=titles,
        header=(*fields.values(), *group(lines, heads)),
        metas=metas,
        column=read_column(tree, lines),
        blocks=blocks,
        attachments=files,
        findings=(*cleaned(tree), *findings, *body.findings, *doubts, *outside),
    )
    pictures = tuple(placed.values())
    return with_parts(judged(document, pictures, frames, further_pages(tree, url)), pictures, frames)


def with_parts(document: Document, pictures: Sequence[Attachment], frames: Sequence[Attachment]) -> Document:
    """Lists the pictures and embedded pages behind the files; a picture that is its own `data:` URL is in the page."""
    listed = {attachment.url: attachment for attachment in document.attachments}
    for part in (*pictures, *frames):
        if not part.url.startswith("data:"):
            listed.setdefault(part.url, part)
    return replace(document, attachments=tuple(listed.values()))


def text_lines(tree: Tree, fields: Container[int]) -> list[Line]:
    """The page's lines and those its scripts write, without the lines of header tables."""
    lines = sorted([*page_lines(tree), *script_lines(tree)], key=lambda line: line.start)
    taken = {i for node in tree.nodes if node.index in fields for i in range(node.index, node.end)}
    return [line for line in lines if line.start not in taken]


def own_titles(titles: Sequence[str]) -> list[str]:
    """What the page is called, whole and in the parts of a `<title>`, compact."""
    return [compact(name) for title in titles for name in (title, *split_claim(title))]


def find_box(
    tree: Tree, lines: list[Line], claims: Sequence[str], data: Set[int]
) -> tuple[Box | None, list[Line], list[Finding]]:
    """The container; one that is not displayed only where nothing displayed is a text, and its lines then count as
    shown."""
    names = [name for name in own_titles(claims) if not is_organ(name)]
    box = find_container(tree, lines, names, data)
    shown = sum(len(line.text) for line in lines if box is not None and is_inside(box, line))
    hidden = sum(len(line.text) for line in lines if line.place.hidden >= 0 and "。" in line.text)
    if shown >= SHORTEST_BODY or hidden < HIDDEN_BODY:
        return box, lines, []
    lines = [replace(line, place=replace(line.place, hidden=-1)) for line in lines]
    finding = Finding("hidden_body", "the text is not displayed until a script runs")
    return find_container(tree, lines, names, data), lines, [finding]


def is_inside(box: Box, line: Line) -> bool:
    return box.start <= line.start < box.end and not line.place.hidden > box.node.index


def with_title(lines: Sequence[Line], inside: list[int], titles: Sequence[str]) -> list[int]:
    """Adds the title that stands right above the container's lines: with it its organ's name below is known as such."""
    above = inside[0] - 1 if inside else -1
    return [above, *inside] if above >= 0 and lines[above].flat in titles and not lines[above].is_link else inside


def cleaned(tree: Tree) -> list[Finding]:
    removed = f"{tree.cleaned} control characters were taken out"
    return [Finding("control_characters", removed)] if tree.cleaned else []


def text_outside(weights: Sequence[float], inside: Sequence[int]) -> list[Finding]:
    """A finding where sentences stand outside the container that are many beside those inside."""
    within = set(inside)
    strong = [(i, weight) for i, weight in enumerate(weights) if weight > STRONG]
    own = sum(weight for i, weight in strong if i in within)
    other = sum(weight for i, weight in strong if i not in within)
    if other <= max(OUTSIDE * own, COVER):
        return []
    return [
        Finding("text_outside", f"{other:.0f} characters of sentences stand outside the element taken as the report")
    ]
