"""Ground floor: message shapes and subject names on the bus. No Django."""
