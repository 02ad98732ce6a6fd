"""What the clients were promised: one line per acknowledged write, on disk before the client goes on."""

import os
import threading
from pathlib import Path


class Ledger:
    """Acknowledged ids, in a file that is flushed to disk at every line."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="ascii")
        self._lock = threading.Lock()
        self._ids: set[str] = set()
        self._fresh: set[str] = set()

    def acknowledge(self, identifier: str) -> None:
        """The server said yes."""
        with self._lock:
            self._file.write(f"{identifier}\n")
            self._file.flush()
            os.fsync(self._file.fileno())
            self._ids.add(identifier)
            self._fresh.add(identifier)

    def ids(self) -> set[str]:
        """Everything acknowledged so far."""
        with self._lock:
            return set(self._ids)

    def take_fresh(self) -> set[str]:
        """What was acknowledged since this was last asked."""
        with self._lock:
            fresh, self._fresh = self._fresh, set()
            return fresh

    def __len__(self) -> int:
        return len(self._ids)

    def close(self) -> None:
        self._file.close()
