"""Every address of a run: under which spelling it was first met, what it promised, and whether it was asked for.

A million of them take 18 MB: 12 bytes for each, the hash of the key that it shares with its twins, and a number.
What is known of an address stands under that number, once for all of which the same is known: there are few scores, and
few spellings that twins differ in. Two addresses are taken for one where their hashes are alike: among n addresses with
a probability of n²/2⁶⁵, with a million addresses in one run of 37 million. The hash is Python's own, 64 bits under a
secret of the process, so that no page can name addresses that collide.
"""

from collections.abc import Hashable
from struct import Struct
from typing import Literal, NamedTuple, TypeVar

from archive.address import url_key
from crawler.twins import Spelling, spell, split_spelling

Meeting = Literal["new", "stronger", "twin", "known"]

RECORD = Struct("=qI")
HASH = Struct("=q")
BUCKETS = 1 << 12
"""Of a million addresses a bucket holds 244, in 3 kB: it takes a microsecond to find one in it."""

Value = TypeVar("Value", bound=Hashable)


class Numbered(list[Value]):
    """Values, each of them once, and their numbers."""

    def __init__(self) -> None:
        self._numbers: dict[Value, int] = {}

    def number(self, value: Value) -> int:
        if (number := self._numbers.setdefault(value, len(self))) == len(self):
            self.append(value)
        return number


class Address(NamedTuple):
    """`score` is the strongest promise so far, 0 where nothing recommended it; `spellings` the number of its spellings
    in the order they were met, of which the first `failed` were not there and the next one is what it is known under.
    """

    score: int
    asked: bool
    spellings: int
    failed: int = 0


class Seen:
    def __init__(self) -> None:
        self._buckets = [bytearray() for _ in range(BUCKETS)]
        self._addresses: Numbered[Address] = Numbered()
        # One spelling and those before it: a page that names thousands of one address fills no memory by it.
        self._spellings: Numbered[tuple[int | None, Spelling]] = Numbered()

    def meet(self, url: str, score: int, *, moved_from: str | None = None) -> tuple[Meeting, str]:
        """What an address is to the run, and the spelling it is known under. What was not asked for yet is met again
        where another page promises more of it. `moved_from` is the page that redirects to it or shows it as a frame:
        it may be that page itself in its other spelling, from http to https or from / to /index.html."""
        url = url_key(url)
        key, spelling = split_spelling(url)
        known = self._find(key)
        if known is None:
            self._put(key, score, spelling)
            return "new", url
        spellings = self._read_spellings(known)
        if not spellings:
            # None of those that were tried is there.
            if not score or spelling in self._read_spellings(known._replace(failed=0)):
                return "known", url
            self._put(key, score, spelling)
            return "new", url
        first = url if spelling == spellings[0] else spell(key, spellings[0])
        if moved_from is not None and first == url_key(moved_from) != url:
            self._put(key, score, spelling)
            return "new", url
        if score > known.score and not known.asked:
            # Asked for as it was spelled first: that row of the ledger waits for its state.
            self._write(key, known._replace(score=score))
            return "stronger", first
        if score and known.score and spelling not in spellings:
            self._add_twin(key, known, spelling)
            return "twin", first
        return "known", first

    def ask(self, url: str) -> None:
        key, known = self._recognise(url)
        if known:
            self._write(key, known._replace(asked=True))

    def give_up(self, url: str) -> None:
        """It was not worth a request: another page may think better of it."""
        key, known = self._recognise(url)
        if known:
            self._write(key, known._replace(score=0))

    def recall(self, url: str, score: int, *, asked: bool, failed: bool = False) -> None:
        """An address of an earlier run of the crawl, in the order they were met."""
        key, spelling = split_spelling(url_key(url))
        self._put(key, score, spelling, asked=asked)
        if failed:
            self.other_spelling(url)

    def recall_twin(self, url: str) -> None:
        """One that was told a twin of an address recalled before."""
        key, spelling = split_spelling(url_key(url))
        known = self._find(key)
        if known and spelling not in self._read_spellings(known):
            self._add_twin(key, known, spelling)

    def other_spelling(self, url: str) -> str | None:
        """The next spelling to try of an address that is not there under this one."""
        key, known = self._recognise(url)
        spellings = self._read_spellings(known) if known else []
        if known is None or not spellings:
            return None
        self._write(key, known._replace(asked=len(spellings) == 1, failed=known.failed + 1))
        return spell(key, spellings[1]) if len(spellings) > 1 else None

    # ---- what is known of an address

    def _recognise(self, url: str) -> tuple[str, Address | None]:
        key, _ = split_spelling(url_key(url))
        return key, self._find(key)

    def _put(self, key: str, score: int, spelling: Spelling, *, asked: bool = False) -> None:
        self._write(key, Address(score, asked, self._spellings.number((None, spelling))))

    def _add_twin(self, key: str, known: Address, spelling: Spelling) -> None:
        self._write(key, known._replace(spellings=self._spellings.number((known.spellings, spelling))))

    def _read_spellings(self, known: Address) -> list[Spelling]:
        """The one it is known under, and its twins."""
        found = []
        number: int | None = known.spellings
        while number is not None:
            number, spelling = self._spellings[number]
            found.append(spelling)
        return found[::-1][known.failed :]

    # ---- its record

    def _find(self, key: str) -> Address | None:
        bucket, at = self._locate(key)
        return self._addresses[RECORD.unpack_from(bucket, at)[1]] if at >= 0 else None

    def _write(self, key: str, address: Address) -> None:
        bucket, at = self._locate(key)
        record = RECORD.pack(hash(key), self._addresses.number(address))
        if at >= 0:
            bucket[at : at + RECORD.size] = record
        else:
            bucket += record

    def _locate(self, key: str) -> tuple[bytearray, int]:
        """The bucket of an address, and where its record begins there, -1 where it has none."""
        number = hash(key)
        bucket, sought = self._buckets[number % BUCKETS], HASH.pack(number)
        at = bucket.find(sought)
        while at > 0 and at % RECORD.size:
            # The end of a record and the beginning of the next one look like it.
            at = bucket.find(sought, at + 1)
        return bucket, at
