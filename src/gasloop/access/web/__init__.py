"""Sign-in, second factor, password, tokens."""
