# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Secrets in texts. Those here are made while the tests run, so that this file holds none."""

import base64
import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ospo_widgets.scanning.hygiene import secrets
from ospo_widgets.scanning.hygiene.forms import forms, rule_for_name
from ospo_widgets.scanning.hygiene.lists import lists
from ospo_widgets.scanning.hygiene.secrets import is_settings, secrets_in, secrets_in_lines
from ospo_widgets.scanning.hygiene.values import has_run, is_key, is_password
from ospo_widgets.scanning.reading.source import Source

DIGITS = "0123456789"
LOWER = "abcdefghijklmnopqrstuvwxyz"
HEX = DIGITS + "abcdef"
ALNUM = DIGITS + LOWER + LOWER.upper()


def made(count: int, alphabet: str = ALNUM, seed: str = "a") -> str:
    """Text that looks random and is the same every time."""
    signs = ""
    turn = 0
    while len(signs) < count:
        signs += "".join(
            alphabet[b % len(alphabet)] for b in hashlib.sha512(f"{seed}{turn}".encode()).digest()
        )
        turn += 1
    return signs[:count]


def pem(kind: str = "RSA ", *, size: int = 600, head: str = "") -> str:
    body = base64.b64encode(b"".join(hashlib.sha512(bytes([i])).digest() for i in range(12)))
    lines = [body[i : i + 64].decode() for i in range(0, size, 64)]
    frame = "PRIVATE " + "KEY"
    return "\n".join(
        [f"-----BEGIN {kind}{frame}-----{head}", *lines, f"-----END {kind}{frame}-----"]
    )


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def web_token(algorithm: str = "HS256") -> str:
    head, body = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
        for part in ({"alg": algorithm, "typ": "JWT"}, {"sub": "1", "name": "A. B."})
    )
    return f"{head}.{body}.{made(43)}"


