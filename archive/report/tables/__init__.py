"""Grids of any source as cells under DOMAIN's keys.

alignment         a grid's rows as cells with their places; which value stands under which column
panels            a grid as tables: turned, or side by side
heads, segments   the columns of the standard tables; where their rows are, in one grid or several
by_place, glued   labels that cannot be read; digits of several cells that stand together (solving)
standard_tables   tables 二, 三 and 四 of the forms 2019 and 2021
indicators        the table of form 2014
local_tables      tables of no national form
printings         which printing of a table is the report's
outside           what may be there and was not read
"""
