# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""The kit against the real ``reuse`` tool, on generated projects."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from kit_making import COPYRIGHT, LICENSE, RIGHTS, SOFTWARE, fill, kit_for

from ospo_widgets.advice.answers import load_answers
from ospo_widgets.advice.kit.release import Kit, release_kit
from ospo_widgets.advice.recommend import recommend
from ospo_widgets.errors import HoldError, InputError
from ospo_widgets.project import Component, Material, Origin, Part, Project, Use

PIXEL = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"


def lint(root: Path) -> dict[str, object]:
    """What ``reuse lint --json`` says, with its exit code as ``passed``."""
    done = subprocess.run(
        [sys.executable, "-m", "reuse", "--no-multiprocessing", "--root", str(root), "lint", "-j"],
        capture_output=True,
        text=True,
        check=False,
    )
    result = json.loads(done.stdout)
    return {**result["non_compliant"], "passed": done.returncode == 0}


def applied(root: Path, files: dict[str, str | bytes], kit: Kit) -> dict[str, object]:
    fill(root, files)
    if "REUSE.toml" in files:
        assert "REUSE.toml" in kit.replaced
    kit.write_to(root)
    return lint(root)


def header(expression: str, sign: str = "# ") -> str:
    return f"{sign}{COPYRIGHT}2020 Someone Else\n{sign}{LICENSE}{expression}\n"


def test_project_without_any_licence_passes(tmp_path):
    files = {"src/a.py": "print(1)\n", "README.md": "# A\n", "logo.png": PIXEL}
    before = tmp_path / "before"
    fill(before, files)
    assert not lint(before)["passed"]
    kit = kit_for(Project(name="a"), SOFTWARE)
    result = applied(tmp_path / "after", files, kit)
    assert result["passed"], result
    assert {"LICENSE", "NOTICE", "LICENSES/Apache-2.0.txt", "REUSE.toml"} <= set(kit.files)


def test_headers_of_another_licence_stay_in_force(tmp_path):
    # The only part is the software, all of whose files are under MIT: our text is still in use.
    files = {"src/a.py": header("MIT"), "src/b.c": header("BSD-3-Clause", "// ")}
    project = Project(license_ids=("MIT", "BSD-3-Clause"))
    kit = kit_for(project, SOFTWARE)
    assert {"LICENSES/MIT.txt", "LICENSES/BSD-3-Clause.txt"} <= set(kit.files)
    result = applied(tmp_path, files, kit)
    assert result["passed"], result


def test_text_that_no_file_names_is_not_brought():
    assert "LICENSES/MIT.txt" not in kit_for(Project(), SOFTWARE).files


EXISTING = """# our own rules
version = 1
SPDX-PackageName = "older"

# pictures
[[annotations]]
path = ["img/**"]
SPDX-FileCopyrightText = "2019 Someone"
SPDX-License-Identifier = "CC0-1.0"
"""


def test_existing_reuse_toml_is_kept_and_wins(tmp_path):
    files = {"img/a.png": PIXEL, "src/a.py": "print(1)\n", "REUSE.toml": EXISTING}
    kit = kit_for(Project(reuse_toml=EXISTING, existing_files=("REUSE.toml",)), SOFTWARE)
    text = kit.files["REUSE.toml"].decode()
    assert "# pictures" in text and 'SPDX-PackageName = "older"' in text
    assert text.count("version = 1") == 1
    assert text.index('path = "**"') < text.index("img/**")
    result = applied(tmp_path, files, kit)
    assert result["passed"], result


def test_existing_reuse_toml_over_all_files(tmp_path):
    everything = (
        'version = 1\n[[annotations]]\npath = "**"\nprecedence = "override"\n'
        'SPDX-FileCopyrightText = "2019 Someone"\nSPDX-License-Identifier = "MIT"\n'
    )
    files = {"src/a.py": "print(1)\n", "REUSE.toml": everything}
    kit = kit_for(Project(reuse_toml=everything, license_ids=("MIT",)), SOFTWARE)
    result = applied(tmp_path, files, kit)
    assert result["passed"], result


def test_reuse_toml_that_cannot_be_joined_is_written_anew(tmp_path):
    inline = (
        'version = 1\nannotations = [{path = "img/**", SPDX-FileCopyrightText = "2019 A",'
        ' SPDX-License-Identifier = "CC0-1.0"}]\n'
    )
    files = {"img/a.png": PIXEL, "a.py": "1\n", "REUSE.toml": inline}
    kit = kit_for(Project(reuse_toml=inline), SOFTWARE)
    result = applied(tmp_path, files, kit)
    assert result["passed"], result


@pytest.mark.parametrize(
    "text", ["version = [", "version = 2\n", 'version = 1\nannotations = "x"\n', "\0"]
)
def test_broken_reuse_toml_is_refused(text):
    with pytest.raises(InputError, match="No kit was made"):
        kit_for(Project(reuse_toml=text), SOFTWARE)


BOARD = Path(__file__).parent / "cases" / "kicad-board.json"


