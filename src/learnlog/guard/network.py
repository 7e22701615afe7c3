"""What tells of a net or a machine: private addresses, hosts, home folders, who is logged in where."""

import ipaddress
import re
from collections.abc import Iterator

from learnlog.guard.finding import Hit

_ADDRESS = re.compile(
    r"(?<![\w.:-])(?:(?:10|100|172|192)(?:\.\d{1,3}){3}(?![\w-]|\.\d)|f[cd][0-9a-f]{2}(?::[0-9a-f]{0,4}){2,7}+(?![\w:]))",
    re.IGNORECASE,
)
_NETS = [
    ipaddress.ip_network(net)
    for net in "10.0.0.0/8 100.64.0.0/10 172.16.0.0/12 192.168.0.0/16 fc00::/7".split()
]
# What every router, container and emulator answers to.
_EVERYWHERE = frozenset(
    "10.0.0.1 10.0.2.2 10.0.2.15 172.17.0.1 192.168.0.1 192.168.1.1 192.168.178.1".split()
)

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(
    rf"(?<![\w.-])(?:{_LABEL}\.){{1,6}}(?:(?P<sure>internal|corp|lan|intranet|localdomain|home\.arpa)|local|private)"
    r"(?![\w(-]|\.\w)",
    re.IGNORECASE,
)
_NO_HOST = re.compile(
    r"(?:.*\.)?(?:docker\.internal|google\.internal|cluster\.local|localhost\.localdomain)|(?:.*\.)?example\..*"
    r"|(?:android|com|config|dev|io|java|javax|jdk|kotlin|net|node|org|self|sun|this)\..*",
    re.IGNORECASE,
)
_NUMBERED = re.compile("[0-9-]")
_PORT = re.compile(r":\d")
_CALLED = re.compile(r"(?://|@|\b(?:ssh|scp|ping|curl|host|dig|telnet|nslookup) )\Z")

_HOME = re.compile(
    r"(?<![\w.~])(?:/(?:home|Users)/|[A-Z]:(?P<slash>\\{1,2})Users(?P=slash))(?P<name>\w[\w.-]{0,31}+)(?<![.-])"
)
_LOGIN = re.compile(
    r"(?<![\w.@/-])(?P<name>[a-z_][\w-]{1,31}+)@(?P<host>[A-Za-z][\w.-]{1,62}+)(?=:[~/]|[ ]~)"
)
_ANYBODY = frozenset(
    """admin administrator app circleci codespace coder default deploy dev developer ec2-user git gitpod
    jovyan linuxbrew me myname myuser name node pi postgres public root runner shared some someone sql ubuntu
    user username users vagrant vscode www you your yourname youruser""".split()
)


def private_addresses(text: str) -> Iterator[Hit]:
    """Yield the IP addresses of private nets in `text`, but for those that are the same everywhere."""
    for found in _ADDRESS.finditer(text):
        given = found[0].rstrip(":") if found[0].endswith(":") and not found[0].endswith("::") else found[0]
        if given not in _EVERYWHERE and _is_private(given):
            yield Hit(found.start(), 12, given, "IP address", "it is one of a private net")


def hosts(text: str) -> Iterator[Hit]:
    """Yield the names of hosts in `text` that only a private net knows."""
    for found in _HOST.finditer(text):
        is_sure = found["sure"] or _NUMBERED.search(found[0]) or _PORT.match(text, found.end())
        before = text[max(0, found.start() - 10) : found.start()]
        if not _NO_HOST.fullmatch(found[0]) and (is_sure or _CALLED.search(before)):
            yield Hit(found.start(), 12, found[0], "host name", "it is one of a private net")


def own_folders(text: str) -> Iterator[Hit]:
    """Yield home folders and logins in `text` that name somebody."""
    for found in _HOME.finditer(text):
        if found["name"].casefold() not in _ANYBODY:
            yield Hit(found.start(), 12, found[0], "home directory", "it names a user")
    for found in _LOGIN.finditer(text):
        if found["name"] not in _ANYBODY and found["host"] != "localhost":
            yield Hit(found.start(), 12, found[0], "user name", "it is logged in at a machine")


def _is_private(given: str) -> bool:
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return False
    is_net = str(address).endswith((".0", "::"))
    return not is_net and any(address in net for net in _NETS if net.version == address.version)
