"""Starts learnlog: the `learnlog` command, and `python -m learnlog`."""

import gc
from importlib import import_module

_OBJECTS = 50_000  # new ones, after which Python looks for what can go: most commands end before


def main() -> None:
    """Do what the command line asks for; never returns."""
    gc.set_threshold(_OBJECTS)
    import_module("learnlog.cli.main").main()  # which makes many objects while it is loaded


if __name__ == "__main__":
    main()
