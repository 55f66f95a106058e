"""Feeds: an entry is a publication, read from bytes alone."""

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadtext.errors import SourceError
from leadtext.reading import read_pages
from leadtext.reading.feed import read_feed
from leadtext.records import Page

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Slow Review</title><link>https://slow.example.org/</link><language>en-GB</language>
<item><title>Late trains &amp; loud men</title><link>https://slow.example.org/late</link>
<guid isPermaLink="false">https://slow.example.org/?p=12</guid><dc:creator>Hollis Umber</dc:creator>
<pubDate>Tue, 03 Mar 2015 23:14:00 -0500</pubDate>
<description>The 7.42 has been late every day [&#8230;]</description>
<content:encoded><![CDATA[<h2>A heading</h2><p>The 7.42 has been late<br>every day.</p>
<ul><li>Monday</li><li>Tuesday</li></ul>
<figure><img src="x"><figcaption>A train</figcaption></figure><script>alert(1)</script>
<p>The post <a href="#">Late trains</a> appeared first on <a href="#">The Slow Review</a>.</p>
]]></content:encoded></item>
<item><title>Short</title><guid>g2</guid>
<description>Only a summary &lt;b&gt;of it&lt;/b&gt;.</description><pubDate>soon</pubDate></item>
<item><title>Picture of the week</title><description></description></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Kesselbuch</title>
<entry><title>Führung ohne Chef</title><id>urn:uuid:1</id><link href="https://k.example.org/1"/>
<updated>2016-03-04T10:00:00Z</updated><published>2016-03-03T10:00:00Z</published>
<author><name>Annegret Tolksdorf</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>Erster Absatz.</p><p>Zweiter.</p></div></content></entry></feed>"""

COMMENTS = """<rss version="2.0"><channel><title>Comments on: Late trains</title>
<item><title>By: Ffion</title><guid>c2</guid><author>Ffion</author>
<pubDate>Fri, 13 Mar 2015 10:00:00 +0000</pubDate><description>Greasing is leadership.</description></item>
<item><title>By: Salt</title><guid>c1</guid><author>Salt</author>
<pubDate>Tue, 03 Mar 2015 10:00:00 +0000</pubDate><description>My father was that man.</description></item>
</channel></rss>"""


def test_an_entry_is_a_publication_with_its_full_text():
    late, short, rest = read_feed(RSS.encode(), "feed.xml")
    publication = late.publication
    assert publication.text == "The 7.42 has been late every day.\n\nMonday\n\nTuesday"
    assert (publication.title, publication.author) == ("Late trains & loud men", "Hollis Umber")
    assert (str(publication.date), publication.key) == ("2015-03-03", "https://slow.example.org/?p=12")
    assert (publication.address, publication.place) == ("https://slow.example.org/late", "entry 1")
    assert short.publication.text == "Only a summary of it."
    assert (short.publication.date, short.publication.key, short.publication.address) == (None, "g2", None)
    assert [(note.what, note.why) for note in rest.left_out] == [("Picture of the week", "entry without a text")]


def test_role_and_organisation_of_a_saved_feed_s_writers_have_places_of_their_own():
    line = "Hollis Umber, medical director, Fenwick Trust"
    page, *_ = read_pages(RSS.replace("Hollis Umber", line).encode(), "feed.xml")
    writer = (page.publication.author, page.publication.role, page.publication.organisation)
    assert writer == ("Hollis Umber", "medical director", "Fenwick Trust")


def test_atom_is_read_as_well_in_any_character_set():
    for charset in ("utf-8", "utf-16"):
        (page,) = read_feed(f'<?xml version="1.0" encoding="{charset}"?>{ATOM}'.encode(charset), "feed.atom")
        assert page.publication.title == "Führung ohne Chef"
        assert page.publication.text == "Erster Absatz.\n\nZweiter."
        assert (str(page.publication.date), page.publication.author) == ("2016-03-03", "Annegret Tolksdorf")


def test_a_feed_of_comments_gives_comments_from_the_oldest_on():
    (page,) = read_feed(COMMENTS.encode(), "comments.xml")
    assert page.publication is None
    assert [(comment.author, comment.kind) for comment in page.comments] == [("Salt", "comment"), ("Ffion", "comment")]
    assert page.comments[0].title == ""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"https://example.org/feed.xml",
        b"/etc/passwd",
        b"<html><body><p>A page</p></body></html>",
        b"<rss version='2.0'><channel><title>Empty</title></channel></rss>",
        b"\x00\x01\x02<",
        RSS.encode()[:150],
    ],
)
def test_what_is_no_feed_is_refused_by_name(data):
    with pytest.raises(SourceError, match=r"odd\.xml"):
        read_feed(data, "odd.xml")


HOSTILE = {
    "entities": '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><rss version='2.0'><channel><item><title>x</title><description>&j;</description></item></channel></rss>",
    "external": '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item>'
    "<title>x</title><description>see &a;</description></item></channel></rss>",
    "nesting": "<rss version='2.0'><channel><item><description>"
    + "&lt;div&gt;" * 20_000
    + "deep</description></item></channel></rss>",
    "tags": "<rss version='2.0'><channel>" + "<item>" * 20_000,
    "unclosed": "<rss version='2.0'><channel><item><description>" + "<" * 100_000,
    "ampersands": "<rss version='2.0'><channel><item><description>"
    + "&" * 100_000
    + "</description></item></channel></rss>",
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_a_hostile_feed_ends_in_bounded_time_and_tells_no_secrets(attack):
    start = time.process_time()
    pages: list[Page] = []
    with contextlib.suppress(SourceError):
        pages = read_feed(HOSTILE[attack].encode(), "hostile.xml")
    assert time.process_time() - start < 10
    texts = [page.publication.text for page in pages if page.publication is not None]
    assert all("root:" not in text and len(text) < 1_000_000 for text in texts)


@settings(max_examples=100, deadline=3_000)
@given(st.sampled_from([RSS, ATOM, COMMENTS]), st.binary(max_size=30), st.integers(0, 3_000), st.integers(0, 60))
def test_any_damage_gives_pages_or_a_refusal(feed, noise, place, cut):
    data = feed.encode()
    place %= len(data)
    with contextlib.suppress(SourceError):
        assert all(isinstance(page, Page) for page in read_feed(data[:place] + noise + data[place + cut :], "any.xml"))
