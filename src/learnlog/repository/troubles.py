"""What git says when a remote fails, in words a person can act on."""

import re

_OUTRUN = re.compile(
    r"\[rejected\]|\(fetch first\)|non-fast-forward|cannot lock ref|failed to lock|failed to update ref"
    r"|reference already exists|incorrect old value|Unable to create '[^']*\.lock'"
)
_REFUSED = re.compile(r"\[remote rejected\][^(]*\(([^)]*)\)")
_SAID_THERE = re.compile(r"^remote: ?(.*\S)", re.MULTILINE)

# What git, ssh and curl print (in their English), what it means, what to do. The first that fits counts.
_MEANINGS: tuple[tuple[str, str, str], ...] = (
    (
        r"Could not resolve host|Name or service not known|nodename nor servname|Temporary failure in name",
        "the host of {url} cannot be found",
        "check the address and your network",
    ),
    (
        r"Connection refused|Failed to connect|Could ?n.t connect|No route to host|Network is unreachable",
        "cannot connect to {url}",
        "is the server up? check the address and your network",
    ),
    (r"timed out|Operation too slow", "{url} does not answer", "try again later"),
    (
        r"Host key verification failed",
        "ssh does not know the host of {url} yet",
        "connect once by hand, compare its key, and accept it",
    ),
    (
        (
            r"could not read (Username|Password)|terminal prompts disabled|Authentication failed|error: 401"
            r"|Permission denied \(.*(publickey|password)"
        ),
        "{url} needs to know who you are, and learnlog does not ask for passwords",
        "https: set up a credential helper (git help credentials); ssh: add a key to your agent (ssh-add)",
    ),
    (
        r"dubious ownership",
        "git does not trust {url}: another user owns it",
        "if you trust it: git config --global --add safe.directory PATH",
    ),
    (
        (
            r"error: 403|access denied|write access .* not granted|not allowed to push|protected branch"
            r"|insufficient permission|unable to create temporary object directory|Permission denied"
        ),
        "{url} does not let you do that",
        "ask whoever runs it for the right to push",
    ),
    (
        r"File too large|[Oo]ut of memory|mmap failed",
        "what {url} sends is more than a hub may have",
        "ask whoever keeps it to look at what was put there",
    ),
    (r"No space left|quota", "there is no space left", "free some space and try again"),
    (r"SSL|certificate|TLS", "the encryption of {url} cannot be trusted", "is it the right address?"),
    (
        r"fsck error|bad object|index-pack failed|unpack.*failed|object file .* is empty|is corrupt",
        "what {url} holds is damaged, or git refuses it",
        "run git fsck there",
    ),
    (
        r"transport '.*' not allowed",
        "{url} leads to a kind of address that learnlog does not use",
        "use https, ssh or a folder",
    ),
    (
        (
            r"not found|does not exist|does not appear to be a git repository|not a git repository"
            r"|No such file or directory"
        ),
        "there is no git repository at {url}",
        "check the address; an empty one for a new hub is made with: git init --bare FOLDER",
    ),
)


def is_outrun(said: str) -> bool:
    """Whether a push failed only because another one came first."""
    return bool(_OUTRUN.search(said)) and "hook declined" not in said


def in_words(url: str, said: str) -> tuple[str, str]:
    """Message and hint for what git printed when it talked to `url`."""
    refused = _REFUSED.search(said)
    if refused and not is_outrun(said):
        why = "; ".join(_SAID_THERE.findall(said)) or refused[1]
        return f"{url} refused: {why}", "nothing was published; ask whoever runs it"
    for pattern, message, hint in _MEANINGS:
        if re.search(pattern, said, re.IGNORECASE):
            return message.format(url=url), hint
    lines = [line for line in said.splitlines() if line.startswith(("fatal:", "error:"))] or said.splitlines()
    reason = lines[0].removeprefix("fatal: ").removeprefix("error: ") if lines else "git gave no reason"
    return f"{url}: {reason}", ""
