"""How logs are laid out: what stands before a message, and which lines are code rather than messages."""

import re
from collections.abc import Sequence

_MAX_BEFORE = 8
_LEVEL_WITHIN = 120  # characters from the beginning of a line

_BEFORE = re.compile(  # what a logger, a service or a builder puts before what is said
    r"""\s*+(?:
        <\d{1,3}>
      | [\[(]?\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d[:\d.,]*)?\s?(?:Z\b|UTC\b|[+-]\d\d:?\d\d)?[\])]?
      | [A-Z][a-z]{2}\s+\d{1,2}\s\d\d:\d\d:\d\d\s                        # syslog, and the host after it
        (?:[\w.-]{1,80}\s(?=[\w./-]{1,80}(?:\[\d+\])?:))?
      | \[[A-Z][a-z]{2}\s[A-Z][a-z]{2}\s[\d :.]{8,30}\]                  # Apache
      | \[?\d\d:\d\d:\d\d[.,\d]*\]?
      | [IWEF]\d{4}\s\d\d:\d\d:\d\d[.\d]*\s+\d+\s[\w.-]+:\d+\]           # Kubernetes
      | [A-Z],\s\[[^\]]{10,60}\]                                         # Ruby
      | \#\d+\s(?:\d+\.\d+\s)?                                           # docker build
      | [\w.-]{1,40}\s*\|\s                                              # docker compose
      | \[[\w:/.-]{1,80}\](?=\s)                                         # a thread, a module, a level
      | \d+\s---                                                         # Spring
      | debug\d: | npm\s(?:error|warn|ERR!|WARN)(?=\s)
      | (?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR)(?=\s+(?:\D|\d+\s---))
      | (?:trace|debug|info|warn|error)\s(?=-\s)
      | \S{1,300}?:\d+:in\s[`'][^`']{1,200}':(?=\s)                      # Ruby: where, then what
      | [│╷╵╰─>×●]{1,3}(?=\s|$) | --+>?\s | -\s | :\s
    )\s*+""",
    re.VERBOSE,
)
_STAMPED = re.compile(
    r"""\s*+[\[(]?(?:
        \d{4}[-/]\d\d[-/]\d\d | \d\d:\d\d:\d\d | [A-Z][a-z]{2}\s+\d{1,2}\s\d\d: | [A-Z],\s\[\d{4}
    )""",
    re.VERBOSE,
)
_CALM = re.compile(
    r"""\b(?:TRACE|DEBUG|INFO|NOTICE|VERBOSE)\b | \[(?:trace|debug|info)\] | \b(?:debug\d?|info|trace):
      | \blevel=(?:debug|info)""",
    re.VERBOSE,
)
_PROMPT = re.compile(
    r"""\s*+[\w@~ .:-]{0,40}[$%❯#]\s+(?=[a-z./]) | \s*+\+\s(?=[a-z./]) | (?:mysql|SQL|\w{1,40}=[#>])>?\s""",
    re.VERBOSE,
)
_QUOTES = re.compile("[\"'`]")

_FRAME = re.compile(
    r"""\s*+(?:
        at\s[^()]++\([^()]*+\)\s*+(?:\{\s*|in\s.*)?$                     # Java, JavaScript, .NET
      | at\s+\S+:\d+\s*+(?:\{\s*)?$ | (?<=\s)at\s+\S+\s*+$
      | File\s".{1,400}",\sline\s\d                                      # Python
      | from\s\S+:\d
      | \#?\s*+\S+:\d+:in\s(?:[^:]|::)*+$ | \#\s\S+:\d                   # Ruby
      | \S+\.(?:rb|erb|rake|ex|exs|erl|php|py):\d+:?\s*+$
      | goroutine\s\d | created\sby\s | \S+\.go:\d+\s\+0x | \S+\(0x | [\w./]+\.func\d+\(
      | \d+:\s+(?:0x|\w+::)                                              # Rust
      | \.\.\.\s\d+\s                                                    # 12 more
      | In\sfile\sincluded\sfrom\s
    )""",
    re.VERBOSE,
)
_PYTHON_FRAME = re.compile(r'\s*+File "')
_EXCERPT = re.compile(
    r"""\s*+\d+\s*+[|│] | \s*+[|│]?\s*+[~^+─]{1,200}+\s*+$ | >\s{2,}\S | \s*+-->\s""", re.VERBOSE
)
_ASIDE = re.compile(  # what a tool says every time
    r"""\s*+(?:
        \(?See\sfull\strace | Tasks:\sTOP | Finished\sin\s | Time(?:\sElapsed)?:?\s+\d | throw\ser;
      | Emitted\s'error'\sevent | Press\sENTER\s | (?:In|At|En|À)\s\S+\.ps1:\d
    )""",
    re.VERBOSE,
)


def without_code(lines: Sequence[str]) -> list[str]:
    """The lines that are no stack frames, no excerpts of a source and nothing a tool says every time."""
    said = []
    in_frame = False
    for line in lines:
        if in_frame and line.startswith("    "):  # the source, below the frame of Python
            continue
        in_frame = bool(_PYTHON_FRAME.match(line))
        if not (in_frame or _FRAME.match(line) or _EXCERPT.match(line) or _ASIDE.match(line)):
            said.append(line)
    return said


def message(line: str) -> str:
    """The line without what stands before the message; of what was typed, the words before any quotes."""
    typed = _PROMPT.match(line)
    if typed:
        return _QUOTES.split(line[typed.end() :], maxsplit=1)[0]
    at = 0
    for _ in range(_MAX_BEFORE):
        found = _BEFORE.match(line, at)
        if found is None:
            break
        at = found.end()
    return line[at:]


def is_typed(line: str) -> bool:
    """Whether the line is a prompt and what a person typed there."""
    return bool(_PROMPT.match(line))


def is_calm(line: str) -> bool:
    """Whether the line has a level below a warning."""
    return bool(_CALM.search(line[:_LEVEL_WITHIN]))


def is_stamped(line: str) -> bool:
    """Whether the line begins with a time: a record of its own, which explains nothing before it."""
    return bool(_STAMPED.match(line))
