"""The checks behind `verify`: each streams over the log in pieces and yields findings that name what they found."""
