"""Visits: checklists carried out; what fails becomes a hazard in the same transaction."""
