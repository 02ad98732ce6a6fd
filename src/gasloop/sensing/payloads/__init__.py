"""JSON payloads: the house's own schema, and other layouts as data (`layouts/*.yaml`)."""
