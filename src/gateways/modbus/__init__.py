"""Modbus TCP: registers of meters and transmitters, polled by a map in YAML."""