SLACK = "hooks.slack." + "com/services"
FOUND = [
    ("private-key", "k.pem", pem()),
    ("private-key", "k.pem", pem("")),
    ("private-key", "k.pem", pem("EC ")),
    ("private-key", "k.pem", pem("OPENSSH ")),
    ("private-key", "ed25519.pem", pem("", size=64)),
    ("private-key", "a.json", '"private_key": "' + pem("").replace("\n", "\\n") + '\\n",'),
    ("private-key", "a.c", "\n".join(f'  "{line}\\n"' for line in pem().split("\n"))),
    ("private-key", "a.yml", "\n".join(f"    {line}" for line in pem().split("\n"))),
    ("private-key", "a.pem", pem().replace("\n", "\r\n")),
    ("encrypted-private-key", "k.pem", pem("ENCRYPTED ")),
    ("encrypted-private-key", "k.pem", pem(head="\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES,00\n")),
    ("putty-key", "k.ppk", "PuTTY-User-Key-" + "File-2: ssh-rsa\nEncryption: none\n"),
    ("age-key", "k.txt", "AGE-SECRET-" + "KEY-1" + made(58, DIGITS + LOWER.upper())),
    ("aws-access-key", "a.py", 'x = "AK' + "IA" + made(16, DIGITS + LOWER.upper()) + '"'),
    ("aws-secret-key", "a.py", "aws_secret_access_key = '" + made(40) + "'"),
    ("azure-storage-key", "a.cs", "Account" + "Key=" + made(86) + "==;"),
    ("azure-client-secret", "a.py", f'id = "{made(3)}8Q~{made(34)}"'),
    ("google-oauth-secret", "a.py", "GOC" + "SPX-" + made(28)),
    ("google-api-key", "a.js", 'k = "AI' + "za" + made(35) + '"'),
    ("github-token", "a.sh", "git clone x gh" + "p_" + made(36)),
    ("github-fine-grained-token", "a", "github_" + "pat_" + made(22) + "_" + made(59)),
    ("gitlab-token", "a.yml", "glp" + "at-" + made(20)),
    ("slack-token", "a.py", "xox" + "b-" + made(12, DIGITS) + "-" + made(24)),
    ("slack-webhook", "a.py", f"https://{SLACK}/T{made(9, DIGITS)}/B{made(9, DIGITS)}/{made(24)}"),
    ("mattermost-webhook", "a.py", f"https://mattermost.web.cern.ch/hooks/{made(26, LOWER)}"),
    ("telegram-token", "a.py", made(9, "123456789") + ":A" + "A" + made(33)),
    ("stripe-key", "a.py", "sk_" + "live_" + made(24)),
    ("sendgrid-key", "a.py", "S" + f"G.{made(22)}.{made(43)}"),
    ("mailchimp-key", "a.py", made(32, HEX) + "-us" + "12"),
    ("npm-token", "a", "np" + "m_" + made(36)),
    ("npm-config-token", ".npmrc", "//r.example.org/:_auth" + "Token=" + made(36)),
    ("pypi-token", "a", "pypi-" + "AgEIcHlwaS5vcmc" + made(70)),
    ("docker-auth", "config.json", '{"auths": {"r": {"auth": "' + encoded("jo:kW9x-7tq") + '"}}}'),
    ("hugging-face-token", "a.py", "h" + "f_" + made(34, LOWER + LOWER.upper())),
    ("indico-token", "a.py", "ind" + "p_" + made(42)),
    ("jwt", "a.py", f'"{web_token()}"'),
    ("url-password", "a.py", 'u = "postgresql://rucio:' + "kW9x7tq" + '@db.cern.ch/x"'),
    ("netrc", "a.txt", "machine h login jo password " + "kW9x7tqz"),
    ("netrc", ".netrc", "machine h\n  login jo\n  password " + "kW9x7tqz"),
    ("pgpass", ".pgpass", "db.cern.ch:5432:*:jo:" + "kW9x7tqz"),
    ("htpasswd", ".htpasswd", "jo:$apr1$" + made(8) + "$" + made(22)),
    ("oracle-login", "a.sh", "sqlplus jo/" + "kW9x7tqz@devdb"),
    ("authorization-header", "a.py", 'h = {"Authorization": "Bearer ' + made(40) + '"}'),
    ("command-password", "a.sh", "sshpass -p " + "kW9x7tqz ssh h"),
    ("command-password", "a.sh", "curl -s -u jo:" + "kW9x7tqz https://h"),
    ("xml-password", "a.xml", "<password>" + "kW9x7tqz</password>"),
    ("assigned-password", "a.py", "db_password = '" + "kW9x7tqz'"),
    ("assigned-password", "a.py", 'connect(passwd="' + 'kW9x7tqz")'),
    ("assigned-password", "a.py", 'password: str = "' + 'kW9x7tqz"'),
    ("assigned-password", "a.json", '{"password": "' + 'kW9x7tqz"}'),
    ("assigned-password", "a.ipynb", '   "password = \\"' + 'kW9x7tqz\\"\\n",'),
    ("assigned-password", "a.h", '#define DB_PASSWORD "' + 'kW9x7tqz"'),
    ("assigned-password", "a.py", 'os.environ.setdefault("DB_PASSWORD", "' + 'kW9x7tqz")'),
    ("assigned-password", "a.go", 'password := "' + 'kW9x7tqz"'),
    ("assigned-password", "a.sh", "export PGPASSWORD=" + "kW9x7tqz"),
    ("assigned-password", "a.yml", "  password: " + "kW9x7tqz"),
    ("assigned-password", ".env", "MAIL_PASSWORD=" + "kW9x7tqz"),
    ("assigned-password", "a.cfg", "mot_de_passe = " + "kW9x7tqz  # prod"),
    ("assigned-key", "a.py", f'API_TOKEN = "{made(40, HEX)}"'),
    ("assigned-key", "a.py", f'clientSecret: "{made(32)}"'),
    ("assigned-key", ".env", f"SECRET_KEY={made(50)}"),
    ("kubernetes-secret", "s.yaml", f"kind: Secret\ndata:\n  pw: {encoded('kW9x-7tqz')}\n"),
    ("kubernetes-secret", "s.yaml", "kind: Secret\nstringData:\n  pw: " + "kW9x-7tqz\n"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "text"), FOUND)
def test_secrets_are_found(kind: str, name: str, text: str) -> None:
    before = "first line\n\n"
    found = secrets_in((before + text).encode(), name)
    assert kind in {secret.kind for secret in found}
    last = (before + text).count("\n") + 1
    assert all(3 <= secret.line <= last for secret in found)


