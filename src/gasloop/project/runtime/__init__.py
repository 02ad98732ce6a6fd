"""Embedded engines and their supervisor: PostgreSQL, NATS and our own processes under one `gasloop up`.

No Django here: the settings are read by the children, from the environment that `up` gives them.
"""
