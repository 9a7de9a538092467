# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Parsers of the portfolio, the apps, letters, the knowledge and the server."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from inputs import chosen, decoded, plain

from ospo_widgets.errors import OspoError

TODAY = date(2026, 1, 1)
IMPORT_NAMES = (
    "a.csv", "a.tsv", "a.json", "a.yaml", "a.yml", "a.toml", "a.xml", "a.xlsx", "a.parquet",
    "publiccode.yml", "CITATION.cff", "codemeta.json", "code.json", ".zenodo.json", "okh.yaml",
    ".ohwr.yaml", "a.spdx", "a.spdx.json", "a.cdx.json", "a.cdx.xml", "repos.jsonl",
)  # fmt: skip
"""Names of files that an importer tells a shape by."""


# Portfolio -------------------------------------------------------------------------------------


def imports(data: bytes) -> None:
    """Tables, bills, catalogues and forge exports that are taken into a portfolio."""
    from ospo_widgets.portfolio.importing import read_document
    from ospo_widgets.portfolio.importing.document import Document

    name, rest = chosen(data, IMPORT_NAMES)
    found = read_document(Document(name, rest), read_on=TODAY)
    for problem in found.problems:
        assert "\n" not in problem.message


def forges(data: bytes) -> None:
    """What GitHub and GitLab answer."""
    from ospo_widgets.portfolio.collecting.forges import change_requests, reducing

    found = plain(data)
    for reduce in (
        reducing.repositories, reducing.organisation, reducing.languages, reducing.releases,
        reducing.count, change_requests._of_gitlab, change_requests._of_github,
    ):  # fmt: skip
        try:
            json.dumps(reduce(found))
        except (RecursionError, ValueError, TypeError, AttributeError, KeyError):
            continue  # as the transport does, see Transport._reduced


def records(data: bytes) -> None:
    """Lines of a journal, references of a list, values of a store."""
    from ospo_widgets.portfolio.collecting.record_json import from_json
    from ospo_widgets.portfolio.collecting.reference import parse_references
    from ospo_widgets.portfolio.store.snapshot import read_json

    parse_references(decoded(data).splitlines(), "list", Path("/nonexistent"))
    read_json(data)
    found = plain(data)
    if isinstance(found, dict):
        try:
            from_json(found)
        except (KeyError, ValueError, TypeError, AttributeError):
            return  # as the journal does: such a line is asked for again


def reports(data: bytes) -> None:
    """Settings of a report, periods, filters."""
    from ospo_widgets.portfolio.filters import Filters
    from ospo_widgets.portfolio.reports.config import read_config
    from ospo_widgets.portfolio.reports.period import parse_period

    text = decoded(data)
    Filters.from_query(text)
    with tempfile.NamedTemporaryFile(suffix=".toml") as file:
        file.write(data)
        file.flush()
        for read in (lambda: read_config(Path(file.name)), lambda: parse_period(text, TODAY)):
            try:
                read()
            except OspoError:
                continue


# Apps, letters and knowledge ---------------------------------------------------------------------


def answers(data: bytes) -> None:
    """Answers files, as a file and as a link."""
    from ospo_widgets.advice.answers import load_answers

    text = decoded(data)
    load_answers(text, lenient=True)
    load_answers(text)


def names(data: bytes) -> None:
    """Names of components and licences as people type them, ranges of versions."""
    from ospo_widgets.advice.known import read_known
    from ospo_widgets.advice.named import read_names
    from ospo_widgets.knowledge import load_knowledge
    from ospo_widgets.knowledge.versions import read_range
    from ospo_widgets.portfolio.graph.names import read_name

    text = decoded(data)
    read_name(text)
    for read in (
        lambda: read_names(text, load_knowledge()),
        lambda: read_known(text, load_knowledge()),
    ):
        try:
            read()
        except OspoError:
            continue
    try:
        read_range(text)
    except ValueError:
        return  # told as a problem of the knowledge file


@cache
def _models() -> Mapping[str, Callable[[str], None]]:
    from ospo_widgets.apps.ask_the_office import AskModel
    from ospo_widgets.apps.best_practices import PracticesModel
    from ospo_widgets.apps.compatibility import CompatibilityModel
    from ospo_widgets.apps.knowledge import KnowledgeModel
    from ospo_widgets.apps.licence_advisor import AdvisorModel
    from ospo_widgets.apps.portfolio import PortfolioModel
    from ospo_widgets.apps.repository_scan import ScanModel

    def with_pairs(make: Callable[[], Any]) -> Callable[[str], None]:
        model = make()
        return lambda query: model.from_query(dict(parse_qsl(query, errors="replace")))

    portfolio = PortfolioModel()

    return {
        "licence_advisor": with_pairs(AdvisorModel),
        "compatibility": with_pairs(CompatibilityModel),
        "best_practices": with_pairs(PracticesModel),
        "knowledge": with_pairs(KnowledgeModel),
        "repository_scan": with_pairs(ScanModel),
        "ask_the_office": with_pairs(lambda: AskModel(environment={})),
        "portfolio": portfolio.from_query,
    }


def queries(data: bytes) -> None:
    """Query strings of every app."""
    models = _models()
    name, rest = chosen(data, tuple(models))
    models[name](decoded(rest))


