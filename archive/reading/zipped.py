"""Zip files, which Office documents are too: what their list says before anything in them is opened, and their XML."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

MOST_MEMBERS = 10_000
LARGEST_TOTAL = 512 * 2**20
"""Bytes of all members together: a docx of a hundred scanned pages has some 100 MB."""

FREE_SIZE = 16 * 2**20
MOST_TIMES = 100
"""Beyond this size, members may be this many times as large as the file. XML of Office documents is packed 5 to 40
times; 646 KB that unpacked to 300 MB took a parser to 1.3 GB."""


def refusal(body: bytes) -> str | None:
    """Why a zip may not be opened, by the sizes its own list declares; None where it may. A member larger than it
    declares fails its checksum when it is read. Raises zipfile.BadZipFile for a file without a list."""
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        members = package.infolist()
    total = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS:
        return f"it has {len(members):,} members"
    if total > LARGEST_TOTAL or total > max(FREE_SIZE, MOST_TIMES * len(body)):
        return f"{len(body):,} bytes unpack to {total:,}"
    if any(member.flag_bits & 1 for member in members):
        return "it is encrypted"
    return None


def find_elements(package: zipfile.ZipFile, name: str, *tags: str) -> Iterator[Any]:
    """The elements of these tags (`{*}row`: in any namespace) in an XML member, each whole when it has ended, and none
    kept, so that a large sheet costs no memory. Entities are not resolved. Raises KeyError where there is no such
    member, lxml.etree.XMLSyntaxError for one that is no XML."""
    from lxml import etree  # noqa: PLC0415 - imported with the first file that needs it

    with package.open(name) as member:
        for _, element in etree.iterparse(
            member, tag=tags, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        ):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
