# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Goes through a tree and proposes changes file by file, in the worker process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ospo_widgets.progress import Progress, Report
from ospo_widgets.scanning.fix.annotations import Statement
from ospo_widgets.scanning.fix.basis import Basis, FileState
from ospo_widgets.scanning.fix.choices import FixChoices, Group
from ospo_widgets.scanning.fix.claims import is_manifest, manifest_splices, readme_splices
from ospo_widgets.scanning.fix.content import Content, Splice, spliced
from ospo_widgets.scanning.fix.corrections import Corrections, Rules, corrections_for, is_group
from ospo_widgets.scanning.fix.header import Wanted, header_splice
from ospo_widgets.scanning.fix.model import LeftOut
from ospo_widgets.scanning.fix.notebook import notebook_splice, output_splices
from ospo_widgets.scanning.fix.owners import Owners, Ruling
from ospo_widgets.scanning.fix.spool import Spool
from ospo_widgets.scanning.fix.styles import style_of
from ospo_widgets.scanning.fix.tree import Tree
from ospo_widgets.scanning.main_license import ids_in
from ospo_widgets.scanning.notices import is_bare_ohl

_STALE = ("[yyyy]", "[year]", "<year>", "{yyyy}", "[name of", "<name of", "<copyright holder",
          "[fullname]", "[copyright holder", "<owner>", "[owner]", "{year}")  # fmt: skip
_GROUPS = frozenset({"collaboration", "experiment"})


@dataclass(slots=True)
class Pending:
    """What waits for ``REUSE.toml``.

    Attributes:
        annotations: Files by what is to be said of them.
        settled: Files that need nothing there: they state everything themselves.
        used: Licence ids that files name after the fix.
        gone: Ids that a file named and no longer does.
        extra: New files that must be covered too.
    """

    annotations: dict[Statement, list[str]] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    extra: list[str] = field(default_factory=list)


