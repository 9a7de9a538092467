# SPDX-FileCopyrightText: 2026 CERN
# SPDX-License-Identifier: Apache-2.0

"""How people state licences, in sentences of our own: each must be read, and nothing more."""

# REUSE-IgnoreStart

from __future__ import annotations

import pytest

from ospo_widgets.scanning.detection import detect_text

TAG = "SPDX-License-" + "Identifier:"
PERL = "Artistic-1.0-Perl GPL-1.0-or-later"

TAGS = [
    (f"// {TAG} MIT", "MIT"),
    (f"/* {TAG} GPL-2.0 */", "GPL-2.0-only"),
    (f"<!-- {TAG} GPL-2.0+ -->", "GPL-2.0-or-later"),
    (f"# {TAG} (GPL-2.0-only OR MIT)", "GPL-2.0-only MIT"),
    (f"{TAG} GPL-2.0-only WITH Linux-syscall-note", "GPL-2.0-only"),
    (f'x = "{TAG} Apache-2.0"', "Apache-2.0"),
    (f"-- {TAG} CERN-OHL-S-2.0", "CERN-OHL-S-2.0"),
    (f"{TAG}LGPL-2.1", "LGPL-2.1-only"),
    (f".. {TAG} bsd-3-clause", "BSD-3-Clause"),
    (f"// {TAG} eCos-2.0", "GPL-2.0-or-later"),
    (f"// {TAG} GPL-2.0-with-classpath-exception", "GPL-2.0-only"),
    (f"// {TAG} Apache-2.0 OR\n//   MIT", "Apache-2.0 MIT"),
    (f"{TAG} LicenseRef-Acme", "LicenseRef-Acme"),
    (f"* {TAG} MIT AND BSD-2-Clause */ int x;", "MIT BSD-2-Clause"),
    (f"{TAG} ", ""),
    (f"{TAG} <expression>", ""),
]

GNU = [
    ("This program is licensed under the GPL v2.", "GPL-2.0-only"),
    ("Licensed under the GNU General Public License, version 3 or later.", "GPL-3.0-or-later"),
    ("License: GPLv3+", "GPL-3.0-or-later"),
    ("License: LGPL-2.1-or-later", "LGPL-2.1-or-later"),
    ("# License: GPL-2", "GPL-2.0-only"),
    ("@license GNU Lesser General Public License v3.0", "LGPL-3.0-only"),
    ("Released under the terms of the GNU GPL, version 2 only.", "GPL-2.0-only"),
    (
        "You may copy this under version 2 or later of the GNU General Public License.",
        "GPL-2.0-or-later",
    ),
    (
        "This file may be used under the terms of version 2.1 of the GNU Lesser General Public"
        " License.",
        "LGPL-2.1-only",
    ),
    (
        "redistribute it and/or modify it under the terms of the GNU General Public License as"
        " published by the Free Software Foundation; either version 2, or (at your option) any"
        " later version.",
        "GPL-2.0-or-later",
    ),
    (
        "under the terms of the GNU General Public License as published by the Free Software"
        " Foundation, version 2 of the License.",
        "GPL-2.0-only",
    ),
    ("This code is distributed under the GPL.", "GPL-1.0-or-later"),
    ("Distributed under the LGPL license", "LGPL-2.0-or-later"),
    ("is free software under the GNU Affero General Public License version 3", "AGPL-3.0-only"),
    ("licensed under AGPLv3 or any later version", "AGPL-3.0-or-later"),
    (
        "This manual is covered by the GNU Free Documentation License, Version 1.3 or later.",
        "GFDL-1.3-or-later",
    ),
    ("Licence: GNU GPL version 2 or, at your option, any newer version", "GPL-2.0-or-later"),
    ("This program comes under the GPL-3.0", "GPL-3.0-only"),
    (
        "The library is placed under the GNU Library General Public License, version 2, or any"
        " later version.",
        "LGPL-2.0-or-later",
    ),
    (
        "It is GPL'ed software: see the GNU General Public License for more details.",
        "GPL-1.0-or-later",
    ),
    (
        "License :: OSI Approved :: GNU General Public License v3 or later (GPLv3+)",
        "GPL-3.0-or-later",
    ),
    ("License :: OSI Approved :: GNU Lesser General Public License v2 (LGPLv2)", "LGPL-2.0-only"),
    ("terms of the GPL (version 2 or higher)", "GPL-2.0-or-later"),
    ("Distributable under version 3 of the GNU General Public License.", "GPL-3.0-only"),
    (
        "REM under the terms of the GNU General Public License as published by the\n"
        "REM Free Software Foundation, either version 3 of the License, or any later version.",
        "GPL-3.0-or-later",
    ),
    ("dnl This file is free software under the GPL version 2", "GPL-2.0-only"),
    ("License: GPL-2.0-or-later WITH Bison-exception-2.2", "GPL-2.0-or-later"),
    ("license = LGPLv2+", "LGPL-2.0-or-later"),
    ('MODULE_LICENSE("GPL v2");', "GPL-2.0-only"),
    ("FILE_LICENCE ( GPL2_OR_LATER );", "GPL-2.0-or-later"),
    ("http://www.gnu.org/licenses/gpl-3.0.html", "GPL-3.0-only"),
    ("See https://www.gnu.org/licenses/old-licenses/lgpl-2.1.html", "LGPL-2.1-only"),
    ("GNU GENERAL PUBLIC LICENSE Version 2", "GPL-2.0-only"),
    ("The complete text of the GPL is in /usr/share/common-licenses/GPL-2", "GPL-2.0-only"),
]

