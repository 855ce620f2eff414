"""Random reports whose tables are known cell by cell, in markup that real pages have.

numbers    figures of a report whose sums hold, or are wrong on purpose
spelling   how a cell prints a figure, or that there is none
national   the outlines of the three national forms, retyped from the notices
sheet      a table as a matrix of boxes, and what hands and tools do to it
layouts    from figures to sheets
changes    page breaks, lost spans, cut labels, exchanged rows and columns
markup     sheets as HTML; `lines`: sheets flattened to lines
cases      a seed makes a case: a page and its truth
score      what was read, against the truth
"""
