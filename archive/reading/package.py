"""A zip of files → one Document: the report first, then what belongs to it, in the order of their names.

Only names and bytes are looked at, nothing is unpacked to a disk; what is in it is told by content, as everywhere. A
package in a package is not opened.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.reading.charset import decode
from archive.reading.controls import clean_controls
from archive.reading.document import Block, Document, Finding, Paragraph, State, damage
from archive.reading.lines import compact
from archive.reading.media import ZIP, sniff
from archive.reading.reader import FILE_READERS, read
from archive.reading.signs import REPORT, is_report_title

MOST_FILES = 100
"""Members of a package that are read."""

TWIN = 0.9
"""Share of its text that stands in the members before, from which a file is the same once more: agencies pack a report
as Word and as PDF."""

_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\._|~\$|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.I)
_NUMBER = re.compile("([0-9]+)")
_UTF8 = 0x800
"""The flag of a name in UTF-8 (APPNOTE 4.4.4, bit 11)."""


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    document: Document

    @property
    def rank(self) -> int:
        """0 for what calls itself a report and its year, 1 where it leaves the year out, 2 for others."""
        names = [compact(name) for name in (self.name, *self.document.titles)]
        return 0 if any(map(is_report_title, names)) else 1 if any(map(REPORT.search, names)) else 2

    @property
    def order(self) -> tuple[int, bool]:
        """The report first, and of equals what was read whole."""
        return self.rank, self.document.state != "complete"


def read_package(body: bytes) -> Document:
    """`incomplete`, with a finding `member` each, where members cannot be read; `unreadable` where none can, or
    `needs_ocr` where those are pictures. Raises zipfile.BadZipFile for a file without a list."""
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        named = [(name, info) for info in package.infolist() if (name := member_name(info))]
        named.sort(key=lambda pair: natural_order(pair[0]))
        members = [Member(name, _read_member(package, info)) for name, info in named[:MOST_FILES]]
    findings = [_refused(member) for member in members if not member.document.blocks]
    if len(named) > MOST_FILES:
        findings.append(Finding("more_members", f"only the first {MOST_FILES} of {len(named)} files were read"))
    kept, twins = without_twins(sorted((m for m in members if m.document.blocks), key=lambda member: member.order))
    if not kept:
        pictured = any(member.document.state == "needs_ocr" for member in members)
        findings = findings or [Finding("empty", "the package holds no file")]
        return Document(findings=tuple(findings), state="needs_ocr" if pictured else "unreadable")
    if reports := [member.name for member in kept[1:] if member.rank == kept[0].rank == 0]:
        findings.append(Finding("several_reports", f"{len(reports) + 1} files call themselves a report", reports[0]))
    return _join(kept, [*findings, *twins])


def natural_order(name: str) -> list[tuple[int, str]]:
    """Numbers by their value: 附件2 before 附件10."""
    return [(len(part.lstrip("0")) if part.isdigit() else 0, part) for part in _NUMBER.split(name)]


def member_name(info: zipfile.ZipInfo) -> str:
    """The name as its author wrote it; "" for folders and what systems leave behind. Without the flag of UTF-8, names
    are in it all the same or, from Windows, in GBK, which zipfile takes for code page 437."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        name = decode(raw).text if not raw.isascii() else name
    name = clean_controls(name.replace("\\", "/"))[0]
    return "" if name.endswith("/") or _LITTER.search(name) else name


def _read_member(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> Document:
    try:
        body = package.read(info)
    except Exception as error:  # zipfile raises of all kinds: BadZipFile, zlib.error, NotImplementedError, …
        return Document(findings=(damage(error, code="damaged_file"),), state="unreadable")
    if sniff(body) == ZIP:
        return Document(findings=(Finding("nested_package", "a package in a package"),), state="unreadable")
    return read(body)


def _refused(member: Member) -> Finding:
    reasons = "; ".join(f"{finding.code}: {finding.message}" for finding in member.document.findings)
    return Finding("member", f"a file of the package has no text ({reasons or member.document.state})", member.name)


def without_twins(members: Iterable[Member]) -> tuple[list[Member], list[Finding]]:
    """The members without those that say again what stands in the ones before."""
    kept: list[Member] = []
    findings: list[Finding] = []
    said: set[str] = set()
    for member in members:
        lines = [compact(line) for line in member.document.text.splitlines()]
        size = sum(map(len, lines))
        if sum(len(line) for line in lines if line in said) >= TWIN * size:
            findings.append(Finding("member_twin", "a file of the package has the text of those before", member.name))
        else:
            kept.append(member)
            said.update(lines)
    return kept, findings


def _join(members: Sequence[Member], findings: Sequence[Finding]) -> Document:
    """The first member's Document with the blocks of the others behind its own, each under its title."""
    first, *others = (member.document for member in members)
    blocks: list[Block] = list(first.blocks)
    for document in others:
        blocks += [*(Paragraph(title, heading=True) for title in document.titles[:1]), *document.blocks]
    states = {member.document.state for member in members}
    unread = any(finding.code in ("member", "more_members") for finding in findings)
    state: State = (
        "incomplete" if unread or "incomplete" in states else "doubtful" if "doubtful" in states else "complete"
    )
    told = [
        replace(finding, where=_place(member, finding)) for member in members for finding in member.document.findings
    ]
    return replace(
        first,
        blocks=tuple(blocks),
        attachments=tuple(attachment for member in members for attachment in member.document.attachments),
        findings=(*findings, *told),
        reader=f"{FILE_READERS[ZIP][0]} {first.reader}",
        state=state,
    )


def _place(member: Member, finding: Finding) -> str:
    return f"{member.name}: {finding.where}" if finding.where else member.name
