"""`python -m benchmarks [name] [--scale N]`: run one benchmark, or all of them, one after the other."""

import argparse
import importlib
import pkgutil
import sys

import benchmarks

NO_BENCHMARKS = frozenset(
    {"__main__", "measuring", "trucks_808", "ack_only_808", "detectors_mqtt", "device_history"}
    | {"furnishing", "admin_site", "admin_urls"}
)


def names() -> list[str]:
    """Every benchmark there is."""
    return sorted(found.name for found in pkgutil.iter_modules(benchmarks.__path__) if found.name not in NO_BENCHMARKS)


def main() -> None:
    """Hand the rest of the command line to the benchmark."""
    parser = argparse.ArgumentParser(prog="benchmarks")
    parser.add_argument("name", nargs="?", default="")
    parser.add_argument("--scale", default="1")
    options = parser.parse_args()
    for name in [options.name] if options.name else names():
        sys.stdout.write(f"== {name}\n")
        sys.argv = [name, *(["--scale", options.scale] if name != "decode_jt808" else [])]
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