@dataclass
class Planner:
    """Proposes changes for the covered files of one tree.

    Attributes:
        tree: The tree.
        basis: What the scan found.
        choices: What the person decided.
        owners: Whose files are whose.
        holder: Holder that headers name.
        spool: Takes the changes.
        leave: Takes what a person must decide.
        handled: Takes what each path has now: path, then ``license``, ``copyright`` and so on.
    """

    tree: Tree
    basis: Basis
    choices: FixChoices
    owners: Owners
    holder: str
    spool: Spool
    leave: Callable[[LeftOut], None]
    handled: Callable[[str, tuple[str, ...]], None]
    pending: Pending = field(default_factory=Pending)

    def go(self, report: Report) -> None:
        """Propose changes for every covered file, in the order of paths."""
        claims = dict(self.basis.claims)
        manifests = set(self.basis.manifests)
        total = len(self.basis.files)
        for done, state in enumerate(sorted(self.basis.files, key=lambda f: f.path)):
            report(Progress("fix", done, total, state.path))
            before = {i for e in state.licenses for i in ids_in(e)}
            after = self._file(state, claims.get(state.path, 0), state.path in manifests)
            self.pending.used |= before if after is None else after
            self.pending.gone |= before - after if after is not None else set()
        report(Progress("fix", total, total))

    def extra(self, path: str, data: bytes) -> None:
        """Take note of a new file; one that states nothing gets an annotation."""
        stated = {kind for kind, _ in _tags(data)}
        self.pending.extra.append(path)
        if {"license", "copyright"} <= stated:
            self.pending.settled.add(path)
            self.pending.used |= {i for k, e in _tags(data) if k == "license" for i in ids_in(e)}
            return
        license_ = self.owners.license_of(path)
        statement = Statement((self._notice(path),), license_)
        self.pending.used |= set(ids_in(license_))
        self.pending.annotations.setdefault(statement, []).append(path)

    def _file(self, state: FileState, claim: int, manifest: bool) -> set[str] | None:
        """Propose what is due for one file; returns the ids it names then when some are mended."""
        groups = self.choices.groups
        lacks = not state.licenses or not state.copyrights
        wrong = Group.COPYRIGHT in groups and _doubtful(state)
        outputs = Group.OUTPUTS in groups and state.path.endswith(".ipynb")
        claim = claim if Group.README in groups else 0
        manifest = manifest and Group.METADATA in groups and is_manifest(state.path)
        if {"license", "copyright"} <= set(state.own):
            self.pending.settled.add(state.path)
        if not (lacks or wrong or outputs or claim or manifest):
            return None
        raw = self.tree.raw(state.path)
        data = self.tree.read(raw) if raw is not None else None
        if raw is None or data is None:
            if lacks:
                self.leave(LeftOut(state.path, "unread", {}))
            return None
        content = Content(data)
        edit = _Edit(state.path, raw, content)
        if lacks:
            self._complete(state, edit)
        if wrong and not self._others(state):
            self._correct(state, edit)
        if claim:
            edit.claim(readme_splices(content, claim, self.basis.main), Group.README, "claim")
        if manifest:
            found = manifest_splices(content, state.path, self.basis.main)
            edit.claim(found, Group.METADATA, "manifest")
        if outputs:
            edit.claim(output_splices(content), Group.OUTPUTS, "outputs")
        for path, reason in ((claim, "claim"), (manifest, "manifest")):
            if path and reason not in edit.settles:
                self.leave(LeftOut(state.path, reason, {"license": self.basis.main}))
        self._take(edit)
        return set(_named_after(edit)) if "id" in edit.settles else None

    def _take(self, edit: _Edit) -> None:
        """Hand the edit of a file on, unless it leaves it as it is."""
        if not edit.splices:
            return
        after = spliced(edit.content.data, edit.splices)
        if after == edit.content.data:
            return
        mode = self.tree.mode(edit.raw)
        groups = tuple(dict.fromkeys(edit.groups))
        settles = tuple(dict.fromkeys(edit.settles))
        self.spool.add(
            edit.raw, edit.content.data, after, groups=groups, settles=settles, mode=mode
        )
        self.handled(edit.path, settles)

    def _others(self, state: FileState) -> bool:
        """Whether a file names a holder that is not ours; then its lines are left alone."""
        return any(not is_group(h) for h in self.owners.strangers(state))

    def _complete(self, state: FileState, edit: _Edit) -> None:
        """Give a file what it lacks: in a header, else in ``REUSE.toml``; or leave it."""
        text = edit.content.text if edit.content.encoding != "binary" else ""
        ruling = self.owners.rule(state, text)
        if ruling.why:
            self.leave(LeftOut(state.path, ruling.why, ruling.values, ruling.excluded))
            return
        wanted = self._wanted(state, ruling)
        what = tuple(w for w in ("license", "copyright") if getattr(wanted, w))
        self.pending.used |= set(ids_in(ruling.license)) if wanted.license else set()
        if not ruling.annotate and self._header(edit, wanted):
            edit.groups.append(Group.HEADERS)
            edit.settles += what
            if {"license", "copyright"} <= {*state.own, *what}:
                self.pending.settled.add(state.path)
            return
        if Group.REUSE_TOML not in self.choices.groups:
            if ruling.annotate or Group.HEADERS in self.choices.groups:
                self.leave(LeftOut(state.path, "no_header", {}))
            return
        no_headers = not ruling.annotate and Group.HEADERS not in self.choices.groups
        if no_headers and self._splice(edit, wanted) is not None:
            return  # it would get a header, and headers are not wanted
        notices = ruling.copyright or (self._notice(state.path),)
        kept = tuple(n for n in _plain(state.copyrights)) or notices
        license_ = " AND ".join(state.licenses) or ruling.license
        statement = Statement(kept, license_, ruling.reason)
        self.pending.annotations.setdefault(statement, []).append(state.path)
        self.handled(state.path, what)

    def _wanted(self, state: FileState, ruling: Ruling) -> Wanted:
        notice = self._notice(state.path) if not state.copyrights else ""
        if ruling.copyright and not state.copyrights:
            notice = ruling.copyright[0]
        license_ = ruling.license if not state.licenses else ""
        extra = self.choices.notice if license_ and notice else ""
        return Wanted(notice, license_, extra)

    def _notice(self, path: str) -> str:
        """The copyright line of a file of ours."""
        year = self.choices.years.get(path, self.choices.year)
        beneficiary = self.choices.beneficiary.strip()
        benefit = f" for the benefit of the {beneficiary}" if beneficiary else ""
        return f"{year} {self.holder}{benefit}" if year else f"{self.holder}{benefit}"

    def _header(self, edit: _Edit, wanted: Wanted) -> bool:
        """Add the header to the edit when the file can carry it and ``reuse`` then reads it."""
        if Group.HEADERS not in self.choices.groups:
            return False
        splice = self._splice(edit, wanted)
        if splice is None:
            return False
        after = spliced(edit.content.data, [splice])
        if not _states(after, wanted):
            return False
        edit.splices.append(splice)
        return True

    def _splice(self, edit: _Edit, wanted: Wanted) -> Splice | None:
        if self.tree.exists(f"{edit.raw}.license") or not edit.content.data:
            return None
        if edit.path.endswith(".ipynb"):
            return notebook_splice(edit.content, wanted)
        style = style_of(edit.path, edit.content.text[:8192])
        return None if style is None else header_splice(edit.content, edit.path, style, wanted)

    def _correct(self, state: FileState, edit: _Edit) -> None:
        year = self.choices.years.get(state.path, self.choices.year)
        rules = Rules(
            self.choices.collaborations,
            self.choices.default_holder or self.holder,
            self.holder,
            str(year) if year else "",
            self.choices.open_hardware,
        )
        found: Corrections = corrections_for(edit.content, rules)
        for splice in found.splices:
            edit.add(splice)
        if found.splices:
            edit.groups.append(Group.COPYRIGHT)
            edit.settles += found.settles
        for reason in found.open:
            if reason == "collaboration" and not state.licenses:
                continue  # said already, where its licence is decided
            self.leave(LeftOut(state.path, reason, {}))


