"""Journals of any size, made of the texts of the corpus: always the same ones."""

import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from learnlog import entry

SEED = 20261124
LAST = datetime(2026, 11, 1, tzinfo=UTC)
A_DAY = 14  # entries, of a team perhaps; and twenty years at most
YEARS = 20

_DATE = re.compile(r"^date:.*$", re.MULTILINE)


def made(corpus: Path, journal: Path, size: int) -> None:
    """Fill `journal` with `size` entries under `YYYY/MM`, each text of the corpus as often as it takes."""
    chance = random.Random(SEED)
    texts = [path.read_text("utf-8") for path in sorted(corpus.rglob("*.md")) if path.name[0] != "."]
    span = timedelta(days=min(max(size / A_DAY, 365), YEARS * 365))
    for number in range(size):
        date = LAST - span * chance.random()
        name = entry.new_id(chance)
        text = texts[number % len(texts)].replace("---\n", f"---\nid: {name}\n", 1)
        text = _DATE.sub(f"date: {date.isoformat(timespec='seconds')}", text, count=1)
        title = entry.parse(text, path="", fallback=lambda: LAST).title
        file = journal / entry.path_for(name, title, date)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
