"""A bare Whoosh writer, to compare with: `python bare.py JOURNAL FOLDER`.

It reads the same files, their front matter too, and indexes the same fields by whoosh's own analyzer.
"""

import sys
from pathlib import Path

import yaml
from whoosh import fields, index
from whoosh.analysis import StemmingAnalyzer


def main(journal: Path, folder: Path) -> None:
    """Index the journal."""
    folder.mkdir(parents=True)
    analyzer = StemmingAnalyzer()
    schema = fields.Schema(
        path=fields.ID(stored=True),
        title=fields.TEXT(analyzer=analyzer),
        labels=fields.TEXT(analyzer=analyzer),
        body=fields.TEXT(analyzer=analyzer),
    )
    writer = index.create_in(str(folder), schema).writer(limitmb=256)
    for path in journal.rglob("*.md"):
        _, front, body = path.read_text("utf-8").split("---\n", 2)
        values = yaml.load(front, Loader=yaml.CSafeLoader)
        labels = " ".join(map(str, values.get("tags") or ()))
        writer.add_document(path=str(path), title=str(values.get("title", "")), labels=labels, body=body)
    writer.commit()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
