"""Devices that do not exist, speaking real protocols: what the intake is tried, tortured and measured with.

Read top to bottom: `chance` (seeds), `road`, `truck`, `gas` (what happens, as pure streams of deeds), `outbox`
(kept until acknowledged), `journal` (what was promised), `line` (a connection dialled again), `terminal`
(JT/T 808), `load` (a load generator). Everything invented here is marked 示例.
"""
