"""How well and how fast the search works on the real lessons: `python -m tests.bench`."""