PERMISSIVE = [
    ("Licensed under the MIT license.", "MIT"),
    ("License: MIT", "MIT"),
    ("Released under the MIT License (https://opensource.org/licenses/MIT)", "MIT"),
    ('{"name": "x", "license": "MIT"}', "MIT"),
    ('license = "Apache-2.0"', "Apache-2.0"),
    ("license = {text = 'BSD-3-Clause'}", "BSD-3-Clause"),
    ("s.license = 'ISC'", "ISC"),
    ("License: Apache License (== 2.0)", "Apache-2.0"),
    ('Licensed under the Apache License, Version 2.0 (the "License");', "Apache-2.0"),
    (
        "Use of this source code is governed by a BSD-style license that can be found in the"
        " LICENSE file.",
        "BSD-3-Clause",
    ),
    ("Use of this source code is governed by an MIT-style license", "MIT"),
    ("3-clause BSD. See LICENSE file.", "BSD-3-Clause"),
    ("License: BSD 2-Clause", "BSD-2-Clause"),
    ("Distributed under the New BSD License", "BSD-3-Clause"),
    ("distributed under the Simplified BSD License", "BSD-2-Clause"),
    ("License: BSD", "BSD-3-Clause"),
    ("This is BSD 3-clause licensed code", "BSD-3-Clause"),
    ("Licensed under the Clear BSD license", "BSD-3-Clause-Clear"),
    ("Distributed under the Boost Software License, Version 1.0.", "BSL-1.0"),
    ("License: Zlib", "Zlib"),
    ("available under the zlib license", "Zlib"),
    ("License: ISC", "ISC"),
    ("This file is released under the ISC License", "ISC"),
    ("Licensed under the PHP License, version 3.01", "PHP-3.01"),
    ("This module is licensed under the University of Illinois Open Source License", "NCSA"),
    ("License: Unlicense", "Unlicense"),
    (
        "This is free and unencumbered software released into the public domain. Anyone is free to"
        " copy, modify, publish, use",
        "Unlicense",
    ),
    ("License: WTFPL", "WTFPL"),
    ("Apache Software License, Version 1.1 applies.", "Apache-1.1"),
    ("License: PostgreSQL", "PostgreSQL"),
    ("License :: OSI Approved :: MIT License", "MIT"),
    ("License :: OSI Approved :: Apache Software License", "Apache-2.0"),
    ("License :: OSI Approved :: BSD License", "BSD-3-Clause"),
    (
        "<licenses><license><name>Apache License, Version 2.0</name></license></licenses>",
        "Apache-2.0",
    ),
    ("![License: MIT](https://img.shields.io/badge/License-MIT-yellow.svg)", "MIT"),
    ("[![License](https://img.shields.io/badge/License-Apache%202.0-blue.svg)]", "Apache-2.0"),
    ("http://www.apache.org/licenses/LICENSE-2.0", "Apache-2.0"),
    (
        "Copying and distribution of this file, with or without modification, are permitted in any"
        " medium without royalty provided the copyright notice and this notice are preserved. This"
        " file is offered as-is, without any warranty.",
        "FSFAP",
    ),
    ("License: 0BSD", "0BSD"),
    ('Licensed under the OpenSSL license (the "License").', "OpenSSL"),
]