def test_board_with_four_parts_and_binary_files(tmp_path):
    case = load_answers(BOARD.read_text(encoding="utf-8"))
    kit = kit_for(case.project, dict(case.answers))
    files = {
        "board.kicad_pcb": "(kicad_pcb)\n",
        "gerber.zip": b"PK\x05\x06" + bytes(18),
        "hdl/top.vhd": "entity top is end;\n",
        "firmware/main.c": "int main(void) { return 0; }\n",
        "docs/manual.md": "# Manual\n",
    }
    result = applied(tmp_path, files, kit)
    assert result["passed"], result
    assert {f"LICENSES/{i}.txt" for i in ("CERN-OHL-S-2.0", "CERN-OHL-W-2.0", "CC-BY-4.0")} <= set(
        kit.files
    )
    notice = kit.files["NOTICE"].decode()
    assert f"Source location: {case.project.url}" in notice
    assert "privileges and immunities" in notice


def test_source_location_that_nobody_named_is_an_open_point():
    case = load_answers(BOARD.read_text(encoding="utf-8"))
    advice = recommend(Project(name="x"), case.answers)
    assert "source-location" in {p.id for p in advice.open_points}
    kit = release_kit(advice, holder="CERN", year=2026)
    assert "waits for a Source Location" in kit.files["NOTICE"].decode()


@pytest.mark.parametrize(
    ("license_id", "beside"),
    [
        ("LGPL-3.0-or-later", "GPL-3.0-or-later"),
        ("LGPL-2.1-or-later", "GPL-2.0-or-later"),
    ],
)
def test_lgpl_comes_with_the_gpl(tmp_path, license_id, beside):
    answers = {**SOFTWARE, "openness": "changes", "company": "no", "software/license": license_id}
    kit = kit_for(Project(), answers)
    assert b"GNU GENERAL PUBLIC LICENSE" in kit.files[f"LICENSES/{beside}.txt"]
    assert f"LICENSES/{license_id}.txt" in kit.files
    assert f'"{license_id} OR {beside}"' in kit.files["REUSE.toml"].decode()
    result = applied(tmp_path, {"a.py": "1\n"}, kit)
    assert result["passed"], result


def test_lgpl_of_others_brings_the_gpl_too(tmp_path):
    kit = kit_for(Project(license_ids=("LGPL-3.0-only", "MIT")), SOFTWARE)
    assert {"LICENSES/LGPL-3.0-only.txt", "LICENSES/GPL-3.0-only.txt"} <= set(kit.files)
    files = {"a.py": header("LGPL-3.0-only"), "b.py": header("MIT")}
    result = applied(tmp_path, files, kit)
    assert result["passed"], result


def test_scanned_parts_keep_their_paths(tmp_path):
    project = Project(
        name="scanned",
        origin=Origin.SCAN,
        license_ids=("GPL-3.0-or-later",),
        parts=(
            Part("python", "Python", Material.SOFTWARE, ("src/**",), origin=Origin.SCAN),
            Part("manual", "Manual", Material.DOCUMENTATION, ("docs/**",), origin=Origin.SCAN),
        ),
    )
    answers = {**RIGHTS, "python/software-kind": "library", "manual/docs-kind": "standalone"}
    kit = kit_for(project, answers)
    # All of the manual has headers of its own, so CC-BY-4.0 stands on the kit's page alone.
    files = {"src/a.py": "1\n", "docs/a.md": f"<!--\n{header('GPL-3.0-or-later', '')}-->\n"}
    result = applied(tmp_path, files, kit)
    assert result["passed"], result


def test_root_licence_file_is_left_alone(tmp_path):
    kit = kit_for(Project(existing_files=("LICENCE.md", "NOTICE")), SOFTWARE)
    assert "LICENSE" not in kit.files
    assert "NOTICE" not in kit.files and "ospo-kit/NOTICE" in kit.files
    result = applied(tmp_path, {"LICENCE.md": "MIT\n", "NOTICE": "ours\n", "a.py": "1\n"}, kit)
    assert result["passed"], result


def test_blanks_of_the_root_licence_are_filled():
    kit = kit_for(Project(), {**SOFTWARE, "software/license": "MIT"})
    assert b"Copyright (c) 2026 CERN" in kit.files["LICENSE"]


def test_text_we_do_not_have_is_named():
    kit = kit_for(Project(license_ids=("LicenseRef-Geant4",)), SOFTWARE)
    assert kit.missing_texts == ("LicenseRef-Geant4",)
    assert "no text of LicenseRef-Geant4" in kit.note
    assert "LicenseRef-Geant4" in kit.files["ospo-kit/decision-record.md"].decode()
    already = Project(
        license_ids=("LicenseRef-Geant4",), existing_files=("LICENSES/LicenseRef-Geant4.txt",)
    )
    assert kit_for(already, SOFTWARE).missing_texts == ()


def test_policy_of_others_has_no_intergovernmental_notice():
    kit = kit_for(Project(), SOFTWARE, policy="generic")
    assert "immunities" not in kit.files["NOTICE"].decode()


