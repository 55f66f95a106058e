"""A leadtext.toml says what it means, or is refused with the file, the key and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadtext.errors import SettingsError, StudyError
from leadtext.settings import SETTINGS_FILE, load_settings


def settings_of(folder: Path, text: str):
    (folder / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return load_settings(folder)


def test_everything_has_a_default(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "")
    assert settings.split.max_sentences == 4
    assert settings.trend.period == "year"
    assert settings.publish.names is False


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[study]\ntitel = 'x'", "unknown key 'study.titel'; did you mean 'title'?"),
        (
            "[[sources]]\npath = 'a'\n[[sources]]\npath = 'b'\nknd = 'blog'",
            r"unknown key 'sources\[2\].knd'; did you mean",
        ),
        ("[tpoic]\nnumber = 3", "unknown key 'tpoic'; did you mean 'topic'?"),
        ("[zzz]\nx = 1", "the known keys are anchors, arrange, encode, frame"),
        ("[[sources]]\nkind = 'blog'", r"'sources\[1\]' can't be used: a source needs either a path or a feed"),
        ("[trend]\nperiod = 'week'", r"'trend.period' can't be used: .*'year', 'quarter' or 'month' \(it is 'week'\)"),
        ("[split]\nmax_sentences = 0", "'split.max_sentences' can't be used"),
        ("[study\ntitle = 'x'", "not valid TOML"),
        ('[[sources]]\npath = "C:\\Users\\nurse"', "line 2: a backslash between double quotes means something else"),
        ('[[sources]]\npath = "C:\\My texts"', r"line 2: .* in single quotes, as in 'C:\\texts', or with forward"),
        ('[[sources]]\npath = "C:\\texts"', r"'sources\[1\]' can't be used: a backslash between double quotes"),
        ("[sources]\npath = 'a'", r"\[sources\] is written \[\[sources\]\], in two brackets"),
        ("[[sources]]\npath = 'a'\n[sources]\npath = 'b'", r"line 3: \[sources\] is written \[\[sources\]\]"),
        ("[sources]\npath = 'a'\n[sources]\npath = 'b'", r"line [13]: \[sources\] is written \[\[sources\]\]"),
        ("[study]\ntitle = “My study”", "line 2: curly quotation marks don't count"),
        ('[study]\ntitle = "My study”\n', "line 2: curly quotation marks don't count"),
        ('[study]\ntitle = "My “study”" x', "not valid TOML"),
        (
            '[study]\ntitle = "My study\n[[sources]]\n',
            'line 2: the closing quotation mark is missing; write one \\("\\)',
        ),
        (
            "[study]\ntitle = 'My study\n[[sources]]\n",
            "line 2: the closing quotation mark is missing; write one \\('\\)",
        ),
        ('[study]\ntitle = "My study', "line 2: the closing quotation mark is missing"),
        ('[topic]\nlabels = "a"\n[[anchors]]\nseeds = ["x", "y]\n', "line 4: the closing quotation mark is missing"),
        ('[study]\ndescription = """My\nstudy', "not valid TOML"),
    ],
)
def test_a_wrong_key_or_value_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message) as refused:
        settings_of(tmp_path, text)
    assert SETTINGS_FILE in str(refused.value)


def test_settings_in_another_charset_are_refused(tmp_path: Path) -> None:
    (tmp_path / SETTINGS_FILE).write_bytes("[study]\ntitle = 'Café'".encode("latin-1"))
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(tmp_path)


def test_a_folder_without_settings_is_no_study(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="leadtext init"):
        load_settings(tmp_path)
    with pytest.raises(StudyError, match="no such folder"):
        load_settings(tmp_path / "nowhere")
