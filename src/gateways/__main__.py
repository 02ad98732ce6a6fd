"""`python -m gateways`."""

import sys

from gateways.serving.process import main

if __name__ == "__main__":
    sys.exit(main())
