"""`learnlog suggest`: propose another text for a colleague's lesson."""

import click

from learnlog.cli import saying
from learnlog.cli.app import App
from learnlog.cli.completing import complete_ref
from learnlog.cli.params import json_option, yes_option
from learnlog.cli.saying import Lesson
from learnlog.cli.writing import opens_editor, written
from learnlog.compare import Comparison, Side
from learnlog.errors import NothingFound, Unusable
from learnlog.passages import cut_private
from learnlog.response import Kind
from learnlog.wording import Wording, read_wording, wording_of


@click.command("suggest")
@click.argument("ref", shell_complete=complete_ref)
@yes_option
@json_option
@click.pass_obj
def command(app: App, ref: str, *, yes: bool, as_json: bool) -> None:
    """Propose another text for a colleague's lesson.

    Opens a copy in your editor, or takes the new text from standard input. You see what you changed, and are
    asked. Its author finds it with learnlog suggestions, and can accept it, which names you as a contributor.
    Title, tags, aliases, source, applies and lang can be changed, and the text. What is piped in changes what
    it names: a file without front matter the text alone, one with `tags: []` also takes out the tags.

    \b
      learnlog suggest 1
      sed s/colour/color/ lesson.md | learnlog suggest k3f9 --yes
    """
    located = app.refs.one(ref)
    lesson = saying.lesson_of(app, located)
    if lesson is None or lesson.is_own:
        raise Unusable(
            f"{located.entry.id} is your own, so nobody has to accept it",
            f"change it: learnlog edit {located.entry.id}",
        )
    lesson.hub.check_writable()
    before = wording_of(lesson.entry)
    with written(app, (), "", before.text) as text:
        proposed = read_wording(cut_private(text), before, is_whole=opens_editor(()))
        if proposed == before:
            raise NothingFound("nothing is different, so nothing is suggested")
        response = saying.response_to(app, lesson, Kind.SUGGESTION, proposed.text)
        lines = _compared(lesson, before, proposed).lines()
        saying.agree(app, lesson, response, yes=yes, as_json=as_json, difference=lines)
        saying.tell(app, lesson, response, as_json=as_json)


def _compared(lesson: Lesson, before: Wording, proposed: Wording) -> Comparison:
    entry = lesson.entry
    published = Side(before.text, lesson.revision, None, "as it is")
    return Comparison(
        entry.id, entry.title, lesson.hub.name, published, Side(proposed.text, 0, None, "as you suggest")
    )
