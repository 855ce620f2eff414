"""The tables. What was fetched, what each URL's state is, and what the reports are, apart from each other (DOMAIN:
sameness).

    crawl ◀── capture ──▶ a WARC record          what was fetched: one row an answer, never changed
    url                                          the ledger: every URL ever discovered, and its one state
    memory  lease                                what a crawl must know to go on; who crawls a portal
    portal                                       what persons decided about a portal
    host                                         until when a host is left alone
    text ◀── variant ──▶ report                  a text is stored once; a report is (organ, division, year)
             ▲   search                          by what each text can be found (and `search_grams`, archive.indexing)
             ▲   sighting: a report seen at a URL
             └── version:  what a URL said when; a new one at each change
    correction                                   what persons say a value really is, beside what was read
    page                                         which captures were read, with what, and what came of it
    earlier                                      what earlier readers made of a text
    tombstone                                    what was taken down: it is hidden, and not asked for again
    part                                         the WARC files, part by part, and when each was last found sound

Ids of reports and variants come from content, so they are the same after a rebuild or on another database.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    true,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from archive.compressed import CompressedJson, CompressedText


class UtcTime(TypeDecorator[datetime]):
    """Moments with a time zone on both databases; SQLite keeps none, so they are stored there as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    # Named, so that migrations can change them on both databases.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        datetime: UtcTime,
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
    }


class Crawl(Base):
    """One crawl of a portal, or one `archive ingest`. `outcome` is null while it runs (or when it was killed).
    `settings["runs"]`: {started, settings, versions} of each run, the first that began it and those that went on with
    it; `settings["full"]`: whether it asks for everything. `counts`: what was done, in whole numbers, and at its end
    "state …" → addresses."""

    __tablename__ = "crawl"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    portal: Mapped[str | None] = mapped_column(Text)
    seed: Mapped[str | None] = mapped_column(Text)
    started: Mapped[datetime]
    finished: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(Text)
    settings: Mapped[dict[str, Any]]
    counts: Mapped[dict[str, Any] | None]


class Capture(Base):
    """One answer as it came, and where its WARC record lies. `payload_sha256` is of the body as received; of a
    revisit it is the payload of the capture that `revisit_of` names. `record_sha256` is of the record's bytes
    in the file. `etag` and `last_modified` are what the host says of the payload, to be asked by (RFC 9110 §8.8).
    `has_body`: whether the payload was kept, and not its head and digest alone."""

    __tablename__ = "capture"
    __table_args__ = (Index(None, "url", "payload_sha256"), UniqueConstraint("warc_file", "warc_offset"))

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    crawl_id: Mapped[str] = mapped_column(ForeignKey("crawl.id"))
    url: Mapped[str] = mapped_column(Text)
    discovered_from: Mapped[str | None] = mapped_column(Text)
    fetched_at: Mapped[datetime]
    status: Mapped[int | None]
    media: Mapped[str | None] = mapped_column(Text)
    etag: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[str | None] = mapped_column(Text)
    payload_sha256: Mapped[str] = mapped_column(String(64))
    payload_length: Mapped[int] = mapped_column(BigInteger)
    revisit_of: Mapped[str | None] = mapped_column(ForeignKey("capture.id"))
    warc_file: Mapped[str] = mapped_column(Text)
    warc_offset: Mapped[int] = mapped_column(BigInteger)
    warc_length: Mapped[int] = mapped_column(BigInteger)
    record_sha256: Mapped[str] = mapped_column(String(64))
    has_body: Mapped[bool] = mapped_column(default=True, server_default=true())


class Url(Base):
    """The ledger's row of one URL: exactly one state, with its reason. `url` is its key, `address` what is asked
    for. While it is queued, `priority` and then `number` say when it is asked for; `score` is what it promises, 0 where
    nothing recommends it; `way` is the crawler's own account of how it came there."""

    __tablename__ = "url"
    __table_args__ = (
        Index(None, "discovered_from"),
        Index(None, "portal"),
    )

    url: Mapped[str] = mapped_column(Text, primary_key=True)
    address: Mapped[str] = mapped_column(Text)
    portal: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]
    discovered_from: Mapped[str | None] = mapped_column(Text)
    anchor: Mapped[str | None] = mapped_column(Text)
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    crawl_id: Mapped[str] = mapped_column(ForeignKey("crawl.id"))
    capture_id: Mapped[str | None] = mapped_column(ForeignKey("capture.id"))
    score: Mapped[int] = mapped_column(default=0, server_default="0")
    priority: Mapped[int] = mapped_column(default=0, server_default="0")
    number: Mapped[int] = mapped_column(default=0, server_default="0")
    way: Mapped[dict[str, Any] | None]


