"""The month's table (月报): what was registered, checked, found, rectified, is overdue, was referred.

`spans` says which days a month has, `figures` what each number means and which rows it counts, `counting` counts all of
them at once, `table` puts them into lines by office and by village, `bulletin` says them to a work group.
"""
