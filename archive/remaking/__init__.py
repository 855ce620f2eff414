"""The database is made of the WARC files, and can be made of them again.

replay      what one record means: its rows, and all that follows from them
recovery    what a killed process wrote and did not commit, taken in before anything is appended
rebuild     a new database, of all the files
  scan      1. from the first record to the last: crawls, captures, parts
  steps     2. in the order in which it was done: pages are read, persons correct, crawls end
  missing   files that are not there any more, or not what they were
reparse     pages of a database read again by the readers of this version
  replacing what becomes of one page
"""
