"""Why a hit ranks where it does, in words."""

from learnlog.cli.clean import visible_line
from learnlog.index import Reason
from learnlog.search import Found

_FIELDS = {"title": "title", "labels": "tags", "body": "text"}


def why(row: Found) -> list[str]:
    """The lines that explain a hit, none where that was not asked for."""
    if row.why is None:
        return []
    told = [_reason(reason) for reason in row.why.reasons]
    if row.why.missing:
        told.append(f"not there: {', '.join(row.why.missing)}")
    factors = (
        (row.why.language, "it is in another language than the question"),
        (row.why.tags, "it shares a tag with the best hits"),
        (row.why.prior, "of its age, status and use"),
    )
    told += [f"times {factor:.2f}, since {reason}" for factor, reason in factors if round(factor, 2) != 1]
    return [visible_line(line) for line in told]


def _reason(reason: Reason) -> str:
    found = f" → {reason.found} ({reason.how})" if reason.found else ""
    fields = " and ".join(_FIELDS[field] for field in reason.fields)
    return f"+{reason.points:.1f}  {reason.typed}{found} in the {fields}"
