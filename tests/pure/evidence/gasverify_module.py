"""The offline verifier as a module; it lies outside of every package, because strangers take the one file."""

import importlib.util
from pathlib import Path
from types import ModuleType

FILE = Path(__file__).parents[3] / "tools" / "gasverify.py"


def load() -> ModuleType:
    """The verifier, freshly loaded."""
    spec = importlib.util.spec_from_file_location("gasverify", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
