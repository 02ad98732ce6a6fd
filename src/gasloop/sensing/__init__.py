"""Devices: the register of what measures and reports, what it said, and the intake that keeps what it acknowledged."""
