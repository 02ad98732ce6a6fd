"""Coverage-guided fuzzing (atheris) of everything that reads foreign bytes; seeds are generated, not copied."""