OTHERS = [
    (
        "This Source Code Form is subject to the terms of the Mozilla Public License, v. 2.0.",
        "MPL-2.0",
    ),
    ("License: MPL 1.1", "MPL-1.1"),
    ("made available under the terms of the Eclipse Public License v1.0", "EPL-1.0"),
    (
        "available under the terms of the Eclipse Public License 2.0 which is available at"
        " https://www.eclipse.org/legal/epl-2.0/",
        "EPL-2.0",
    ),
    ("Licensed under the EUPL, Version 1.2", "EUPL-1.2"),
    ("Licensed under the EUPL V.1.1", "EUPL-1.1"),
    ("subject to the Common Development and Distribution License, Version 1.0", "CDDL-1.0"),
    ("distributed under the CeCILL-B license", "CECILL-B"),
    ("This software is governed by the CeCILL-C license under French law", "CECILL-C"),
    ("license CeCILL version 2.1", "CECILL-2.1"),
    ("same terms as Perl itself.", PERL),
    ("under the same terms as the Perl 5 programming language system itself", PERL),
    ("license => 'perl',", PERL),
    ("This library is licensed under the Artistic License 2.0", "Artistic-2.0"),
    ("distributed under the terms of the Ruby license", "Ruby"),
    (
        "This work is licensed under the Creative Commons Attribution-ShareAlike 4.0 International"
        " License.",
        "CC-BY-SA-4.0",
    ),
    ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
    ("License: CC BY-NC-SA 3.0", "CC-BY-NC-SA-3.0"),
    ("License: CC-BY-ND 4.0", "CC-BY-ND-4.0"),
    ("License: CC0", "CC0-1.0"),
    ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
    ("This font is licensed under the SIL Open Font License, Version 1.1.", "OFL-1.1"),
    (
        "distributed under the LaTeX Project Public License, either version 1.3 of this license or"
        " (at your option) any later version",
        "LPPL-1.3a",
    ),
    ("Licensed under the Academic Free License version 2.1", "AFL-2.1"),
    ("Licensed under the Open Software License version 3.0", "OSL-3.0"),
    ("subject to the Zope Public License, Version 2.1 (ZPL)", "ZPL-2.1"),
    ("Microsoft Public License (Ms-PL)", "MS-PL"),
    ("contents are subject to the Sun Public License Version 1.0", "SPL-1.0"),
    ("licensed under the Q Public License version 1.0", "QPL-1.0"),
    ("THE BEER-WARE LICENSE: buy me a beer in return.", "Beerware"),
    ("dedicated to the public domain by its author", "LicenseRef-scancode-public-domain"),
]

