"""The command line: how the moments are said in a terminal."""
