"""Verbs of the bridge."""

from gasloop.oversight.actions.folders import (
    ask_folder,
    begin_folder,
    erase_folders,
    fail_folder,
    finish_folder,
    take_folder,
)

__all__ = ["ask_folder", "begin_folder", "erase_folders", "fail_folder", "finish_folder", "take_folder"]
