"""Stories in a real browser, against a real `gasloop up` on a data directory of its own."""
