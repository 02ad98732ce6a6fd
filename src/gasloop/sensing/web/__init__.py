"""Pages and API of the devices."""
