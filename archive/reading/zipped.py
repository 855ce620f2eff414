"""Zip files, which Office documents are too: what their list says before anything in them is opened."""

import io
import zipfile

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
