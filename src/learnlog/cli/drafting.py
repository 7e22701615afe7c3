"""Where a new entry's text comes from (words, a pipe, the editor on a template), and saving it."""

import contextlib
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path

from learnlog import capture, editor, frontmatter, templates
from learnlog.capture import Draft
from learnlog.cli.app import App
from learnlog.entry import MAX_BYTES, Entry, compose, new_id
from learnlog.errors import BrokenEntry, LearnlogError, NothingFound, Unusable
from learnlog.frontmatter import Given
from learnlog.refs import Located
from learnlog.store import write_durably

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")  # but those that are white space
_NOT_UTF8 = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Wanted:
    """What the command line says of a new entry.

    `values` are the fields set by options, `prefill` a text to begin with, `template` what the editor opens
    on, `edit` whether it opens although there is a text, `usual_title` the title the editor offers.
    """

    words: str = ""
    values: Mapping[str, Given] = field(default_factory=dict)
    prefill: Draft | None = None
    template: str | None = None
    edit: bool = False
    usual_title: str | None = None


def save(  # noqa: PLR0913 - what is wanted, what goes with it, and how it is told
    app: App,
    wanted: Wanted,
    *,
    files: Sequence[Path] = (),
    question: Located | None = None,
    as_json: bool = False,
    hub_name: str | None = None,
) -> Entry:
    """Save what is wanted as a new entry and say so; `question` is what it answers, `files` are attached.

    One's own question becomes answered. `hub_name` is where it is published next, which then prints the one
    JSON document. Raises NothingFound when nothing was written, and Unusable.
    """
    answers = question.entry.id if question else None
    own_question = question.entry.path if question and question.store.hub is None else None
    with drafted(app, replace(wanted, values={**wanted.values, "answers": answers})) as draft:
        entry = capture.add(
            app.journal,
            draft,
            now=app.now,
            random=app.random,
            attachments=files,
            answers=own_question,
        )
    if not (as_json and hub_name):
        app.output.saved(entry, app.journal.store.absolute(entry.path), as_json=as_json)
    if question and not own_question and not hub_name:
        hub = question.store.hub
        app.output.note(
            f"the question is in the hub {hub}; hand your answer on: learnlog publish {entry.id} --to {hub}"
        )
    if not as_json and _is_welcome_to_tell(app):
        nearby = import_module("learnlog.cli.nearby")  # loads the search, which a script's `add` does without
        nearby.tell_of_near(app, entry, has_files=bool(files))
    return entry


def _is_welcome_to_tell(app: App) -> bool:
    """Whether a person sees it who wants to be told what is near a new entry."""
    is_off = app.quiet or app.config.text("add.near") == "off"
    return not is_off and app.output.on_terminal and sys.stderr.isatty()


def question_named(app: App, ref: str) -> Located:
    """The question that `ref` names. Raises NothingFound, AmbiguousRef, Unusable when it is another kind."""
    located = app.refs.one(ref)
    if located.entry.kind != "question":
        raise Unusable(
            f"{located.entry.id} is a {located.entry.kind}, not a question",
            f"if it is one: learnlog set {located.entry.id} kind=question",
        )
    return located


@contextlib.contextmanager
def drafted(app: App, wanted: Wanted) -> Iterator[Draft]:
    """Yield the text to save; when saving it fails, keep it and say where.

    Raises NothingFound when nothing was written.
    """
    draft = capture.from_words(wanted.words) if wanted.words.strip() else wanted.prefill
    if draft is None and not (sys.stdin and sys.stdin.isatty()):
        draft = _from_pipe(app)
    wants_editor = bool(wanted.edit or wanted.template)
    if draft is None or wants_editor:
        given = None if draft is None or draft.is_empty else draft
        with _from_editor(app, wanted, given) as edited:
            yield _cleaned(_not_empty(edited))
        return
    complete = _cleaned(_not_empty(draft.with_values(wanted.values)))
    try:
        yield complete
    except LearnlogError as error:
        keep(app, compose(complete.values, complete.body).encode("utf-8", "surrogateescape"), error)
        raise


def read_template(app: App, name: str) -> str:
    """The text of a template: the person's own, else the built-in one. Raises Unusable."""
    own = app.templates_folder / f"{name}.md"
    if "/" not in name and own.is_file():
        try:
            return own.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise Unusable(f"cannot read the template {own}: {error}") from error
    built_in = templates.built_in(name)
    if built_in is None:
        raise Unusable(f"there is no template {name}", "templates: " + ", ".join(app.template_names()))
    return built_in