def kept(data: bytes) -> None:
    """Work that a browser or a home kept, and that anybody may have changed."""
    from ospo_widgets.apps.portfolio.saved_views import read_views
    from ospo_widgets.widgets.kept.packing import pack, unpack
    from ospo_widgets.widgets.kept.record import read_state

    text = decoded(data)
    read_views(text)
    if isinstance(found := plain(data), dict):
        assert unpack(pack(found)) == found
        text = pack(found)
    read_state("licence_advisor", text)


def letters(data: bytes) -> None:
    """Letters: no text becomes a header, no address another one."""
    from email import message_from_bytes
    from email.policy import default

    from ospo_widgets.office.contacts import is_address
    from ospo_widgets.office.letter import Letter, attachment, header_text
    from ospo_widgets.office.links import mail_link

    first, _, rest = decoded(data).partition("\n")
    header_text(first)
    mail_link(("office@example.org",), first, rest)
    sender = first if is_address(first) else ""
    letter = Letter(
        to=("office@example.org",), subject=first, body=rest, sender=sender,
        attachments=(attachment(first or "a", rest.encode("utf-8", "replace")),),
    ).checked()  # fmt: skip
    read = message_from_bytes(letter.eml_bytes(), policy=default)
    assert read["To"] == "office@example.org" and read["Bcc"] is None


def knowledge(data: bytes) -> None:
    """A file of knowledge that somebody laid over ours."""
    from ospo_widgets.knowledge.loader import _read
    from ospo_widgets.resources import data_dir

    name, rest = chosen(data, ("glossary.yaml", "findings/x.yaml", "licenses.yaml",
                               "components.yaml", "policies/x.yaml", "clauses.yaml",
                               "questions.yaml", "effects.yaml", "verdicts.yaml"))  # fmt: skip
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    try:
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(rest)
        _read(data_dir(), folder)
    finally:
        shutil.rmtree(folder)


def uploads(data: bytes) -> None:
    """Pieces of an upload in any order and size."""
    from ospo_widgets.widgets.upload import Receiver

    receiver = Receiver(1 << 20)
    try:
        for start in range(0, len(data) - 6, 6):
            piece = data[start : start + 6]
            offset = int.from_bytes(piece[:2], "little", signed=True)
            size = int.from_bytes(piece[2:4], "little", signed=True)
            try:
                receiver.accept(offset, size, piece * (piece[4] % 8))
            except OspoError:
                continue
    finally:
        receiver.discard()


@cache
def _widgets() -> Any:
    from ospo_widgets.charting.model import Chart, Kind, Series
    from ospo_widgets.widgets.chart import ChartView
    from ospo_widgets.widgets.page import Page
    from ospo_widgets.widgets.upload import Upload

    class Open(Page):
        """A page in which what a callback raises is seen."""

        def __init__(self) -> None:
            super().__init__("x")
            self.guard.show = _raised  # type: ignore[method-assign]

    page = Open()
    month = ("2026-01",)
    chart = Chart(
        id="c", title="c", basis="", kind=Kind.BARS, label_header="c", labels=month, keys=month,
        series=(Series("s", (1,), key="k"),), filter_name="license",
    )  # fmt: skip
    upload = Upload(page, lambda *_: None)
    view = ChartView(page, chart, lambda *_: None)
    page.host.ready = True
    page.on_act("go", lambda _: None)
    page.host.recall("key", lambda _: None)
    page.host.download("a", b"data", "text/plain")
    return page, upload, view


def _raised(error: BaseException) -> None:
    if not isinstance(error, OspoError):
        raise error


def messages(data: bytes) -> None:
    """What the page's script says to our widgets: upload, host of the page, chart."""
    page, upload, view = _widgets()
    content, _, rest = data.partition(b"\n")
    said = plain(content)
    page.host._answer(None, said, [])
    upload._message(None, said, [rest])
    view._message(None, said, [])
    view._acted(decoded(content))


def requests(data: bytes) -> None:
    """Heads of requests: hosts, forwarded addresses, cookies."""
    from tornado.httputil import HTTPHeaders, HTTPInputError, HTTPServerRequest, RequestStartLine

    from ospo_widgets.server.options import Options, options
    from ospo_widgets.server.protection import host_of, loggable, peer, refusal

    text = decoded(data)
    lines = [*[line.strip("\r\0") for line in text.split("\n")][:3], "", "", ""]
    host_of(lines[0])
    assert loggable(text).isprintable()
    headers = HTTPHeaders({"Host": lines[0] or "x", "X-Forwarded-For": lines[1],
                           "Origin": lines[2]})  # fmt: skip
    start = RequestStartLine("POST", "/", "HTTP/1.1")
    try:
        request = HTTPServerRequest(headers=headers, connection=_Connection(), start_line=start)
    except HTTPInputError:
        return  # tornado refuses it before we see it
    for chosen_options in (Options(), options(trust_proxy="127.0.0.0/8")):
        peer(request, chosen_options)
        refusal(request, chosen_options)


class _Connection:
    """As much of a connection as a request looks at."""

    context = None
    no_keep_alive = False
