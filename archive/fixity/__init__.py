"""Fixity: is every byte of the WARC folder still what was written, and what can be had again from a second copy?

    damage    what is wrong, where, and what depends on it
    folder    files that are missing, renamed, swapped, or of no archive
    named     rows that name records, and the stretches of a file that are looked at one by one
    record    one record against its row
    stretch   one stretch of a file, read once from its begin to its end
    verify    the whole archive: what is due, file by file; its state is kept part by part
    pieces    where good bytes of a file lie, in it and in its copies
    repair    a damaged file built anew from these
    state     what the last looks have found, for `archive status`

What is proved by what: a record that a row names (capture, correction) by the row's sha256; all others (warcinfo,
requests, the journal) by the sha256 of the part of the file that a run wrote; what no part covers, in archives made
before there were parts, by the digests in the records themselves. Bytes behind all that the database knows of a file
are being written, or were left by a killed process: whole records there are taken in by the next command that appends.
"""