@dataclass
class _Edit:
    """Everything that changes in one file."""

    path: str
    raw: str
    content: Content
    splices: list[Splice] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    settles: list[str] = field(default_factory=list)

    def add(self, splice: Splice) -> bool:
        """Add a splice unless it overlaps another one."""
        if any(
            (s.start < splice.end and splice.start < s.end)
            or (s.start == splice.start and s.end != splice.end)
            for s in self.splices
        ):
            return False
        self.splices.append(splice)
        return True

    def claim(self, splices: list[Splice], group: Group, settles: str) -> None:
        """Add the splices of another group."""
        if splices and all(self.add(splice) for splice in splices):
            self.groups.append(group)
            self.settles.append(settles)


def _doubtful(state: FileState) -> bool:
    """Whether something that a file states may need a correction."""
    notices = " ".join(state.copyrights).casefold()
    if any(mark in notices for mark in (*_STALE, *_GROUPS)):
        return True
    ids = {i for e in (*state.licenses, *state.invalid) for i in ids_in(e)}
    return any(is_bare_ohl(i) or _deprecated(i) for i in ids)


def _deprecated(license_id: str) -> bool:
    bare = license_id.rstrip("+")
    return bare.startswith(("GPL-", "LGPL-", "AGPL-", "GFDL-")) and not bare.endswith(
        ("-only", "-or-later", "-exception", "invariants")
    )


def _named_after(edit: _Edit) -> tuple[str, ...]:
    after = spliced(edit.content.data, edit.splices)
    return tuple(i for kind, text in _tags(after) if kind == "license" for i in ids_in(text))


def _states(data: bytes, wanted: Wanted) -> bool:
    """Whether ``reuse`` reads in a file what was put into it."""
    found = _tags(data)
    license_ = not wanted.license or ("license", wanted.license) in found
    notice = not wanted.copyright or any(
        kind == "copyright" and wanted.copyright in text for kind, text in found
    )
    return license_ and notice


def _tags(data: bytes) -> list[tuple[str, str]]:
    from ospo_widgets.scanning.reuse.extraction import tags_of

    try:
        return [(tag.kind, tag.text) for tag in tags_of(data)]
    except Exception:
        return []


def _plain(notices: tuple[str, ...]) -> tuple[str, ...]:
    """Notices as a file states them, without the tag, for an annotation beside them."""
    return tuple(n.partition("Text:")[2].strip() if "Text:" in n else n for n in notices)