Index("ix_url_turn", Url.crawl_id, Url.state, Url.priority.desc(), Url.number)


class Memory(Base):
    """What a crawl has to know besides its ledger to go on where it was: its patience, its lists, what it has seen
    twice. Forgotten when the crawl has finished."""

    __tablename__ = "memory"

    crawl_id: Mapped[str] = mapped_column(ForeignKey("crawl.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[dict[str, Any]]


class Lease(Base):
    """Who crawls a portal. `token` counts the runs that ever held it; what an earlier one still writes is refused."""

    __tablename__ = "lease"

    portal: Mapped[str] = mapped_column(Text, primary_key=True)
    token: Mapped[int]
    holder: Mapped[str | None] = mapped_column(Text)
    until: Mapped[datetime | None]


class PortalDecision(Base):
    """What persons decided about a portal, by its domain: since when it is not crawled, and why."""

    __tablename__ = "portal"

    domain: Mapped[str] = mapped_column(Text, primary_key=True)
    paused_since: Mapped[datetime | None]
    why: Mapped[str | None] = mapped_column(Text)


class Host(Base):
    """A host that was asked, by its name and by each of its addresses: it is left alone until `next_at`, and until
    `busy_until` where it said so itself. Seconds: `crawl_delay` of its robots.txt, and `latency`, how long its answers
    take to begin; `strain`: how many times longer it is left alone since it was in trouble."""

    __tablename__ = "host"

    host: Mapped[str] = mapped_column(Text, primary_key=True)
    next_at: Mapped[datetime]
    busy_until: Mapped[datetime | None]
    crawl_delay: Mapped[float]
    latency: Mapped[float]
    strain: Mapped[float]


class ReportText(Base):
    """A text, stored once, under the sha256 of its normalised form (`archive.report.normalisation`). `length` in
    characters; `signature` as in `archive.report.likeness`, null where the text is too short."""

    __tablename__ = "text"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    hash_version: Mapped[int]
    length: Mapped[int]
    signature: Mapped[bytes | None] = mapped_column(LargeBinary)
    body: Mapped[str] = mapped_column(CompressedText)


class Report(Base):
    """(organ, division, year); where organ or year cannot be known, `url` stands in."""

    __tablename__ = "report"
    __table_args__ = (Index(None, "division_code", "year"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    organ: Mapped[str | None] = mapped_column(Text, index=True)
    organ_kind: Mapped[str | None] = mapped_column(String(16))
    division_code: Mapped[str | None] = mapped_column(String(12))
    division_name: Mapped[str | None] = mapped_column(Text)
    year: Mapped[int | None]
    url: Mapped[str | None] = mapped_column(Text)
    first_seen: Mapped[datetime]
    # The variant that stands for the report. No foreign key: a variant names its report already, and a circle of
    # keys cannot be inserted on both databases.
    current_variant: Mapped[str | None] = mapped_column(String(32))


class Variant(Base):
    """One text of one report, with all that was understood of it. `reading` holds DESIGN's keys but for `text`; beside
    it stands what is asked of many: `title`, `form`, `media`, and `merits` {state, cells, headings, faults}, by which
    the report's current text is chosen (`archive.report.sameness`). `aside`: why it is not that one."""

    __tablename__ = "variant"
    __table_args__ = (UniqueConstraint("report_id", "number"), Index(None, "text_hash"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    report_id: Mapped[str] = mapped_column(ForeignKey("report.id"))
    number: Mapped[int]
    text_hash: Mapped[str] = mapped_column(ForeignKey("text.hash"))
    capture_id: Mapped[str] = mapped_column(ForeignKey("capture.id"))
    reader: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    form: Mapped[str | None] = mapped_column(String(8))
    media: Mapped[str | None] = mapped_column(Text)
    merits: Mapped[dict[str, Any] | None]
    aside: Mapped[str | None] = mapped_column(Text)
    reading: Mapped[dict[str, Any]] = mapped_column(CompressedJson)


class Search(Base):
    """A variant that can be found, under the number that it has in `search_grams`; the later it was met, the higher."""

    __tablename__ = "search"

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    variant_id: Mapped[str] = mapped_column(String(32), unique=True)


class Tombstone(Base):
    """Something that was taken down: a report, one of its texts or an address that said it. `kind`: report, text or
    url; `value`: its id, hash or key. `report_id`: the report on whose account, and `report` {organ, organ_kind,
    division_code, division_name, year} what it was."""

    __tablename__ = "tombstone"

    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    value: Mapped[str] = mapped_column(Text, primary_key=True)
    report_id: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
    report: Mapped[dict[str, Any]]
    made: Mapped[datetime]
    who: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)


class Sighting(Base):
    """A report seen at a URL: when first and last, on which portal, under which header."""

    __tablename__ = "sighting"
    __table_args__ = (Index(None, "url"), Index(None, "portal"))

    report_id: Mapped[str] = mapped_column(ForeignKey("report.id"), primary_key=True)
    url: Mapped[str] = mapped_column(Text, primary_key=True)
    portal: Mapped[str | None] = mapped_column(Text)
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    header: Mapped[dict[str, Any]]


class Version(Base):
    """What a URL said from one capture until another. The number counts changes at that URL, from 1. `ended` is when
    the URL was found gone or moved, null while it still says it."""

    __tablename__ = "version"

    url: Mapped[str] = mapped_column(Text, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[str] = mapped_column(ForeignKey("variant.id"), index=True)
    capture_id: Mapped[str] = mapped_column(ForeignKey("capture.id"))
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    ended: Mapped[datetime | None]


class Correction(Base):
    """What a person says of one field of one page (`archive.report.corrections`), never changed. `id`, `warc_…` and
    `record_sha256` are those of its WARC record; `capture_id` is what the person looked at, `read_as` {organ,
    division_code, year} as read. `report_id` and `report` {organ, organ_kind, division_code, division_name, year} say
    where the page stood before, null where it was none. `number` counts the corrections made at the URL. No foreign
    keys: a correction outlives what it was made on."""

    __tablename__ = "correction"
    __table_args__ = (UniqueConstraint("url", "number"), UniqueConstraint("warc_file", "warc_offset"))

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    url: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    capture_id: Mapped[str] = mapped_column(String(36))
    payload_sha256: Mapped[str] = mapped_column(String(64))
    text_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    read_as: Mapped[dict[str, Any]]
    report_id: Mapped[str | None] = mapped_column(String(32), index=True)
    report: Mapped[dict[str, Any] | None]
    field: Mapped[str] = mapped_column(Text)
    read: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    value: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    undone: Mapped[bool]
    who: Mapped[str] = mapped_column(Text)
    made: Mapped[datetime]
    why: Mapped[str] = mapped_column(Text)
    warc_file: Mapped[str] = mapped_column(Text)
    warc_offset: Mapped[int] = mapped_column(BigInteger)
    warc_length: Mapped[int] = mapped_column(BigInteger)
    record_sha256: Mapped[str] = mapped_column(String(64))


class ReadPage(Base):
    """A capture that was read: `url` is the ledger's key of where it stands. With what it was read beside its bytes and
    what its host declared: `anchor` (the words of the link that led there) and `portal_division`; `is_part`: it is a
    file of a report's page. What came of it: `outcome`, in the ledger's words."""

    __tablename__ = "page"
    __table_args__ = (Index(None, "url"),)

    capture_id: Mapped[str] = mapped_column(ForeignKey("capture.id"), primary_key=True)
    url: Mapped[str] = mapped_column(Text)
    portal: Mapped[str | None] = mapped_column(Text)
    anchor: Mapped[str | None] = mapped_column(Text)
    portal_division: Mapped[str | None] = mapped_column(String(12))
    is_part: Mapped[bool]
    read_at: Mapped[datetime]
    reader: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)


class EarlierReading(Base):
    """What a reader made of a text before a later one read it again at `replaced`: `reading` as in `variant`."""

    __tablename__ = "earlier"
    __table_args__ = (Index(None, "report_id"),)

    variant_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[str] = mapped_column(String(32))
    capture_id: Mapped[str] = mapped_column(String(36))
    text_hash: Mapped[str] = mapped_column(String(64))
    reader: Mapped[str | None] = mapped_column(Text)
    replaced: Mapped[datetime]
    reading: Mapped[dict[str, Any]] = mapped_column(CompressedJson)


class WarcPart(Base):
    """Bytes `start` to `end` of a WARC file, which one run appended: their sha256, and all that is in them is known to
    this database. `verified`: when they were last read from the disk, `is_sound`: whether they were the same then."""

    __tablename__ = "part"
    __table_args__ = (Index(None, "written"),)

    warc_file: Mapped[str] = mapped_column(Text, primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    end: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    written: Mapped[datetime]
    verified: Mapped[datetime | None]
    is_sound: Mapped[bool | None]
