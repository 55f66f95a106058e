"""A writer's line: the name, the role and the organisation in their own places."""

import pytest

from leadtext.reading import read_pages
from leadtext.reading.signatures import split_signature


@pytest.mark.parametrize(
    ("line", "name", "role", "organisation"),
    [
        (
            "J. Okafor, non-executive director, Westmere Trust",
            "J. Okafor",
            "non-executive director",
            "Westmere Trust",
        ),
        (
            "Posted 12 May 2011. Fiona Clegg, consultant anaesthetist, Royal Ferrybridge Hospital",
            "Fiona Clegg",
            "consultant anaesthetist",
            "Royal Ferrybridge Hospital",
        ),
        (
            "Editorial. Published 10 May 2011. Neil Abbot, reader in organisation studies",
            "Neil Abbot",
            "reader in organisation studies",
            None,
        ),
        ("By Anna Porter, ward manager at the Fenn Hospital", "Anna Porter", "ward manager", "Fenn Hospital"),
        ("Anna Berg, Oberärztin, Klinikum Ulm", "Anna Berg", "Oberärztin", "Klinikum Ulm"),
        ("Anne Petit, infirmière, CHU de Nantes | 3 mai 2011", "Anne Petit", "infirmière", "CHU de Nantes"),
        ("Ana Ruiz, enfermera", "Ana Ruiz", "enfermera", None),
        ("Jo Marsh, University of Fenn, Leeds", "Jo Marsh", None, "University of Fenn, Leeds"),
        ("Jo Marsh, CEO, BMA", "Jo Marsh", "CEO", "BMA"),
    ],
)
def test_a_line_tells_name_role_and_organisation(line, name, role, organisation):
    found = split_signature(line)
    assert (found.name, found.role, found.organisation) == (name, role, organisation)


@pytest.mark.parametrize(
    "line",
    [
        "Anna Berg, Dean Smith and Bo Marsh",
        "Anna Berg, Bo Porter",
        "Anna Berg, Hull",
        "Loïc, murailler",
        "Sumner, J.",
        "Jo Marsh, director of the Trust, says that we must act.",
        "Staff nurse, Leeds",
        "Consultant Anaesthetist, Royal Hospital",
        "I agree, the director of the Trust, as a member of the board, did it",
    ],
)
def test_what_names_no_role_and_no_organisation_for_sure_stays(line):
    assert split_signature(line) is None


PAGE = """<html><head><title>On leading from the ward</title></head><body>
<article><h1>On leading from the ward</h1><{byline}>
<p>The night sister has the only key to the blanket store, and she has decided for eleven winters who gets two of them,
and nobody has ever complained of her decisions in my time.</p>
<p>Nobody above band seven has ever been asked to make one of them, and I have been here for a long time to see it, as
have others on the board of this trust.</p></article>
<div id="comments"><h3>2 comments</h3>
<div class="comment"><h4>Two keys</h4><p class="meta">Posted 12 May 2011. Fiona Clegg, consultant anaesthetist, PhD, Royal Hospital</p>
<p>I keep the other key.</p></div>
<div class="comment"><div class="author">J. Okafor, non-executive director, Leeds</div><div class="date">13 May 2011</div>
<p>So there we are, with two keys, Jo Marsh, director, and one store.</p></div></div></body></html>"""


@pytest.mark.parametrize(
    "byline",
    [
        'p class="byline">By Bo Marsh, medical director, Fenwick Trust</p',
        'div class="author">Posted 12 May 2011. Bo Marsh, medical director, Fenwick Trust</div',
        'p class="author">Bo Marsh, medical director at the Fenwick Trust</p',
    ],
)
def test_the_writers_of_a_page_have_their_roles_and_organisations(byline):
    [page] = read_pages(PAGE.format(byline=byline).replace("<p class", "<p class").encode(), "page.html")
    article = page.publication
    assert (article.author, article.role, article.organisation) == ("Bo Marsh", "medical director", "Fenwick Trust")
    assert [(comment.author, comment.role, comment.organisation) for comment in page.comments] == [
        ("Fiona Clegg", "consultant anaesthetist", "Royal Hospital"),
        ("J. Okafor", "non-executive director", None),
    ]
    assert {note.what for note in page.left_out if note.why == "behind a writer's name"} == {"PhD", "Leeds"}


def test_two_writers_stay_two():
    page = PAGE.format(byline='p class="byline">By Bo Marsh and Ada Kestrel</p')
    article = read_pages(page.encode(), "page.html")[0].publication
    assert (article.author, article.role) == ("Bo Marsh and Ada Kestrel", None)


def test_a_comment_in_a_capture_has_its_role_too():
    text = (
        "The mop\n\nThe night sister has the only key to the blanket store, and she has decided for eleven winters who "
        "gets two.\n\n1 comment\n\nJo Marsh, ward manager, Fenn Hospital says:\n4 May 2011\nQuite so.\n"
    )
    [comment] = read_pages(text.encode(), "page.txt")[0].comments
    assert (comment.author, comment.role, comment.organisation) == ("Jo Marsh", "ward manager", "Fenn Hospital")
