"""Pages and API of this room."""
