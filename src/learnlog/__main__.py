"""`python -m learnlog` is the same as the `learnlog` command."""

from learnlog.cli.main import main

main()
