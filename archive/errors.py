"""What went wrong, named after what the caller should do about it.

    ArchiveError                 stop; the message says what, where and what to do, the class which exit code
    ├── UsageError          2    correct the command
    ├── DatabaseError       3    create, upgrade or rebuild the database
    ├── UnreachableError    4    try again later
    ├── StorageError        5    free or mount the disk
    ├── BusyError           6    wait for the other run
    └── DamagedRecordError  8    look at the file named; repair it from a second copy

    ReaderKilledError            quarantine the page: its bytes are kept, and the others go on

Exit codes are one table for all commands: 0 done, 1 done with problems that the output names, 2–6 above,
7 stopped by a signal, 8 alarm (a portal that had reports gives none, or far fewer pages than usual; damage found).
"""

DONE = 0
PROBLEMS = 1
STOPPED = 7
ALARM = 8


class ArchiveError(Exception):
    exit_code = PROBLEMS


class UsageError(ArchiveError):
    exit_code = 2


class DatabaseError(ArchiveError):
    exit_code = 3


class UnreachableError(ArchiveError):
    exit_code = 4


class StorageError(ArchiveError):
    exit_code = 5


class BusyError(ArchiveError):
    exit_code = 6


class DamagedRecordError(ArchiveError):
    """The record that the database names is not there, or is not what was written."""

    exit_code = ALARM


class ReaderKilledError(Exception):
    """No error of a command: a page ended the process that read it, or reached a limit there. Says how, as the ledger's
    reason: `killed: cpu 30 s`, `killed: memory`, `killed: signal 11`."""
