"""Servers around the pure codecs: sockets in, batches on the bus out, and only then an answer.

Read top to bottom: `settings` (every limit and time), `metrics`, `limits` (floods), `store` (acknowledged = durable),
`register` (which devices are known), `downlinks` (requests to devices), `connection` and `listener` (what all device
protocols share), `terminal` and `terminals` (JT/T 808), `transmitter` and `transmitters` (GB/T 26875.3), `process`.
"""
