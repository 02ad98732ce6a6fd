"""The last step before a child's own program: tie its life to the supervisor, drop root, exec.

Run as a file with `python -I -S`, so that it imports nothing but the standard library and starts in ~15 ms. The order
matters: Linux forgets the death signal when the user changes, so the user is changed first.

    child.py PARENT_PID DEATH_SIGNAL UID GID PROGRAM ARGUMENT…      (0, 0 and -1, -1 leave parent and user alone)
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int, signal_number: int) -> None:
    """Ask Linux to signal this process when its parent goes, and leave at once if it has already gone."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:
        sys.exit(143)


def main(arguments: list[str]) -> None:
    """Change the user, tie the life, become PROGRAM."""
    parent, signal_number, uid, gid = (int(text) for text in arguments[:4])
    command = arguments[4:]
    if uid >= 0:
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
    if parent:
        die_with_parent(parent, signal_number)
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted: the command is ours, by absolute path


if __name__ == "__main__":
    main(sys.argv[1:])