LABORATORY = [
    (
        "The Geant4 software is copyright of the Copyright Holders of the Geant4 Collaboration. It"
        " is provided under the terms and conditions of the Geant4 Software License,",
        "LicenseRef-Geant4",
    ),
    ("For the licensing terms see $ROOTSYS/LICENSE.", "LGPL-2.1-or-later"),
    (
        "This source describes Open Hardware and is licensed under the CERN-OHL-S v2.",
        "CERN-OHL-S-2.0",
    ),
    ("licensed under the CERN-OHL-W v2 or any later version", "CERN-OHL-W-2.0"),
    ("licensed under the CERN-OHL-P v2", "CERN-OHL-P-2.0"),
    (
        "This documentation describes Open Hardware and is licensed under the CERN OHL v. 1.2.",
        "CERN-OHL-1.2",
    ),
    ("Licensed under CERN OHL v.1.1 or later", "CERN-OHL-1.1"),
    ("Licensed under the Solderpad Hardware License, Version 0.51", "SHL-0.51"),
    ("licensed under the Solderpad Hardware License v 2.1", "SHL-2.1"),
    ("subject to the TAPR Open Hardware License", "TAPR-OHL-1.0"),
    ("This software is distributed subject to the EPICS Open License.", "EPICS"),
]

CHOICES = [
    ("Dual licensed under the MIT and GPL licenses.", "MIT OR GPL-2.0-only"),
    ('MODULE_LICENSE("Dual BSD/GPL");', "BSD-3-Clause OR GPL-2.0-only"),
    (
        "Licensed under either of Apache License, Version 2.0 or MIT license at your option.",
        "Apache-2.0 OR MIT",
    ),
    (
        "This file is dual-licensed under the GPL version 2 or the BSD license.",
        "GPL-2.0-only OR BSD-3-Clause",
    ),
    ("available under the terms of the EPL v1.0 or the LGPL v2.1", "EPL-1.0 OR LGPL-2.1-only"),
    ("licensed under GPL or LGPL version 3", "GPL-3.0-only OR LGPL-3.0-only"),
    ('"license": "(MIT OR Apache-2.0)"', "MIT OR Apache-2.0"),
    ("License: GPL-2.0-only OR BSD-2-Clause", "GPL-2.0-only OR BSD-2-Clause"),
    ("same terms as Perl itself", "Artistic-1.0-Perl OR GPL-1.0-or-later"),
    (
        "Code is released under the Apache 2.0 license. Documentation is licensed under CC BY 4.0.",
        "Apache-2.0 AND CC-BY-4.0",
    ),
]

NOTHING = [
    "This library is compatible with the GPL.",
    "The GPL-incompatible plugin was removed.",
    "Unlike the MIT license, this does not grant anything.",
    "EXPORT_SYMBOL_GPL(foo);",
    "MIT researchers use Apache Spark with a boost of speed.",
    "All rights reserved.",
    "see the file for details",
    "int isc = bsd + mit;",
    "import zlib, ruby, artistic",
    "The artistic domain, whatever may be the mode of its expression.",
    "",
    "SELECT license FROM software",
    "Copyright (c) 2020 MIT",
    "version 2 of the format, or any later version",
    "not released under the MIT license",
]


def ids(text: str) -> set[str]:
    return set(detect_text(text).ids)


@pytest.mark.parametrize(("text", "expected"), [*TAGS, *GNU, *PERMISSIVE, *OTHERS, *LABORATORY])
def test_statement_is_read(text: str, expected: str) -> None:
    assert ids(text) == set(expected.split())


@pytest.mark.parametrize(("text", "expected"), CHOICES)
def test_choice_is_told_from_sum(text: str, expected: str) -> None:
    found = detect_text(text).expression
    assert found is not None
    assert set(found.split(" OR ")) == set(expected.split(" OR "))


@pytest.mark.parametrize("text", NOTHING)
def test_mere_mention_says_nothing(text: str) -> None:
    assert detect_text(text).ids == ()
    assert detect_text(text).expression is None


@pytest.mark.parametrize("comment", ["// ", "# ", " * ", "-- ", ";; ", "% ", "! ", "REM ", "dnl "])
@pytest.mark.parametrize(("text", "expected"), [GNU[9], PERMISSIVE[8], OTHERS[0], LABORATORY[0]])
def test_comments_do_not_matter(comment: str, text: str, expected: str) -> None:
    words = text.split()
    lines = [" ".join(words[i : i + 6]) for i in range(0, len(words), 6)]
    assert ids("\n".join(comment + line for line in lines)) == {expected}


# REUSE-IgnoreEnd
