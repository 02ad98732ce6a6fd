"""The map: layers of every room on one sheet, outlines of divisions, objects put in their place."""
