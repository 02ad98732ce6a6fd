"""The bridge: plan page and trace, counts that lead to their rows, evidence pages."""
