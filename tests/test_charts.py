"""Charts: what a reader can see, hear and follow in them."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from leadtext import charts

SVG = "{http://www.w3.org/2000/svg}"


def point(period: str, value: str = "heroic", genre: str = "publications", **given: Any) -> dict[str, Any]:
    known = {"count": 12, "passages": 96, "documents": 9, "share": 0.125, "low": 0.08, "high": 0.19, "thin": False}
    measure = "topic" if value.isdigit() else "frame"
    return {"measure": measure, "value": value, "genre": genre, "period": period} | known | given


def empty(period: str, value: str = "heroic", genre: str = "publications") -> dict[str, Any]:
    nothing = {"count": 0, "passages": 0, "documents": 0, "share": None, "low": None, "high": None, "thin": True}
    return point(period, value, genre, **nothing)


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows))


def drawn(chart: charts.Chart | charts.Drawable, **named: str) -> ET.Element:
    return ET.fromstring(charts.svg(chart, **named))


def titles(svg: ET.Element) -> list[str]:
    return [str(title.text) for title in svg.iter(f"{SVG}title")]


def texts(svg: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]


@pytest.fixture
def points() -> pd.DataFrame:
    frames, genres = ("heroic", "collective", "mixed", "neither"), ("all", "publications", "report", "comment")
    rows = [
        point(str(year), frame, genre) for frame, genre, year in itertools.product(frames, genres, range(2010, 2016))
    ]
    topics = [
        point(str(year), topic, genre) for topic, genre, year in itertools.product("12", genres, range(2010, 2016))
    ]
    return table(*rows, *topics)


def test_a_point_tells_its_share_denominator_and_interval() -> None:
    told = titles(drawn(charts.frame_trends(table(point("2014")))))
    assert "Publications, 2014: heroic, 12.5% (12 of 96 passages in 9 documents; 95 % interval 8.0% to 19.0%)" in told


def test_a_figure_has_a_title_and_a_description_for_those_who_do_not_see_it(points: pd.DataFrame) -> None:
    svg = drawn(charts.frame_trends(points), title="Frames & years", description="What <moved>", name="headline")
    assert svg.attrib["aria-labelledby"] == "headline-title headline-desc"
    assert [element.tag for element in svg][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert (svg[0].text, svg[1].text) == ("Frames & years", "What <moved>")


def test_publications_and_comments_stand_side_by_side_with_how_much_is_counted(points: pd.DataFrame) -> None:
    shown = texts(drawn(charts.frame_trends(points)))
    assert "Publications (576 passages)" in shown
    assert "Comments (576 passages)" in shown


def test_lines_are_named_where_they_end(points: pd.DataFrame) -> None:
    shown = texts(drawn(charts.frame_trends(points, frames=("heroic", "collective"))))
    assert shown.count("Heroic") == shown.count("Collective") == 2


def test_thin_periods_have_hollow_points() -> None:
    svg = charts.svg(charts.frame_trends(table(point("2013"), point("2014", thin=True), point("2015"))))
    symbols = re.findall(r'<path role="graphics-symbol"[^>]*fill="([^"]+)"', svg)
    assert symbols == [charts.FRAME_COLOURS["heroic"], "white", charts.FRAME_COLOURS["heroic"]]


def test_an_empty_period_is_a_gap_and_no_zero() -> None:
    rows = [point("2011"), point("2012"), empty("2013"), point("2014"), point("2015")]
    svg = drawn(charts.frame_trends(table(*rows)))
    assert len([told for told in titles(svg) if told.startswith("Publications")]) == 4
    [line] = [p for p in svg.iter(f"{SVG}path") if p.get("stroke-width") == "2"]
    assert str(line.get("d")).count("M") == 2


def test_the_scale_begins_at_zero_and_counts_in_per_cent(points: pd.DataFrame) -> None:
    shown = texts(drawn(charts.topic_trend(points, "1")))
    assert "0%" in shown
    assert "20%" in shown


def test_an_interval_of_a_thin_period_does_not_press_the_others_to_the_floor() -> None:
    rows = [point("2013"), point("2014", thin=True, low=0.0, high=0.98), point("2015")]
    assert "100%" not in texts(drawn(charts.frame_trends(table(*rows))))


def test_a_point_leads_to_its_passages_by_a_relative_address() -> None:
    rows = table(point("2014") | {"href": "@/frames/heroic/2014-publications.html"}, point("2015") | {"href": None})
    svg = charts.svg(charts.frame_trends(rows))
    assert re.findall(r'<a href="([^"]+)"', svg) == ["@/frames/heroic/2014-publications.html"]
    assert "leadtext.invalid" not in svg


def test_quarters_and_months_are_placed_inside_their_year() -> None:
    for periods in (["2013-Q1", "2013-Q3", "2014-Q1"], ["2013-01", "2013-07", "2014-01"]):
        svg = charts.svg(charts.frame_trends(table(*[point(period) for period in periods])))
        places = [float(x) for x in re.findall(r'graphics-symbol" transform="translate\(([\d.]+)', svg)]
        assert places[1] - places[0] == pytest.approx(places[2] - places[1], abs=0.1)


def test_each_frame_has_one_colour_everywhere(points: pd.DataFrame) -> None:
    for chart in (charts.frame_trends(points), charts.frame_bars(points), charts.frame_spans(points)):
        svg = charts.svg(chart)
        assert charts.FRAME_COLOURS["heroic"] in svg
        assert charts.FRAME_COLOURS["collective"] in svg


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("frame", ["heroic", "collective", "mixed"])
def test_a_frame_can_be_named_in_its_colour_on_white(frame: str) -> None:
    """A contrast of 4.5 is what WCAG 2.2 asks of text."""
    assert 1.05 / (luminance(charts.FRAME_COLOURS[frame]) + 0.05) >= 4.5


def test_frames_of_another_codebook_have_colours_too() -> None:
    own = ("gain", "loss", "both", "none")
    assert len({charts.frame_colour(frame, own) for frame in own}) == 4


def test_bars_leave_out_genres_without_passages(points: pd.DataFrame) -> None:
    shown = texts(drawn(charts.frame_bars(points)))
    assert "Reports (288)" in shown
    assert not [text for text in shown if text.startswith("Blog")]


def test_topics_of_one_name_keep_a_panel_each(points: pd.DataFrame) -> None:
    shown = texts(drawn(charts.topic_overview(points, {"1": "ward, rota", "2": "ward, rota"})))
    assert len([text for text in shown if text.startswith("ward, rota")]) == 2


@pytest.mark.parametrize("narrow", [False, True])
def test_names_that_would_be_cut_alike_show_what_sets_them_apart(points: pd.DataFrame, narrow: bool) -> None:
    names = {"1": "teachers, improvement, leads", "2": "teachers, improvement, leads, managers team"}
    shown = texts(
        drawn(charts.topic_overview(points, names | {str(at): "others" for at in range(3, 9)}, narrow=narrow))
    )
    told = {text.rstrip("\u2009\u200b") for text in shown if "teachers" in text or "managers" in text}
    assert told == {"teachers, improvement…", "…managers team"}


@pytest.mark.parametrize("narrow", [False, True])
def test_a_name_that_is_cut_ends_in_one_ellipsis(points: pd.DataFrame, narrow: bool) -> None:
    long = "executives, successes and the long road of a consultant's committee"
    shown = texts(drawn(charts.topic_overview(points, dict.fromkeys(map(str, range(1, 21)), long), narrow=narrow)))
    assert {text.count("…") for text in shown if text.startswith("exec")} == {1}


def test_monthly_points_of_many_topics_can_be_drawn() -> None:
    months = [f"{year}-{month:02d}" for year in range(2009, 2026) for month in range(1, 13)]
    rows = [point(month, str(topic), "all") for month in months for topic in range(26)]
    assert len(rows) > 5000
    assert charts.svg(charts.topic_overview(table(*rows), {str(topic): f"topic {topic}" for topic in range(26)}))


def test_ids_of_two_figures_on_one_page_differ(points: pd.DataFrame) -> None:
    ids = [set(re.findall(r'\bid="([^"]+)"', charts.svg(charts.frame_trends(points), name=n))) for n in ("a", "b")]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_equal_points_give_equal_pictures(points: pd.DataFrame) -> None:
    assert charts.svg(charts.frame_trends(points)) == charts.svg(charts.frame_trends(points.copy()))


def test_a_chart_fits_a_column_and_a_phone(points: pd.DataFrame) -> None:
    for make in (charts.frame_trends, charts.frame_bars, charts.frame_spans):
        assert float(drawn(make(points)).attrib["width"]) <= 760
        assert float(drawn(make(points, narrow=True)).attrib["width"]) <= 380


def test_a_chart_can_be_a_picture_for_a_paper(points: pd.DataFrame) -> None:
    assert charts.png(charts.frame_trends(points, title="Framing"), 1.0).startswith(b"\x89PNG")


def test_nothing_to_show_is_no_error() -> None:
    nothing = table(point("2014")).iloc[:0]
    for chart in (charts.frame_trends(nothing), charts.frame_bars(nothing), charts.frame_spans(nothing)):
        assert charts.svg(chart).startswith("<svg")


# How good tags are.

CURVE = [
    {"passages": 500, "macro_f1": 0.48, "low": 0.44, "high": 0.52},
    {"passages": 2000, "macro_f1": 0.58, "low": 0.55, "high": 0.61},
    {"passages": 6000, "macro_f1": 0.66, "low": 0.64, "high": 0.68},
]
BINS = [{"said": 0.02, "held": 0.03, "passages": 4000}, {"said": 0.6, "held": 0.55, "passages": 800}]
COVERAGE = [(0.1, 0.99), (0.5, 0.93), (1.0, 0.81)]


def test_a_learning_curve_tells_what_more_labels_would_bring() -> None:
    svg = drawn(charts.learning_curve(CURVE))
    assert "Trained on 2,000 passages: macro-F1 0.58 (95 % interval 0.55 to 0.61)" in titles(svg)
    assert {"labelled passages", "macro-F1"} <= set(texts(svg))


def test_calibration_is_shown_against_the_line_where_it_is_as_often_as_said() -> None:
    svg = drawn(charts.reliability(BINS))
    assert "Said with probability 0.60: held in 55.0% of 800 cases" in titles(svg)
    assert any("stroke-dasharray" in element.attrib for element in svg.iter())


def test_risk_and_coverage_tell_how_often_the_surest_are_right() -> None:
    assert "The surest 50% of the passages: 93.0% right" in titles(drawn(charts.risk_coverage(COVERAGE)))


def test_a_corrected_share_tells_its_labels_and_what_the_tagger_alone_counts() -> None:
    rows = [
        point("2010–2015", frame, genre) | {"measure": "corrected", "labels": 60, "count": 24}
        for frame in ("heroic", "collective")
        for genre in ("publications", "comment")
    ]
    told = titles(drawn(charts.corrected_shares(table(*rows))))
    assert (
        "Comments, 2010–2015: heroic, 12.5% by people's judgement (95 % interval 8.0% to 19.0%; 60 labels); the tagger "
        "alone counts 25.0% of 96 passages" in told
    )


@pytest.mark.parametrize("narrow", [False, True])
def test_figures_of_quality_fit_a_column_and_a_phone(narrow: bool) -> None:
    for chart in (
        charts.learning_curve(CURVE, narrow=narrow),
        charts.reliability(BINS, narrow=narrow),
        charts.risk_coverage(COVERAGE, narrow=narrow),
    ):
        assert float(drawn(chart).attrib["width"]) <= (360 if narrow else 720)


def places(svg: str) -> list[tuple[float, float]]:
    found = re.findall(
        r'<path (?:role="graphics-symbol" |aria-hidden="true" )?transform="translate\(([^)]*)\)" d="', svg
    )
    return [(float(x), float(y)) for x, y in (place.split(",") for place in found)]


def ends(svg: str) -> list[float]:
    lines = re.findall(r'<path (?:class="line" )?d="([^"]*)" stroke="[^"]*" stroke-width="2"/>', svg)
    # Vega names a point that no line reaches as well.
    numbers = re.findall(r"[\d.]+", re.sub(r"M[\d.,]+Z", "", "".join(lines)))
    return [float(number) for number in numbers]


def test_what_is_drawn_by_hand_is_what_altair_draws() -> None:
    held = itertools.cycle([0.04, 0.13, 0.09, None, 0.02, 0.11, None, 0.07, None])
    rows = [
        point(f"{year}", frame, genre, share=share, low=share / 2, high=share * 1.7, thin=year % 5 == 0)
        if (share := next(held)) is not None
        else empty(f"{year}", frame, genre)
        for genre in ("publications", "comment")
        for frame in ("heroic", "collective", "mixed")
        for year in range(2004, 2023)
    ]
    figure = charts.frame_trends(table(*rows))
    by_hand, by_altair = charts.svg(figure), charts.svg(charts.altair_chart(figure))
    for ours, theirs in zip(places(by_hand), places(by_altair), strict=True):
        assert ours == pytest.approx(theirs, abs=0.02)
    assert ends(by_hand) == pytest.approx(ends(by_altair), abs=0.02)
    hand_told, altair_told = titles(ET.fromstring(by_hand)), titles(ET.fromstring(by_altair))
    assert sorted(hand_told) == sorted(altair_told)
    assert sorted(texts(ET.fromstring(by_hand))) == sorted(texts(ET.fromstring(by_altair)))
    assert set(re.findall("#[0-9a-f]{6}", by_hand)) == set(re.findall("#[0-9a-f]{6}", by_altair))


@pytest.mark.parametrize("narrow", [False, True])
def test_figures_of_quality_drawn_by_hand_are_what_altair_draws(narrow: bool) -> None:
    for figure in (
        charts.learning_curve(CURVE, narrow=narrow),
        charts.reliability(BINS, narrow=narrow),
        charts.risk_coverage(COVERAGE, narrow=narrow),
    ):
        by_hand, by_altair = charts.svg(figure), charts.svg(charts.altair_chart(figure))
        assert places(by_hand) == [pytest.approx(place, abs=0.02) for place in places(by_altair)]
        assert sorted(titles(ET.fromstring(by_hand))) == sorted(titles(ET.fromstring(by_altair)))
        # Vega keeps the figures for which there is no room, and hides them.
        shown = [element for element in ET.fromstring(by_altair).iter(f"{SVG}text") if element.get("opacity") != "0"]
        assert sorted(texts(ET.fromstring(by_hand))) == sorted("".join(text.itertext()) for text in shown)
        assert set(re.findall("#[0-9a-f]{6}", by_hand)) == set(re.findall("#[0-9a-f]{6}", by_altair))


@pytest.mark.parametrize("narrow", [False, True])
def test_the_map_drawn_by_hand_is_what_altair_draws(narrow: bool) -> None:
    rows = [
        (
            at % 7 / 4 - 0.8,
            at % 11 / 6 - 0.9,
            str(at % 3),
            ("wards & beds", "pay", "")[at % 3],
            f"words <{at}>",
            f"@/{at}.html",
        )
        for at in range(60)
    ]
    points = pd.DataFrame(rows, columns=["x", "y", "topic", "group", "told", "href"])
    names = {"0": "ward, bed", "1": "pay, band", "2": "letters"}
    figure = charts.passage_map(points, ["wards & beds", "pay"], names, narrow=narrow)
    by_hand, by_altair = charts.svg(figure), charts.svg(charts.altair_chart(figure))
    # Vega's legend has paths as well.
    theirs = [place for place in places(by_altair) if place != (6.0, 6.0)]
    assert places(by_hand) == [pytest.approx(place, abs=0.02) for place in theirs]
    assert re.findall(r'<a href="([^"]+)"', by_hand) == re.findall(r'<a href="([^"]+)"', by_altair)
    assert sorted(titles(ET.fromstring(by_hand))) == sorted(titles(ET.fromstring(by_altair)))
    assert set(texts(ET.fromstring(by_hand))) == set(texts(ET.fromstring(by_altair)))
    assert set(re.findall("#[0-9a-f]{6}", by_hand)) == set(re.findall("#[0-9a-f]{6}", by_altair))


def test_a_group_of_a_long_name_is_cut_off_in_the_legend() -> None:
    points = pd.DataFrame([(0.0, 0.0, "1", "a" * 80, "words")], columns=["x", "y", "topic", "group", "told"])
    [legend] = [text for text in texts(drawn(charts.passage_map(points, ["a" * 80], {}))) if text.startswith("a")]
    assert legend.endswith("…")
    assert len(legend) < 50


@pytest.mark.parametrize("top", [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
def test_the_scale_of_shares_has_round_figures(top: float) -> None:
    rows = [point("2014", share=top - 0.004, low=0.0, high=top), point("2015")]
    figure = charts.frame_trends(table(*rows))
    by_hand, by_altair = (texts(drawn(chart)) for chart in (figure, charts.altair_chart(figure)))
    assert [text for text in by_hand if "%" in text] == [text for text in by_altair if "%" in text]
    assert f"{top:.0%}" in by_hand or top in (0.25, 0.7, 0.9)


@pytest.mark.parametrize("small", [False, True])
def test_an_interval_that_is_cut_off_at_the_top_is_marked(small: bool) -> None:
    rows = [point("2013"), point("2014", thin=True, low=0.0, high=0.98), point("2015")]
    if small:
        rows = [row | {"measure": "topic", "value": "1", "genre": "all"} for row in rows]
    draw = (lambda points: charts.topic_overview(points, {"1": "Money"})) if small else charts.frame_trends
    figure = draw(table(*rows))
    by_hand, by_altair = charts.svg(figure), charts.svg(charts.altair_chart(figure))
    assert figure.cut
    assert by_hand.count('class="cut"') == 1
    for ours, theirs in zip(places(by_hand), places(by_altair), strict=True):
        assert ours == pytest.approx(theirs, abs=0.02)
    whole = draw(table(rows[0], rows[2]))
    assert not whole.cut
    assert 'class="cut"' not in charts.svg(whole)


def test_a_small_drawing_marks_what_it_cuts_off_too() -> None:
    rows = [point("2013"), point("2014", thin=True, low=0.0, high=0.98)]
    assert charts.spark(rows, 0.3, label="").count('class="cut"') == 1
    assert 'class="cut"' not in charts.spark(rows, 1.0, label="")


def in_spans(*frames: str, genres: tuple[str, ...] = ("publications", "comment")) -> pd.DataFrame:
    spans = ("2009–2013", "2014–2018", "2019–2023")
    return table(*[point(span, frame, genre) for frame in frames for genre in genres for span in spans])


@pytest.mark.parametrize("frames", [2, 3, 4, 6])
@pytest.mark.parametrize("narrow", [False, True])
def test_figures_beside_points_of_longer_spans_have_room(frames: int, narrow: bool) -> None:
    names = [f"value {at}" for at in range(frames)]
    svg = charts.svg(charts.frame_spans(in_spans(*names), frames=names, narrow=narrow))
    found = list(figures_at(ET.fromstring(svg)))
    for _, row in itertools.groupby(sorted(found), key=lambda place: round(place[0])):
        across = [x for _, x in row]
        assert all(right - left > 26 for left, right in itertools.pairwise(across))
    assert len(found) == (6 * frames if frames == 2 or (not narrow and frames < 6) else 0)


def figures_at(element: ET.Element, y: float = 0, x: float = 0) -> Iterator[tuple[float, float]]:
    """Where the figures beside points stand: down, across."""
    for moved in re.findall(r"translate\(([-\d.]+),([-\d.]+)\)", element.get("transform", "")):
        x, y = x + float(moved[0]), y + float(moved[1])
    if element.get("font-weight") == "600" and re.fullmatch(r"\d+%", element.text or ""):
        yield y, x
    for child in element:
        yield from figures_at(child, y, x)


def test_a_study_of_comments_alone_has_no_panel_of_publications_and_letters_of_one_size() -> None:
    alone = charts.svg(charts.frame_spans(in_spans("heroic", "collective", genres=("comment",))))
    both = charts.svg(charts.frame_spans(in_spans("heroic", "collective")))
    widths = [float(re.findall(r'width="([\d.]+)"', svg)[0]) for svg in (alone, both)]
    assert widths[0] == pytest.approx(widths[1], rel=0.1)
    assert "Publications" not in texts(ET.fromstring(alone))


def test_the_whole_of_a_study_is_named_among_corrected_shares() -> None:
    rows = in_spans("heroic", "collective").assign(measure="corrected", labels=40)
    whole = table(point("2009–2023", "heroic", "comment")).assign(measure="corrected", labels=90)
    rows = rows[rows["genre"] == "comment"]
    svg = drawn(charts.corrected_shares(pd.concat([rows, whole]), whole="2009–2023"))
    assert any("all years" in told for told in texts(svg))
    assert "Publications" not in texts(svg)
