"""A second copy of the archive, taken while crawls run, and the archive made again from it.

    DIR/
    ├── backup.json        says that the folder holds a copy; whoever writes or reads the copy holds its lock
    ├── archive.sqlite     the database as it was at one moment, whichever kind the archive's own is
    └── warcs/             the WARC files, up to the ends of the parts that this database names

The database is copied first, in one transaction; its records are on disk already and are never changed, so what is
copied of the WARC files afterwards fits to it, whatever is appended meanwhile. The copy is an archive of its own.

    rows     one database into another        backup    an archive into DIR, or what is new of it
    files    WARC files, proved by sha256     restore   DIR into an empty archive
"""
