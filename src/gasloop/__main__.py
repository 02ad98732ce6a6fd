"""`python -m gasloop` is `gasloop`."""

from gasloop.project.cli import main

main()
