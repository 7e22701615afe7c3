"""Secrets by their shape: what a provider gives out, and private keys."""

import re
from collections.abc import Iterator

from learnlog.guard.finding import Hit
from learnlog.guard.judging import PIECE, PLACEHOLDER, is_random

# Prefix, alphabet and least length as providers publish them; each starts a word and has 20 characters.
_SHAPES = {
    "AWS access key": r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])",
    "GitHub token": r"gh[oprsu]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40}",
    "GitLab token": r"gl(?:agent|cbt|dt|ffct|ft|imt|oas|pat|ptt|rt|soat)-[\w-]{20}|GR1348941[\w-]{20}",
    "Bitbucket token": r"ATBB[A-Za-z0-9]{32}",
    "Atlassian token": r"AT[AC]TT3[\w=-]{50}",
    "Slack token": r"xox[abceoprs](?:\.xox[a-z])?-[A-Za-z0-9-]{20}|xapp-\d-[A-Za-z0-9-]{20}",
    "Slack webhook": r"hooks\.slack\.com/(?:services|triggers|workflows)/[\w/]{30}",
    "Discord webhook": r"discord(?:app)?\.com/api/webhooks/\d{10,20}/[\w-]{40}",
    "Teams webhook": r"webhook\.office\.com/webhookb2/[\w@/-]{60}",
    "Stripe key": r"[rs]k_(?:live|prod)_[A-Za-z0-9]{20}|whsec_[A-Za-z0-9+/]{32}",
    "Square token": r"sq0(?:atp|csp)-[\w-]{22}",
    "Google key": r"AIza[\w-]{35}|GOCSPX-[\w-]{28}|ya29\.[\w-]{20}",
    "Azure secret": r"[\w~.]{3}\dQ~[\w~.-]{31}",
    "SendGrid key": r"SG\.[\w-]{16,32}\.[\w-]{32}",
    "Brevo key": r"xkeysib-[a-f0-9]{64}",
    "Mailgun key": r"key-[a-f0-9]{32}(?![\w-])",
    "Mailchimp key": r"[a-f0-9]{32}-us\d{1,2}(?![\w-])",
    "Twilio key": r"SK[a-f0-9]{32}(?![\w-])",
    "Telegram token": r"\d{8,10}:AA[\w-]{33}(?![\w-])",
    "npm token": r"npm_[A-Za-z0-9]{36}",
    "PyPI token": r"pypi-AgE[\w-]{50}",
    "RubyGems key": r"rubygems_[a-f0-9]{48}",
    "Docker token": r"dckr_[op]at_[\w-]{27}",
    "DigitalOcean token": r"do[oprt]_v1_[a-f0-9]{64}",
    "Databricks token": r"dapi[a-f0-9]{32}",
    "Shopify token": r"shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}",
    "Hugging Face token": r"hf_[A-Za-z0-9]{34}",
    "Replicate token": r"r8_[A-Za-z0-9]{37}",
    "Groq key": r"gsk_[A-Za-z0-9]{40}",
    "Vault token": r"hv[bsr]\.[\w-]{24}",
    "Grafana token": r"glc_[\w+/=]{32}|glsa_[A-Za-z0-9]{32}",
    "Doppler token": r"dp\.(?:audit|ct|pt|sa|scim|st)\.[A-Za-z0-9]{40}",
    "Terraform token": r"[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60}",
    "Pulumi token": r"pul-[a-f0-9]{40}",
    "Postman key": r"PMAK-[a-f0-9]{24}-[a-f0-9]{34}",
    "New Relic key": r"NRAK-[A-Z0-9]{27}",
    "Sentry token": r"sntry[su]_[\w+/=]{60}",
    "Linear key": r"lin_api_[A-Za-z0-9]{40}",
    "Notion token": r"ntn_[A-Za-z0-9]{40}|secret_[A-Za-z0-9]{43}",
    "Figma token": r"figd_[\w-]{40}",
    "Airtable token": r"pat[A-Za-z0-9]{14}\.[a-f0-9]{64}",
    "Artifactory key": r"AKCp[A-Za-z0-9]{69}",
    "Netlify token": r"nfp_[A-Za-z0-9]{36}",
    "Supabase token": r"sbp_[a-f0-9]{40}",
    "PlanetScale token": r"pscale_(?:oauth|pw|tkn)_[\w.-]{32}",
    "age key": r"AGE-SECRET-KEY-1[A-Z0-9]{58}",
    "1Password token": r"ops_eyJ[A-Za-z0-9+/]{60}",
    "AI provider key": r"sk-[\w-]{20}|xai-[A-Za-z0-9]{60}|pplx-[A-Za-z0-9]{40}",
    "JSON web token": r"(?<![\w-])eyJ[\w-]{10,}+\.[\w-]{10,}+\.[\w-]{10}",
}
_SHAPE = re.compile(
    rf"(?<![A-Za-z0-9])(?=[A-Za-z0-9][\w+/=.~:@-]{{19}})(?:({')|('.join(_SHAPES.values())}))[\w+/=.~-]*+",
    re.ASCII,
)
_KINDS = tuple(_SHAPES)

_KEY_HEADER = re.compile(
    r"-{4,5} ?BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}|PuTTY-User-Key-File-\d:"
)
_KEY_FOOTER = re.compile(r"-{4,5} ?END ")
_KEY_LINE = re.compile(r"[A-Za-z0-9+/=]{24,}+")
_RULE = "----"  # what the line below a key begins with
_KEY_LENGTH = 16_000  # characters
_KEY_REACH = 600  # characters after a header in which its key begins; headers of encrypted keys take some


def private_keys(text: str) -> Iterator[Hit]:
    """Yield the private keys of `text`, each from the first line below its header to its end."""
    for header in _KEY_HEADER.finditer(text):
        limit = header.end() + _KEY_REACH
        footer = _KEY_FOOTER.search(text, header.end(), limit)
        line = _KEY_LINE.search(text, header.end(), footer.start() if footer else limit)
        if line:
            end = text.find(_RULE, line.end(), line.end() + _KEY_LENGTH)
            key = text[line.start() : end].rstrip() if end > 0 else line[0]
            yield Hit(line.start(), 0, key, "private key", "a key follows the header of a private key")


def shaped(text: str) -> Iterator[Hit]:
    """Yield what looks as its provider makes it."""
    for found in _SHAPE.finditer(text):
        secret = found[0].rstrip(".")
        # "sk-" also starts the names of style classes.
        harmless = secret.startswith("sk-") and not is_random(secret)
        if not harmless and not PLACEHOLDER.search(max(PIECE.findall(secret), key=len)):
            kind = _KINDS[(found.lastindex or 1) - 1]
            yield Hit(found.start(), 1, secret, kind, "it has the shape its provider gives them")
