"""The append-only log: who did what, sealed, signed, provable. Knows actors as snapshots only."""
