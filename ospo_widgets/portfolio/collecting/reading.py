# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""Everything that one repository on disk tells; a part that fails leaves the others."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ospo_widgets.portfolio.claims import Confidence, Value
from ospo_widgets.portfolio.collecting import changes, head, licenses
from ospo_widgets.portfolio.collecting.authors import activity
from ospo_widgets.portfolio.collecting.export import export
from ospo_widgets.portfolio.collecting.folders import folder_values
from ospo_widgets.portfolio.collecting.git import Repository
from ospo_widgets.portfolio.collecting.hardware import SNIFFED, doubtful, hardware
from ospo_widgets.portfolio.collecting.head import File
from ospo_widgets.portfolio.collecting.limits import GitError
from ospo_widgets.portfolio.collecting.presence import items_below, told_below
from ospo_widgets.portfolio.collecting.settings import CollectSettings, Evidence, Said
from ospo_widgets.portfolio.collecting.trees import State, states

Fetch = Callable[[Iterable[str]], None]
"""Gets contents by id from where the repository came from."""
_MAILMAP = ".mailmap"


@dataclass(slots=True)
class Reading:
    """What was read so far.

    Attributes:
        said: Values of fields.
        months: Commits by month.
        changes: Changes of licence and files, oldest first.
        domains: Authors by institute.
        dependencies: What manifests name.
        packages: What it publishes.
        reason: Why the first part that could not be read could not; see ``GitError``.
    """

    said: list[Said] = field(default_factory=list)
    months: tuple[tuple[str, int], ...] = ()
    changes: list[changes.Change] = field(default_factory=list)
    domains: tuple[tuple[str, int], ...] = ()
    dependencies: tuple[tuple[str, str, bool | None, str, str], ...] = ()
    packages: tuple[tuple[str, str], ...] = ()
    reason: str = ""

    def say(self, name: str, value: Value | None, confidence: Confidence | None = None) -> None:
        """Note a value; None is not known and says nothing."""
        if value is not None:
            self.said.append(Said(name, value, confidence or Confidence.DETECTED))

    def take(self, evidence: Evidence) -> None:
        """Note what a tool found."""
        self.said += evidence.claims
        self.dependencies += evidence.dependencies
        self.packages += evidence.packages


def read(repository: Repository, settings: CollectSettings, fetch: Fetch | None) -> Reading:
    """Read a repository.

    Args:
        repository: Which one.
        settings: Limits and tools.
        fetch: Gets contents that are not there; None when all are there that will be.

    Raises:
        StoppedError: The person asked to stop.
    """
    found = Reading()
    reader = _Reader(repository, settings, fetch, found)
    for part in (reader.files, reader.states, reader.contents, reader.head, reader.activity,
                 reader.tags, reader.license, reader.presence, reader.languages, reader.manifests,
                 reader.scan):  # fmt: skip
        try:
            part()
        except GitError as error:
            found.reason = found.reason or error.reason
            if error.reason == "slow":
                break
    found.changes.sort(key=lambda change: change[0])
    return found