def test_collaboration_is_named_as_beneficiary():
    kit = kit_for(Project(), {**SOFTWARE, "collaboration": "ATLAS"})
    line = "2026 CERN for the benefit of the ATLAS Collaboration"
    assert line in kit.files["REUSE.toml"].decode()
    assert line in kit.files["ospo-kit/headers.md"].decode()


def test_same_kit_same_bytes_and_safe_names():
    kit = kit_for(Project(name="../../etc"), SOFTWARE)
    assert kit.zip_bytes() == kit_for(Project(name="../../etc"), SOFTWARE).zip_bytes()
    with zipfile.ZipFile(io.BytesIO(kit.zip_bytes())) as archive:
        assert archive.testzip() is None
        for entry in archive.infolist():
            path = PurePosixPath(entry.filename)
            assert not path.is_absolute() and ".." not in path.parts
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)


def test_answers_in_the_kit_give_the_same_advice():
    case = load_answers(BOARD.read_text(encoding="utf-8"))
    kit = kit_for(case.project, dict(case.answers))
    again = load_answers(kit.files["ospo-kit/ospo-answers.json"].decode())
    assert (
        recommend(again.project, again.answers).parts == recommend(case.project, case.answers).parts
    )
    record = json.loads(kit.files["ospo-kit/decision-record.json"])
    assert record["policy"] == "cern-current" and record["knowledge_date"]
    assert {p["chosen"] for p in record["parts"]} >= {"CERN-OHL-S-2.0", "CC-BY-4.0"}


def test_record_says_what_each_licence_asks_and_where_it_stands():
    kit = kit_for(Project(), {**SOFTWARE, "software/license": "Apache-2.0"})
    record = kit.files["ospo-kit/decision-record.md"].decode()
    after = record[record.index("*Handing out a changed version*") :]
    duty = next(line for line in after.splitlines() if line.startswith("- "))
    assert duty.startswith("- Mark the files that you changed. ([Apache-2.0, 4(b)](https://")
    data = json.loads(kit.files["ospo-kit/decision-record.json"])["obligations"]
    assert [d["text"] for d in data["Apache-2.0"] if d["trigger"] == "modified"] == [
        "Mark the files that you changed."
    ]


def test_names_of_persons_cannot_break_the_record():
    project = Project(
        name="a | b <script>\n# no heading",
        parts=(
            Part(
                "x",
                "x|<b>",
                Material.SOFTWARE,
                ("**",),
                components=(Component("y|z", "MIT", Use.DYNAMIC_LINK),),
            ),
        ),
    )
    record = kit_for(project, RIGHTS).files["ospo-kit/decision-record.md"].decode()
    assert "<script>" not in record and "<b>" not in record
    assert "\n# no heading" not in record


def test_hold_gives_no_kit():
    with pytest.raises(HoldError, match="No kit was made"):
        kit_for(Project(), {**SOFTWARE, "patent": "yes"})


@pytest.mark.parametrize("holder", ["", "the ATLAS Collaboration", "a\nb"])
def test_holder_must_be_a_legal_person(holder):
    advice = recommend(Project(), SOFTWARE)
    with pytest.raises(InputError):
        release_kit(advice, holder=holder, year=2026)


def test_project_without_parts_gives_no_kit():
    with pytest.raises(InputError, match="No kit was made"):
        kit_for(Project(), {})


def test_nothing_of_a_person_is_overwritten(tmp_path):
    kit = kit_for(Project(), SOFTWARE)
    (tmp_path / "LICENSE").write_text("mine\n", encoding="utf-8")
    with pytest.raises(InputError, match="No file was written"):
        kit.write_to(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["LICENSE"]
    assert (tmp_path / "LICENSE").read_text(encoding="utf-8") == "mine\n"


def test_link_out_of_the_folder_is_refused(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    root = tmp_path / "root"
    root.mkdir()
    (root / "LICENSES").symlink_to(outside, target_is_directory=True)
    with pytest.raises(InputError, match="leads out"):
        kit_for(Project(), SOFTWARE).write_to(root)
    assert list(outside.iterdir()) == []


def test_paths_stand_as_code_in_the_readme_paragraph():
    case = load_answers(BOARD.read_text(encoding="utf-8"))
    page = kit_for(case.project, dict(case.answers)).files["ospo-kit/README-paragraph.md"].decode()
    assert "`docs/**`" in page and "\\*" not in page


def test_paths_that_nobody_named_are_an_open_point():
    case = load_answers(BOARD.read_text(encoding="utf-8"))
    point = next(
        p for p in recommend(case.project, case.answers).open_points if p.id == "paths-guessed"
    )
    assert "the gateware in gateware/**" in point.text
    assert "paths-guessed" not in {p.id for p in recommend(Project(), SOFTWARE).open_points}


@pytest.mark.parametrize("missing", ["authors", "patent", "contract", "sensitive"])
def test_question_that_could_hold_must_be_answered(missing):
    answers = {key: value for key, value in SOFTWARE.items() if key != missing}
    with pytest.raises(InputError, match="has no answer yet"):
        kit_for(Project(), answers)


def test_agreement_of_a_user_must_be_answered():
    with pytest.raises(InputError, match="agreement"):
        kit_for(Project(), {**SOFTWARE, "authors": ("user",)})
