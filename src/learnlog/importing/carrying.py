"""Carry an import out: everything in one commit, or nothing."""

from dataclasses import replace

from learnlog.errors import Unusable
from learnlog.importing import known
from learnlog.importing.planning import Plan, Progress
from learnlog.importing.source import MAX_BYTES, Source
from learnlog.journal import Journal


def carry_out(plan: Plan, source: Source, journal: Journal, progress: Progress) -> Plan:
    """Do what `plan` says; what was done.

    That is less than planned when another import put some of it there meanwhile. Raises Unusable when
    something cannot be read or written; the journal is then what it was.
    """
    with journal.change("import") as change:
        before = known.look(journal.store)
        taken = [each for each in plan.taken if each.digest not in before.digests]
        come_meanwhile = [each.origin for each in plan.taken if each.digest in before.digests]
        change.summary = f"import {len(taken)} from {source.name}"
        with progress("importing", len(taken)) as step:
            for each in taken:
                for attachment in each.attachments:
                    change.put(attachment.path, _read(source, attachment.origin))
                change.write(each.entry.path, each.text)
                step()
    return replace(plan, taken=taken, there=[*plan.there, *come_meanwhile])


def _read(source: Source, path: str) -> bytes:
    try:
        return source.read(path, MAX_BYTES)
    except Unusable as error:
        raise Unusable(f"cannot take {source.root / path} along: {error.message}") from None
