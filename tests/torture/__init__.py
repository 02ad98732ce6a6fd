"""Torture: clients keep a ledger of what was acknowledged while a random part of the house is killed over and over."""
