"""Pages of the town hall: who is who, in which office, on which post, in which division."""
