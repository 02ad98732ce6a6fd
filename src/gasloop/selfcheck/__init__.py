"""自查: enterprises and users of gas look after themselves, and what they miss shows."""
