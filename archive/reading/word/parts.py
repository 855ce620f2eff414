"""What a Word file is packed in: its parts as XML trees, its styles, and what of them no reader is shown.

    document              the body; found through the relations of the package, as it may have another name
    styles, numbering     what the paragraphs refer to
    footnotes, endnotes   their text, by number

Headers, footers and comments are parts of their own, which are not opened.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from lxml import etree
from lxml.etree import _Element as Element

from archive.reading.document import Finding

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
W = f"{{{SPACES['w']}}}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
"""The name of the same vocabulary in files saved as "strict" (ISO/IEC 29500)."""

MAIN = "word/document.xml"
PARTS = ("styles", "numbering", "footnotes", "endnotes")


def named(name: str) -> str:
    """`w:p` → `{http://…}p`"""
    space, _, tag = name.partition(":")
    return f"{{{SPACES[space]}}}{tag}"


TEXTS = frozenset(map(named, ("w:t", "m:t")))

UNSHOWN = tuple(map(named, ("w:del", "w:moveFrom", "w:rt", "mc:Fallback")))
"""Text that was deleted or moved away, the reading printed over a character, and the copy of a drawing for old
readers."""


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its name, the one it is based on, and its properties (w:pPr)."""

    name: str
    base: str | None
    properties: Element | None


@dataclass(frozen=True, slots=True)
class Word:
    """A Word file. `notes`: footnotes and endnotes by kind and number. `findings`: what was left out or broken."""

    body: Element
    styles: dict[str, Style] = field(default_factory=dict)
    numbering: Element | None = None
    notes: dict[tuple[str, str], Element] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def properties(self, paragraph: Element) -> Iterator[Element]:
        """The properties that hold for a paragraph: its own, then those of its style and of what that is based on."""
        own = paragraph.find("w:pPr", SPACES)
        if own is not None:
            yield own
        yield from (style.properties for style in self.styles_of(paragraph) if style.properties is not None)

    def styles_of(self, paragraph: Element) -> Iterator[Style]:
        key, seen = setting(paragraph, "w:pPr/w:pStyle"), set[str]()
        while key is not None and key in self.styles and key not in seen:
            seen.add(key)
            yield self.styles[key]
            key = self.styles[key].base


def setting(element: Element, path: str) -> str | None:
    """The w:val of the first element at the path; "" where it has none, None where it is not there."""
    found = element.find(path, SPACES)
    return None if found is None else found.get(f"{W}val", "")


def is_on(element: Element, path: str) -> bool:
    return setting(element, path) not in (None, "0", "false", "off")


def load(body: bytes) -> Word:
    """Raises zipfile.BadZipFile, KeyError where there is no document in it, ValueError for XML that is none."""
    parts = _read_parts(body)
    document, damage = _parse(parts["document"])
    trees = {name: _parse(parts[name])[0] for name in PARTS if name in parts}
    findings = [Finding("damaged_file", f"the XML of the document is broken: {damage}")] if damage else []
    for tree in (document, *trees.values()):
        findings += prune(tree)
    content = document.find("w:body", SPACES)
    styles = dict(_read_styles(trees["styles"])) if "styles" in trees else {}
    findings += _drop_contents(document, styles)
    notes = (note for name in ("footnotes", "endnotes") if name in trees for note in trees[name])
    return Word(
        document if content is None else content,
        styles,
        trees.get("numbering"),
        {(str(note.tag), note.get(f"{W}id", "")): note for note in notes if note.get(f"{W}type") is None},
        tuple(findings),
    )


def _read_parts(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        names = set(package.namelist())
        start = _relations(package, names, PurePosixPath(".")).get("officeDocument", MAIN)
        main = start if start in names else MAIN
        related = _relations(package, names, PurePosixPath(main))
        kept = {"document": main} | {kind: name for kind, name in related.items() if kind in PARTS and name in names}
        return {kind: package.read(name) for kind, name in kept.items()}


def _relations(package: zipfile.ZipFile, names: set[str], source: PurePosixPath) -> dict[str, str]:
    """Last word of the type of each relation of a part → the part it leads to."""
    place = str(source.parent / "_rels" / f"{source.name}.rels")
    if place not in names:
        return {}
    targets: dict[str, str] = {}
    for relation in _parse(package.read(place))[0]:
        target = PurePosixPath("/") / source.parent / relation.get("Target", "")
        targets.setdefault(relation.get("Type", "").rpartition("/")[2], str(target).lstrip("/"))
    return targets


def _parse(body: bytes) -> tuple[Element, str | None]:
    """The root, and what is wrong with the XML: it is then read as far as it goes. A document type, which could bring
    in entities, has no place in an Office file (ECMA-376 part 2, 9.1.4)."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    root = etree.fromstring(body.replace(STRICT, SPACES["w"].encode()), parser)
    if root is None:
        raise ValueError("a part of the file is no XML")
    if root.getroottree().docinfo.doctype:
        raise ValueError("a part of the file declares a document type")
    return root, parser.error_log[0].message if len(parser.error_log) else None


def _read_styles(root: Element) -> Iterator[tuple[str, Style]]:
    for style in root.iterfind("w:style", SPACES):
        name = (setting(style, "w:name") or "").lower()
        yield style.get(f"{W}styleId", ""), Style(name, setting(style, "w:basedOn"), style.find("w:pPr", SPACES))


def prune(root: Element) -> list[Finding]:
    """Takes out what no reader is shown: deleted rows and text, hidden text, and the prompts of unfilled fields."""
    removed = [row for row in root.iter(f"{W}tr") if row.find("w:trPr/w:del", SPACES) is not None]
    removed += [field for field in root.iter(f"{W}sdt") if is_on(field, "w:sdtPr/w:showingPlcHdr")]
    hidden = [run for run in root.iter(f"{W}r") if is_on(run, "w:rPr/w:vanish")]
    for element in (*removed, *hidden):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    size = sum(len(text.text or "") for run in hidden for text in run.iter(f"{W}t"))
    _join_paragraphs(root)
    etree.strip_elements(root, *UNSHOWN, with_tail=False)
    return [Finding("hidden_text", f"{size} characters of hidden text were left out")] if size else []


def _drop_contents(root: Element, styles: Mapping[str, Style]) -> list[Finding]:
    """Takes out the table of contents that Word made: its lines are the headings once more, with numbers of pages."""
    marks = {key for key, style in styles.items() if style.name.startswith("toc ")}
    lines = [p for p in root.iter(f"{W}p") if setting(p, "w:pPr/w:pStyle") in marks]
    for line in lines:
        parent = line.getparent()
        if parent is not None:
            parent.remove(line)
    return [Finding("contents", f"a table of contents of {len(lines)} lines was left out")] if lines else []


def _join_paragraphs(root: Element) -> None:
    """A paragraph whose end was deleted goes on in the next one (ECMA-376 part 1, 17.13.5.15)."""
    for paragraph in list(root.iter(f"{W}p")):
        following = paragraph.getnext()
        if paragraph.find("w:pPr/w:rPr/w:del", SPACES) is None or following is None or following.tag != f"{W}p":
            continue
        place = int(following.find("w:pPr", SPACES) is not None)
        moved = [child for child in paragraph if child.tag != f"{W}pPr"]
        following[place:place] = moved