NOT_FOUND = [
    ("a.py", 'password = "changeme"'),
    ("a.py", "password = 'xxxxxxxx1'"),
    ("a.py", 'password = "${DB_PASSWORD}"'),
    ("a.py", 'password = "<your password 1>"'),
    ("a.py", 'password = "{{ vault_password1 }}"'),
    ("a.py", 'password = os.environ["DB_PASSWORD1"]'),
    ("a.py", "password = getpass.getpass('Password1: ')"),
    ("a.py", 'PASSWORD_FIELD = "user_password2"'),
    ("a.py", 'password_file = "/etc/secret9.txt"'),
    ("a.py", 'password = "self.config.db1"'),
    ("a.py", 'token = "comma2"'),
    ("a.py", 'token_url = "https://auth.cern.ch/auth/realms/cern/protocol/openid-connect/token2"'),
    ("a.py", 'public_key = "' + made(60) + '"'),
    ("a.py", 'csrf_token = "' + made(32) + '"'),
    ("a.py", 'secret = "6f1c3a52-0d4b-4c0e-9a0e-2f0f6d1c8b7a"'),
    ("a.py", "AKIAIOSFODNN7EXAMPLE"),
    ("a.py", "postgresql://user:password@localhost/db"),
    ("a.py", "postgresql://rucio:rucio@localhost/db"),
    ("a.py", "https://jo:kW9x7tq@example.org/"),
    ("a.py", "github://scikit-hep:testdata9@v0.4.33/a.root"),
    ("a.py", "'https://%s:%s@%s/' % (user, password, host)"),
    ("a.md", "https://:@gitlab.cern.ch:8443/a/b.git"),
    ("a.md", "ssh://git@gitlab.cern.ch:7999/a/b.git"),
    ("a.py", f"'{web_token('none')}'"),
    ("a.py", "-----BEGIN RSA PRIVATE " + "KEY-----"),
    ("a.c", 'if (strstr(line, "-----BEGIN PRIVATE ' + 'KEY-----")) return parse_key(line);'),
    ("a.py", 'r"-----BEGIN PRIVATE ' + 'KEY-----.*?-----END PRIVATE ' + 'KEY-----"'),
    ("a.pem", pem().replace("PRIVATE ", "PUBLIC ")),
    ("a.pem", pem().replace("RSA PRIVATE KEY", "CERTIFICATE")),
    ("a.txt", "ssh-rsa AAAAB3NzaC1yc2E" + made(340) + " jo@host"),
    ("a.lock", f'integrity = "sha512-{made(86)}=="'),
    ("package-lock.json", f'"integrity": "sha512-{made(86)}=="'),
    ("a.lock", f'hash = "sha256:{made(64, HEX)}"'),
    ("a.txt", "commit " + made(40, HEX)),
    ("a.c", "unsigned T[] = {0x" + ", 0x".join(made(8, HEX, str(i)) for i in range(99)) + "};"),
    ("rom.hex", "\n".join(made(32, HEX, str(i)) for i in range(99))),
    ("a.v", "localparam KEY = 128'h" + made(32, HEX) + ";"),
    ("a.cxx", 'ROOT::TGenericClassInfo("T", 1, "' + made(36, HEX) + '");'),
    ("a.ipynb", '"image/png": "' + made(60_000) + '"'),
    ("a.min.js", "var a=function(b){return b.token=c};" * 3000),
    ("a.yaml", "kind: Secret\ndata:\n  pw: {{ .Values.pw | b64enc }}\n"),
    ("a.yaml", "kind: SealedSecret\ndata:\n  pw: " + made(60) + "\n"),
    ("a.yaml", "kind: Secret\nstringData:\n  config.yml: |\n    user: root9-x7\n    mode: kW9x\n"),
    ("vault.yml", "$ANSIBLE_VAULT;1.1;AES256\n" + f"{made(80, DIGITS)}\n" * 9),
    (".env.example", "MAIL_PASSWORD=\nAPI_TOKEN=your-token-here\n"),
    ("a.cfg", "password = %(db_password1)s"),
    ("a.yml", "  password: ${DB_PASSWORD}"),
    ("a.yml", "  password: !vault abc1"),
    ("a.py", 'password = "' + 'kW9x7tqz"  # pragma: allowlist ' + "secret"),
    ("config.json", '{"auth": "' + encoded("user:password") + '"}'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), NOT_FOUND)
def test_what_only_looks_like_a_secret_is_none(name: str, text: str) -> None:
    assert secrets_in(text.encode(), name) == []


def test_every_rule_with_an_expression_is_complete() -> None:
    for rule in lists().rules.values():
        assert bool(rule.pattern) <= bool(rule.trigger), rule.id
    assert all(form.pattern.groups >= 1 for form in forms())


@pytest.mark.parametrize(("kind", "name", "text"), FOUND)
def test_no_value_leaves_the_module(kind: str, name: str, text: str) -> None:
    shown = json.dumps(secrets.detector().examine(Source(name, text.encode())))
    for word in text.replace('"', " ").replace("'", " ").split():
        assert len(word) < 12 or word not in shown


def test_the_same_token_has_the_same_mark_and_passwords_have_none() -> None:
    token = "gh" + "p_" + made(36)
    other = "gh" + "p_" + made(36, seed="b")
    text = f'{token}\n{other}\n{token}\npassword = "' + 'kW9x7tqz"\n'
    one, two, three, four = secrets_in(text.encode(), "a.py")
    assert one.mark == three.mark != two.mark
    assert four.kind == "assigned-password" and four.mark == ""


def test_lines_keep_their_numbers() -> None:
    token = "gh" + "p_" + made(36)
    lines = [(7, "a"), (90, f"x = '{token}'"), (91, "b"), (400, f"y = '{token}'")]
    assert [(s.kind, s.line) for s in secrets_in_lines(lines)] == [
        ("github-token", 90), ("github-token", 400),
    ]  # fmt: skip


