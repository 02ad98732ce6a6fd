"""The demonstration town: made by the real verbs, in a data directory of its own, everything in it marked 示例."""
