"""Shapes of the register on the API."""