def test_a_key_is_not_cut_between_two_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_CHUNK", 300)
    filling = [f"line {i} of a file" for i in range(15)]
    lines = list(enumerate([*filling, *pem().split("\n"), *filling], start=1))
    assert [(s.kind, s.line) for s in secrets_in_lines(lines)] == [("private-key", 16)]


def test_a_secret_in_the_last_line_without_an_end_is_found() -> None:
    assert [s.line for s in secrets_in(f"\n\n{pem('', size=64)}".encode())] == [3]


@pytest.mark.parametrize("line", [
    b"password=" * 120_000,
    b"password = '" * 90_000,
    b'"' * 1_000_000,
    b"a" * 1_000_000,
    b"://a:b" * 170_000,
    b"-----BEGIN PRIVATE KEY-----" * 40_000,
    b"eyJ" * 330_000,
    b"token: " + b" " * 1_000_000,
    b"aws" + b" " * 1_000_000 + b"secret",
    b"curl " + b"-u a" * 250_000,
    b"\xff" * 1_000_000,
    b"\n" * 1_000_000,
])  # fmt: skip
def test_hostile_lines_come_to_an_end(line: bytes) -> None:
    source = Source("a.yml", line)
    assert len(secrets.detector().examine(source) or []) < 100


def test_a_secret_far_inside_a_long_line_is_found() -> None:
    token = "gh" + "p_" + made(36)
    line = "x," * 400_000 + token + ",y" * 400_000
    assert [(s.kind, s.line) for s in secrets_in(line.encode(), "a.min.js")] == [
        ("github-token", 1)
    ]


@settings(max_examples=60)
@given(st.lists(st.text(max_size=80), max_size=30))
def test_any_text_is_read_and_both_ways_agree(texts: list[str]) -> None:
    lines = [text.replace("\n", " ") for text in texts]
    at_once = secrets_in("\n".join(lines).encode("utf-8", "replace"), "a.yml")
    assert list(secrets_in_lines(enumerate(lines, start=1), "a.yml")) == at_once


@settings(max_examples=60)
@given(st.sampled_from(FOUND), st.text(alphabet="ab c=(){}\n", max_size=60))
def test_what_stands_around_a_secret_does_not_hide_it(
    case: tuple[str, str, str], around: str
) -> None:
    kind, name, text = case
    if kind in {"kubernetes-secret", "pgpass"}:
        return  # the whole file counts there
    found = secrets_in(f"{around}\n{text}\n{around}".encode(), name)
    assert kind in {secret.kind for secret in found}


@pytest.mark.parametrize(("name", "rule"), [
    ("password", "assigned-password"),
    ("dbPassword", "assigned-password"),
    ("settings.DB_PASSWD", "assigned-password"),
    ("password_prod", "assigned-password"),
    ("API_TOKEN", "assigned-key"),
    ("clientSecret", "assigned-key"),
    ("password_hash", ""),
    ("passwordField", ""),
    ("token_type", ""),
    ("public_key", ""),
    ("publicToken", ""),
    ("tokenizer", ""),
    ("next_token", ""),
    ("colour", ""),
])  # fmt: skip
def test_names_of_variables(name: str, rule: str) -> None:
    assert rule_for_name(name) == rule


@pytest.mark.parametrize(("value", "good"), [
    ("kW9x7tqz", True), ("Beam-2018!", True), ("rucio90df", True),
    ("password1", False), ("rucio", False), ("my-new-value", False), ("12/03/2024", False),
    ("$HOME/x9", False), ("a b c 1", False), ("aaaaaa1", False), ("f(x1)y", False),
    ("name.cfg9", False), ("123456", False), ("", False),
])  # fmt: skip
def test_passwords(value: str, good: bool) -> None:
    assert is_password(value) is good


@pytest.mark.parametrize(("value", "good"), [
    (made(32), True), (made(40, HEX), True), (made(15), False),
    ("system-service-account-token", False), ("abcdefghijklmnop1234", False),
    ("file_name_2024.json", False), ("0000000000000000000000", False),
    ("part_one-part_two-part_3", False),
])  # fmt: skip
def test_keys(value: str, good: bool) -> None:
    assert is_key(value) is good


def test_runs() -> None:
    assert has_run("xx" + "abcdefgh") and has_run("aaaaaa") and has_run("12345678")
    assert not has_run(made(64))


@pytest.mark.parametrize(("name", "settings_file"), [
    (".env", True), (".env.production", True), ("app.yml", True), ("Dockerfile", True),
    ("rucio.cfg.template", True), (".netrc", True), ("a.py", False), ("env.c", False),
])  # fmt: skip
def test_files_of_settings(name: str, settings_file: bool) -> None:
    assert is_settings(name) is settings_file
