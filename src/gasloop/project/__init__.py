"""Doors: settings, urls, home, wsgi, live, command line, the embedded engines."""
