"""A reading (the object of `archive read`, or a line of the dump) for a person: as plain text, or as an HTML page.

content   what both show: facts, blocks in reading order, files, findings
text      plain text, tables drawn in characters
html      one page for any number of readings
"""
