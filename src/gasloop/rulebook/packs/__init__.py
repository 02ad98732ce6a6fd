"""Packs as files: read strictly, checked for being decidable, compared with what is loaded."""
