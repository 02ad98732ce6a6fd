"""Layouts as data."""
