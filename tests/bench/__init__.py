"""How well and how fast the search works on the real lessons: `python -m tests.bench`."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("LEARNLOG_SHARED", Path(__file__).parents[3] / "shared"))
OWN = Path(__file__).parents[1] / "relevance/questions.yaml"
PASTED = Path(__file__).parents[1] / "relevance/pasted.yaml"
DEVELOPMENT = SHARED / "relevance/queries-dev.yaml"
BRIEFS = OWN.with_name("briefs.yaml")
