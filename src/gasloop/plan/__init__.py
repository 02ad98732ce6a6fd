"""Promises: the plan document, its clauses and responsibilities; duties, one clock for all."""
