"""The WARC folder: every answer as it came, for as long as the archive lives, and all that the database is made of.

    warcs/
    └── 20260131T081502Z-4f1c2a.warc.gz     named after when it was begun; up to a gigabyte, by one run after the other
        ├── warcinfo                        at the start of each run's part of the file: who wrote it, with what, for
        │                                   which crawl, and which parts of which files were there before
        ├── response                        an answer: status and headers as Scrapy gives them, body as received
        ├── request                         before the answer to a posted form, which it names: what was posted
        ├── revisit                         the same payload as an earlier record of the same URL, which it names: as
        │                                   its bytes say, or the host (304)
        ├── resource                        a file an operator handed in
        └── metadata                        JSON in a field: what was understood of a record, what a crawl was, what a
                                            person says (`archive.journal`, `archive.corrections`)

One gzip member a record (as ISO 28500 recommends), so that a record can be read by offset and length alone.

    answer    what a record is made of, and where it lies      writer    appending: lock, rotation, fsync
    making    its bytes                                        members   every record of a file, also behind damage
    record    what its bytes say                               cdxj      the index that replay tools ask
    coding    content encodings undone

A file is written by one process at a time, which holds its lock. Nothing is ever changed in it but its end: what was
written and is named by no committed row may be cut off again. Extension fields of ours: `Archive-Crawl`,
`Archive-Discovered-From`, `Archive-Truncated` (of a revisit: why its answer was cut), `Archive-Open-Ended` (nothing but
the end of the connection says that the body is whole), `Archive-Body` ("not kept": the operator keeps no bodies of such
pages), `Archive-TLS` (what a person allowed that host to do without: "old", "unverified").
"""