@contextlib.contextmanager
def _from_editor(app: App, wanted: Wanted, draft: Draft | None) -> Iterator[Draft]:
    """Yield what the editor made of `draft`, or of a template; an empty Draft when it left that as it was."""
    given = draft or Draft().with_values({"title": wanted.usual_title})
    given = given.with_values(wanted.values)
    if draft and not wanted.template:
        text, prompts = compose({"title": "", **given.values}, given.body), ""
    else:
        text, prompts = _on_template(app, _template_name(app, wanted), given)
    with editor.edited(text, app.editor, draft_file(app), precious=draft is not None) as result:
        written = _read_back(result, prompts)
        unchanged = draft is None and written == _read_back(text, prompts)
        yield Draft() if unchanged else written


def _template_name(app: App, wanted: Wanted) -> str:
    """The template asked for, else the one of the entry's kind, else the one of the settings."""
    kind = wanted.values.get("kind")
    usual = kind if isinstance(kind, str) and kind in app.template_names() else app.config.text("template")
    return wanted.template or usual or "lesson"


def _on_template(app: App, name: str, given: Draft) -> tuple[str, str]:
    """The template `name` with what is given written into it; and the prompts in its body."""
    try:
        text = templates.filled(read_template(app, name), _variables(app, given))
        parts = frontmatter.split(text)
        of_template = Draft(frontmatter.load(parts.block).values)
        for key, value in of_template.with_values(given.values).values.items():
            if value != of_template.values.get(key):
                text = frontmatter.with_value(text, key, value)
    except BrokenEntry as error:
        raise Unusable(f"the template {name} cannot be used: {error.message}") from error
    return text + given.body, parts.body


def _read_back(text: str, prompts: str) -> Draft:
    """What an edited text says, without the template's prompts; a prompt is no title. Raises BrokenEntry."""
    parts = frontmatter.split(text)
    body = templates.without_prompts(parts.body, prompts)
    draft = capture.from_text(parts.opening + parts.block + parts.closing + body)
    headings = templates.headings(prompts)
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    if not lines or lines[0] not in headings or frontmatter.load(parts.block).values.get("title"):
        return draft
    said = next((line for line in lines if line not in headings and not line.startswith("```")), "")
    return Draft({**draft.values, "title": capture.from_words(said).values["title"]}, body)


def _variables(app: App, given: Draft) -> dict[str, str]:
    context = given.values.get("context")
    found = context if isinstance(context, Mapping) else {}
    named = {key: value for key, value in {**found, **given.values}.items() if isinstance(value, str)}
    return {**named, "date": f"{app.now:%Y-%m-%d}", "time": f"{app.now:%H:%M}"}


def _from_pipe(app: App) -> Draft:
    data = sys.stdin.buffer.read(MAX_BYTES + 1) if sys.stdin else b""  # there is none behind `<&-`
    if len(data) > MAX_BYTES:
        raise Unusable("an entry of more than 5 MiB is refused", "attach the large part: --attach FILE")
    if b"\0" in data:
        binary = Unusable("what came in is binary, not text", "keep it as a file: add TEXT --attach FILE")
        keep(app, data, binary)
        raise binary
    text = data.decode("utf-8", "surrogateescape")
    if _NOT_UTF8.search(text):
        app.output.note("the text is not UTF-8; its bytes are kept as they are")
    try:
        return capture.from_text(text)
    except BrokenEntry as error:
        app.output.note(f"the front matter cannot be read and is kept as text: {error.message}")
        return Draft({}, text)


def _cleaned(draft: Draft) -> Draft:
    """The draft with values that every reader of front matter can take; its body is kept to the byte."""
    return replace(draft, values={key: _readable(value) for key, value in draft.values.items()})


def _readable(value: Given) -> Given:
    """A value without control characters; bytes that are not UTF-8 become U+FFFD."""
    if isinstance(value, str):
        return _CONTROLS.sub("", _NOT_UTF8.sub("\ufffd", value))
    if isinstance(value, Mapping):
        return {key: _readable(inner) for key, inner in value.items()}
    return [_readable(inner) for inner in value] if isinstance(value, Sequence) else value


def _not_empty(draft: Draft) -> Draft:
    if draft.is_empty:
        raise NothingFound("nothing was written, so nothing is saved")
    return draft


def draft_file(app: App, folder: Path | None = None) -> Path:
    """A new file for what is being written, in `folder` or where drafts are kept."""
    name = f"{app.now:%Y%m%d-%H%M%S}-{new_id(app.random)}.md"
    return (folder or app.data / "drafts") / name


def keep(app: App, text: bytes, error: LearnlogError) -> None:
    """Put a text that cannot be saved or sent into a file, and add to the error's hint where."""
    for folder in (None, Path(tempfile.gettempdir())):
        path = draft_file(app, folder)
        with contextlib.suppress(Unusable):
            write_durably(path, text)
            error.hint = f"{error.hint}\nwhat you wrote is kept in {path}".lstrip()
            return
    error.hint = f"{error.hint}\nit could not be kept in a file either".lstrip()