class _Reader:
    """The parts, in their order; later ones use what earlier ones found."""

    def __init__(
        self,
        repository: Repository,
        settings: CollectSettings,
        fetch: Fetch | None,
        found: Reading,
    ) -> None:
        self._repository = repository
        self._settings = settings
        self._fetch = fetch
        self._newest = settings.read_on  # no commit can be from a later day
        self._found = found
        self._files: tuple[File, ...] | None = None
        self._states: tuple[State, ...] = ()
        self._manifests: tuple[File, ...] = ()
        self._doubtful: tuple[File, ...] = ()

    def files(self) -> None:
        self._files = head.files_of(self._repository, self._settings.max_files)
        self._found.say("files", len(self._files))
        most, wants = self._settings.max_contents, self._settings.wants
        self._doubtful = doubtful(self._files, most)
        if wants is not None:
            wanted = (file for file in self._files if not file.link and wants(file.path))
            nearest = sorted(wanted, key=lambda file: (file.path.count("/"), file.path))
            self._manifests = tuple(nearest[:most])

    def states(self) -> None:
        if self._repository.shallow:
            # The oldest commit that is there is not the first; only the newest state can be told.
            self._states = states(self._repository, self._newest, self._settings.max_commits)[-1:]
            raise GitError("shallow")
        self._states = states(self._repository, self._newest, self._settings.max_commits)

    def contents(self) -> None:
        """Fetch in one request what the following parts read."""
        if self._fetch is None:
            return
        ids = [e.id for e in licenses.wanted(self._states, self._settings.max_contents)]
        ids += [file.id for file in (*self._doubtful, *self._manifests)]
        ids += [file.id for file in self._files or () if file.path == _MAILMAP]
        unique = dict.fromkeys(ids)
        there = self._repository.sizes(unique)
        self._fetch(one for one in unique if one not in there)

    def head(self) -> None:
        said = self._repository.ask("log", "-1", "--format=%ct", "HEAD", "--").strip()
        self._found.say("head_commit", self._repository.head)
        if said.lstrip(b"-").isdigit():
            day = changes.day_of(int(said))
            self._found.say("head_date", day if day and day <= self._newest else None)

    def activity(self) -> None:
        if self._repository.shallow:
            return
        settings, say = self._settings, self._found.say
        found = activity(
            self._repository,
            year_before=settings.year_before,
            reference=settings.reference_date,
            newest=self._newest,
            most=settings.max_commits,
        )
        for name in ("commits", "commits_12m", "bot_commits", "authors", "authors_12m",
                     "authors_for_half"):  # fmt: skip
            say(name, getattr(found, name))
        say("first_commit_date", found.first)
        self._found.months = found.months
        self._found.domains = found.domains

    def tags(self) -> None:
        settings, tags, say = self._settings, self._repository.tags, self._found.say
        dated = ((changes.day_of(tag.time), tag.commit) for tag in tags)
        made = [(day, commit) for day, commit in dated if day and day <= self._newest]
        days = [day for day, _ in made]
        say("tags", len(tags))
        say("last_tag_date", max(days, default=None))
        recent = (settings.year_before <= day <= settings.reference_date for day in days)
        say("releases_12m", sum(recent))
        self._found.changes += changes.release_change(made)

    def license(self) -> None:
        settings = self._settings
        if not self._states:
            return
        entries = licenses.wanted(self._states, settings.max_contents)
        now = self._states[-1]
        if not now.licenses and not now.ids:
            self._found.say("license_detected", "")
            # Headers or a manifest may still state one, and then they count.
            self._found.say("license", "", Confidence.INFERRED)
        if settings.recognise is None:
            return
        texts = licenses.recognised(
            self._repository, entries, settings.recognise, settings.max_content
        )
        if expression := licenses.expression_of(now, texts):
            self._found.say("license_detected", expression)
            if expression != licenses.UNIDENTIFIED:
                self._found.say("license", expression)
        if not self._repository.shallow:
            self._found.changes += changes.license_changes(
                self._states, texts, settings.max_changes
            )

    def presence(self) -> None:
        if not self._states:
            return
        now, most = self._states[-1], self._settings.max_changes
        below = told_below() if self._files is not None else frozenset()
        there = {i for file in self._files or () for i in items_below(_folder(file.path))}
        at_top = [item for item in changes.told_by_names() if item not in below]
        for item in at_top:
            if item != changes.CI:
                self._found.say(item, changes.has(now, item))
        for item in sorted(below):
            self._found.say(item, item in there)
        ci = tuple(sorted(i.removeprefix("ci:") for i in now.items if i.startswith("ci:")))
        self._found.say("ci", ci)
        if self._repository.shallow:
            return
        self._found.changes += changes.file_changes(self._states, at_top, most)
        if below:
            told = folder_values(self._repository, self._newest, self._settings.max_commits)
            for item in sorted(told):
                self._found.changes += changes.item_changes(item, told[item], most)

    def languages(self) -> None:
        if self._files is None:
            return
        # A copy without contents has no sizes; each file then counts the same.
        sizes = {} if self._fetch else self._repository.sizes({f.id: None for f in self._files})
        found = head.languages(self._files, sizes)
        confidence = Confidence.DETECTED if sizes else Confidence.INFERRED
        if found.main:
            self._found.say("main_language", found.main, confidence)
        if found.listed:
            self._found.say("languages", found.listed, confidence)
        design = hardware(self._files, self._read(self._doubtful, SNIFFED))
        self._found.say("eda_design_files", design.boards)
        self._found.say("hdl_files", design.hdl)
        kind = head.kind(
            found,
            head.languages(head.without_tests(self._files), sizes),
            boards=design.boards,
            making=design.making,
            files=len(self._files),
        )
        self._found.say("kind", kind and str(kind), Confidence.INFERRED)

    def manifests(self) -> None:
        inspect = self._settings.inspect
        if inspect is None or not self._manifests:
            return
        contents = self._read(self._manifests)
        self._found.take(
            inspect(
                {file.path: contents[file.id] for file in self._manifests if file.id in contents}
            )
        )

    def scan(self) -> None:
        settings = self._settings
        if settings.examine is None or self._files is None:
            return
        if self._fetch is not None:
            ids = dict.fromkeys(file.id for file in self._files if not file.link)
            there = self._repository.sizes(ids)
            self._fetch(one for one in ids if one not in there)
        with tempfile.TemporaryDirectory(prefix="ospo-collect-") as made:
            export(self._repository, self._files, Path(made),
                   largest=settings.max_size, size=settings.max_size)  # fmt: skip
            self._found.take(settings.examine(Path(made)))
        self._found.say("scanned_on", settings.read_on)

    def _read(self, files: Sequence[File], most: int = 0) -> Mapping[str, bytes]:
        """Contents by id, cut to ``most`` bytes where that is not 0."""
        ids = dict.fromkeys(file.id for file in files)
        blobs = self._repository.contents(ids, self._settings.max_content)
        return {b.id: b.data[: most or None] for b in blobs if b.data is not None}


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
