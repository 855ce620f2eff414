"""How alike two texts are: the Jaccard index of their runs of four characters, and signatures that estimate it.

A signature is 128 minima of hashes (rensa's R-MinHash), of each its low 16 bits: 256 bytes, an estimate within .035
(standard error at .8). Its bands are 21 numbers; texts that share one are candidates: of pairs at .8 that is .998
(1 - (1 - .8^6)^21), of pairs at .4 one in twelve.
"""

import zlib
from collections.abc import Iterator
from struct import iter_unpack, pack

from rensa import RMinHash

from archive.report.normalisation import normalise

HASHES, SEED = 128, 1
ROWS, BANDS = 6, 21

SHORTEST = 50
"""Characters below which a text is like too many others by chance."""


def runs_of_four(text: str) -> memoryview:
    """The runs of four characters of a normalised text, each as a number, in the order of no text."""
    units = text.encode("utf-16-le", "surrogatepass")
    return memoryview(b"".join(units[at : at + (len(units) - at) // 8 * 8] for at in (0, 2, 4, 6))).cast("Q")


def sign(text: str) -> bytes | None:
    """The signature of a text, None where it is too short."""
    runs = runs_of_four(normalise(text))
    if len(runs) < SHORTEST:
        return None
    (minima,) = RMinHash.digest_matrix_from_flat_token_hashes(runs, [0, len(runs)], HASHES, SEED).to_rows()
    return pack(f"<{HASHES}H", *(one & 0xFFFF for one in minima))


def bands(signature: bytes) -> Iterator[int]:
    """Below 2^21, the number of the band in the upper five bits."""
    for number in range(BANDS):
        rows = signature[number * ROWS * 2 : (number + 1) * ROWS * 2]
        yield (number + 1) << 16 | zlib.crc32(rows) & 0xFFFF


def estimate(one: bytes, other: bytes) -> float:
    equal = sum(left == right for left, right in zip(iter_unpack("<H", one), iter_unpack("<H", other), strict=True))
    return equal / HASHES


def likeness(one: str, other: str) -> float:
    """Exactly, of two texts; 1 where they are the same."""
    ours, theirs = ({*runs_of_four(normalise(text))} for text in (one, other))
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 1.0
