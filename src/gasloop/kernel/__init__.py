"""Ground floor: values every room shares. No Django, no I/O."""
