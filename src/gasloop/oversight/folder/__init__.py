"""The evidence folder (迎检资料): the plan's clauses in their order, and behind each what was done about it.

`choosing` says what is asked for, `gathering` reads the rows, `gaps` finds what is missing, `papers` writes one record
on one sheet, `bundle` streams it all into a zip, `index` lists it, `building` leads through it.
"""
