"""Newspapers' and portals' articles: who wrote them, when, under which headline, and what beside them is none of them.

Each rule has a page on which it would do harm.
"""

from __future__ import annotations

import pytest

from leadtext.reading.html import read_html
from leadtext.records import Piece
from reading.lamp_page import ARTICLE, HEADLINE

LONG = "".join(
    f"<p>{sentence * 3}</p>" for sentence in ("The pier keeper lit the lamp again. ", "Nobody had asked him to. ")
)


def page(head: str = "", body: str = "") -> str:
    title = "" if "<title>" in head else "<title>The lamp at the end of the pier</title>"
    return f"<html><head>{title}{head}</head><body>{body}</body></html>"


def publication(html: str) -> Piece:
    found = read_html(html.encode(), "paper.html").publication
    assert found is not None
    return found


def author(byline: str, head: str = "", title: str = HEADLINE) -> str | None:
    return publication(page(head, f"{title}{byline}{ARTICLE}{LONG}")).author


# --- authors ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "byline",
    [
        "By Anna Berg",
        "By: Anna Berg",
        "By Anna Berg Thursday, Aug. 12, 2010",
        "By Anna Berg More from this author",
        "By Anna Berg View author page",
        "By Anna Berg By Anna Berg",
        "By Anna Berg @annaberg",
        "By Anna Berg, Hull Daily Mail",
        "By Anna Berg in Hull",
        "By Anna Berg - Aug 13, 2010 6:00 AM ET",
        "By Anna Berg Gazette.com Archive",
        "By Anna Berg BBC News",
        "By Anna Berg Senior Political Correspondent",
        "Analysis by Anna Berg",
        "Автор: Anna Berg",
    ],
)
def test_a_byline_gives_the_name_alone(byline: str) -> None:
    assert author(f"<p class='byline'>{byline}</p>") == "Anna Berg"


@pytest.mark.parametrize(
    "name", ["Joe Friday", "Thomas More", "Guy In", "Michael R. Bloomberg", "Skip Berg", "Read Share", "Ana Service"]
)
def test_names_that_are_words_of_bylines_too_stay_whole(name: str) -> None:
    wanted = None if name == "Ana Service" else name
    assert author(f"<p class='byline'>By {name}</p>") == wanted


def test_several_writers_are_told_in_order_and_without_their_and() -> None:
    assert (
        author("<p class='byline'>By Anna Berg, Bo S.A. Li, and Cy Dee, CNN</p>")
        == "Anna Berg and Bo S.A. Li and Cy Dee"
    )
    marked = "<div class='author'>Par <b>ANNA BERG</b>, <b>BO LI</b> Envoyés spéciaux à Lille</div>"
    assert author(marked) == "ANNA BERG and BO LI"


@pytest.mark.parametrize(
    "company", ["PAP", "Grupa Molo", "AWR Molo Sp. z o.o.", "Pier Wire", "The Pier Post", "molo.pl"]
)
def test_no_company_is_an_author(company: str) -> None:
    head = f"<meta name='author' content='{company}'>"
    assert author("", head) is None
    assert author("<p>By Anna Berg</p>", head) == "Anna Berg", "a person in the text goes before an agency in the head"


def test_an_agency_in_linked_data_gives_way_to_the_person_in_the_text() -> None:
    data = (
        '<script type="application/ld+json">{"@type": "Article", "headline": "The lamp at the end of the pier",'
        '"author": {"@type": "Person", "name": "Pier Wire"}}</script>'
    )
    byline = "<div itemprop='author'>By: Pier Wire</div><div>Copyright Pier Wire</div><div><p>By Anna Berg</p></div>"
    assert author(byline, data) == "Anna Berg"


def test_a_link_in_running_text_is_no_writer() -> None:
    said = "<p>The lamp, which was bought long ago by <a href='/x'>Lena Mora</a>, was broken.</p>"
    assert author(said) is None
    assert author("<p>By <a href='/x'>Lena Mora</a> for the harbour page</p>") == "Lena Mora"


def test_another_articles_byline_elsewhere_on_the_page_names_nobody() -> None:
    film = "<div class='films'><div><div><div><p class='film-byline'>By Cy Dee</p></div></div></div></div>"
    body = (
        f"<div><div><div><div>{HEADLINE}<p class='entry-byline'>By Anna Berg</p></div>{ARTICLE}</div></div></div>{film}"
    )
    assert publication(page(body=body)).author == "Anna Berg"
    two = f"{HEADLINE}<ul><li class='writer'>Anna Berg</li><li class='writer'>Bo Li</li></ul>{ARTICLE}"
    assert publication(page(body=two)).author == "Anna Berg and Bo Li"


def test_a_name_alone_before_the_day_is_the_writers_but_no_sections() -> None:
    line = "<div class='bar'>{}<br>Thu, 14 May 2020 17:55 UTC</div>"
    assert author(line.format("Anna Berg")) == "Anna Berg"
    section = (
        "<ul class='all'><li><a href='/harbour'>Harbour News Desk</a></li><li><a href='/quay'>Quay Life</a></li></ul>"
    )
    assert author(line.format("Quay Life"), title=f"{section}{HEADLINE}") is None


def test_what_machines_and_readers_are_told_alike_goes_before_what_one_says() -> None:
    data = (
        '<script type="application/ld+json">{"@type": "Article", "headline": "The lamp at the end of the pier",'
        '"author": {"@type": "Person", "name": "Web Desk Upload"}}</script>'
    )
    both = "<meta name='author' content='Anna Berg'>"
    assert author("<p class='byline'>By Anna Berg</p>", data + both) == "Anna Berg"
    assert author("<p class='byline'>By Bo Li</p>", data.replace("Web Desk Upload", "Anna Berg")) == "Anna Berg"


def test_a_journal_in_a_system_for_many_is_its_owners() -> None:
    head = "<meta property='og:site_name' content='Anna Berg on Quill'><meta property='og:title' content='{}'>"
    assert author("", head.format("The lamp at the end of the pier • Anna Berg")) == "Anna Berg"
    assert author("", head.format("The lamp at the end of the pier").replace("Anna Berg on", "Eyes on")) is None


# --- titles -------------------------------------------------------------------------------------------------------------


def test_the_headline_is_what_machines_are_told_not_the_windows_title() -> None:
    head = "<meta property='og:title' content='How to pay dead banks'><title>What to do when a bank closes - Gazette</title>"
    body = f"<h2>How to pay dead banks</h2><h1>What to do when a bank closes</h1>{ARTICLE}"
    assert publication(page(head, body)).title == "How to pay dead banks"
    other = head.replace("How to pay dead banks", "Gazette of the harbour")
    assert publication(page(other, body)).title == "What to do when a bank closes"


def test_a_sites_name_glued_to_the_headline_is_none_of_it() -> None:
    head = (
        "<title>The lamp went out » Local » Pier Times</title><meta name='twitter:title' content='The lamp went out'>"
    )
    body = f"<h1><span>The lamp went out</span><a href='/pier.html'>Pier Times</a></h1>{ARTICLE}"
    assert publication(page(head, body)).title == "The lamp went out"
    own = head.replace("The lamp went out", "A day at Pier Times")
    assert publication(page(own, f"<h1>A day at Pier Times</h1>{ARTICLE}")).title == "A day at Pier Times"


def test_an_old_blogs_archive_is_no_headline() -> None:
    body = f"<h1><a href='/films/'>The Film Gang</a></h1><h2>Stand Up Lamps</h2>{ARTICLE}"
    assert (
        publication(page("<title>The Film Gang » Blog Archive » Stand Up Lamps</title>", body)).title
        == "Stand Up Lamps"
    )


def test_a_short_heading_before_a_long_site_name_is_the_headline() -> None:
    own = "".join(f"<a href='http://pedia.example/{n}'>page {n}</a>" for n in range(4))
    links = own + "<a href='http://other.example/'>Lamp</a>"
    body = f"<h1>Lamp</h1>{ARTICLE}{links}"
    assert publication(page("<title>Lamp - The encyclopedia that everybody writes</title>", body)).title == "Lamp"


def test_a_posting_without_a_headline_has_a_writer_and_no_title() -> None:
    found = publication(page('<title>Anna Berg on Twitter: "The lamp is lit again"</title>', ARTICLE))
    assert (found.title, found.author) == ("", "Anna Berg")
    told = publication(page("<title>Anna Berg on Twitter: how a keeper became famous</title>", ARTICLE))
    assert told.title.endswith("how a keeper became famous")


# --- days ---------------------------------------------------------------------------------------------------------------


def day(head: str = "", over: str = "", under: str = "", address: str = "") -> str:
    link = f"<link rel='canonical' href='{address}'>" if address else ""
    return str(publication(page(head + link, f"{over}{HEADLINE}{under}{ARTICLE}{LONG}")).date)


UTC = "<meta property='article:published_time' content='2015-04-07T03:42:00Z'>"


def test_the_day_is_that_of_the_pages_own_time_zone() -> None:
    assert day(UTC, under="<time datetime='2015-04-06 23:42:00-0400'>last night</time>") == "2015-04-06"
    assert day(UTC, under="<p>April 6, 2015 11:42 pm</p>") == "2015-04-06"
    assert day(UTC) == "2015-04-07"
    assert day(UTC, under="<time datetime='2015-04-05 23:42:00-0400'>another article</time>") == "2015-04-07"
    assert day(UTC.replace("T03", "T15"), under="<p>April 6, 2015 11:42 pm</p>") == "2015-04-07", (
        "no zone is so far west"
    )


def test_todays_day_in_the_sites_heading_is_no_articles() -> None:
    clock = "<div class='masthead'><div><span>Thursday, 9 January 2014</span></div></div>"
    assert day(over=clock, under="<p class='autor'>Anna Berg | Hull | 08/01/2014</p>") == "2014-01-08"
    assert day(over="<p>9 January 2014</p>") == "2014-01-09"


def test_the_pages_other_dates_tell_the_day_from_the_month() -> None:
    sent = "<meta name='publish_date' content='Thu, 06 Oct 2011 08:10:27 EST'>"
    assert day(sent, under="<p>10/5/11 09:19 PM</p>") == "2011-10-05"
    assert day(under="<p>10/5/11 09:19 PM</p>") == "2011-05-10", "British order where nothing tells"
    assert day(under="<p>10/5/11 09:19 PM</p><p>Lamps that we wrote of on <b>9/28/11</b></p>") == "2011-10-05"


def test_the_day_in_the_articles_own_address_is_its_day() -> None:
    own = "<p><a href='http://pier.example/2010/HARBOUR/08/13/lamp.end.pier/index.html'>Print</a></p>"
    assert day(under=f"<div>{own}</div>") == "2010-08-13"
    other = own.replace("lamp.end.pier", "queen.visits.town")
    assert day(under=f"<div>{other}</div>") == "None", "another article's address"
    assert day(address="http://pier.example/2010/08/13/x") == "2010-08-13"


def test_days_of_changes_wikis_and_other_articles_are_none() -> None:
    assert (
        day(under="<div>This page was last modified on 3 May 2012 at 10:20.</div>".replace("<div>", "<div><b></b>"))
        == "None"
    )
    wiki = "<meta name='generator' content='MediaWiki 1.23'>"
    assert (
        day(
            wiki,
            under="<table><tr><td>Founded</td><td><span class='bday published'>1998-09-04</span></td></tr></table>",
        )
        == "None"
    )
    others = "".join(f"<li><a href='/{n}'>A story of lamp {n}</a> by Bo Li ({n}/4/2005)</li>" for n in range(14, 18))
    assert publication(page(body=f"{HEADLINE}{ARTICLE}{LONG}<ul>{others}</ul>")).date is None


def test_months_in_further_languages_are_read_at_the_headline() -> None:
    assert day(under="<b>2015. augusztus 20., 11:16</b>") == "2015-08-20"
    assert day(under="<b>3 sierpnia 2015</b>") == "2015-08-03"


# --- the article's text -------------------------------------------------------------------------------------------------

TEASERS = "".join(
    f"<div class='item'><h3><a href='/{n}'>Another story of the town {n}</a></h3><p>Somebody did something else that day, number {n}, "
    f"and a reporter went there to see it.</p></div>"
    for n in range(4)
)
STORY = "".join(
    f"<p>The keeper told part {n} of his story, which is long and has no end that anybody knows of.</p>"
    for n in range(9)
)


def test_teasers_behind_the_articles_body_are_none_of_it() -> None:
    body = f"<div id='a'><div class='story'>{HEADLINE}{STORY}</div><div class='col'>{TEASERS}</div></div>"
    text = publication(page(body=body)).text
    assert "part 8 of his story" in text
    assert "Somebody did something else" not in text


def test_an_article_in_two_boxes_stays_whole() -> None:
    more = STORY.replace("part", "the second part").replace(
        "his story", "<a href='/w'>his story on the pier and the lamp</a>"
    )
    for second in (
        f"<div class='story'>{more}</div>",
        f"<div class='rest'>{STORY.replace('part', 'the second part')}</div>",
    ):
        text = publication(page(body=f"<div id='a'>{HEADLINE}<div class='story'>{STORY}</div>{second}</div>")).text
        assert "the second part 8" in text


def test_a_lead_that_was_lost_comes_back() -> None:
    lead = "Four days after the storm the keeper found the lamp in the sand, and nobody knows who had put it there."
    named = f"<div class='art-lead'>{lead}</div>"
    told = f"<meta name='description' content='{lead[:80]}'>"
    for head, block in (("", named), (told, f"<h2>{lead}</h2>")):
        text = publication(page(head, f"{HEADLINE}{block}<div class='story'>{STORY}</div>")).text
        assert text.startswith(lead)
        assert text.count(lead) == 1
    poll = f"<div class='lead'><p>Who lit it?</p><p>{lead}</p></div>"
    assert publication(page(body=f"{HEADLINE}{poll}<div class='story'>{STORY}</div>")).text.count(lead) <= 1


def test_copyrights_dialogues_and_more_from_lines_are_none_of_it() -> None:
    dialogue = "<div class='modal-container'><div class='modal'><p>There is something odd about your account, solve this.</p></div></div>"
    foot = "<p>© 2016 The Pier Press. All rights reserved.</p><p>More from the Pier: Get additional lamps</p>"
    text = publication(page(body=f"{dialogue}<div>{HEADLINE}{STORY}{foot}</div>")).text
    assert "odd about your account" not in text
    assert "All rights reserved" not in text
    assert "additional lamps" not in text
    kept = "<p>More from the harbour came home that year than ever before.</p>"
    assert "More from the harbour" in publication(page(body=f"<div>{HEADLINE}{STORY}{kept}</div>")).text


TITLES = ("The harbour is deep", "A ladder for the keeper", "Oil, and who pays for it", "The switch that would do")


def listed(links: str = "/s/") -> str:
    return "".join(f"<li><span>Again: </span><a href='{links}{n}'>{title}</a></li>" for n, title in enumerate(TITLES))


def test_a_list_of_other_articles_titles_behind_the_body_is_none_of_it() -> None:
    behind = f"<div class='col'><h2>Read these</h2><ul>{listed()}</ul></div>"
    text = publication(page(body=f"<div id='a'><article>{HEADLINE}{STORY}</article>{behind}</div>")).text
    assert "part 8 of his story" in text
    assert "A ladder for the keeper" not in text


def test_a_list_of_links_with_which_an_article_ends_stays() -> None:
    plain = "".join(f"<li>{title}, as the keeper said on the pier</li>" for title in TITLES)
    for held in (
        f"<article>{HEADLINE}{STORY}<ul>{listed()}</ul></article>",
        f"<article>{HEADLINE}<div>{STORY}</div><ul>{plain}</ul></article>",
    ):
        assert "A ladder for the keeper" in publication(page(body=f"<div id='a'>{held}</div>")).text


def test_a_paragraph_of_a_label_and_links_is_a_box_of_other_articles() -> None:
    links = "".join(f"<br><a href='https://example.org/{n}'>{title}</a>" for n, title in enumerate(TITLES))
    assert (
        "A ladder" not in publication(page(body=f"{HEADLINE}{STORY}<p><strong>เรื่องที่เกี่ยวข้อง</strong>{links}</p>")).text
    )
    elsewhere = links.replace("example.org/1", "example.com/1")
    sentence = f"<strong>The keeper</strong> read<br><a href='/1'>{TITLES[1]}</a><br><a href='/2'>{TITLES[2]}</a>"
    for kept in (f"<strong>Sources</strong>{elsewhere}", sentence):
        assert "A ladder" in publication(page(body=f"{HEADLINE}{STORY}<p>{kept}</p>")).text


@pytest.mark.parametrize(
    "rule",
    [
        "The comments below do not necessarily reflect the views of this paper.",
        "Die Kommentare der Leser geben nicht die Meinung der Redaktion wieder.",
        "Les commentaires n'engagent que leurs auteurs.",
        "A hozzászólások nem a lap nézeteit tükrözik.",
        "الآراء الواردة أدناه لا تعبر عن رأي الموقع",
    ],
)
def test_the_houses_rules_for_comments_are_none_of_the_article(rule: str) -> None:
    assert rule not in publication(page(body=f"{HEADLINE}{STORY}<p>{rule}</p>")).text
    assert rule in publication(page(body=f"{HEADLINE}<p>{rule}</p>{STORY}")).text


def test_what_somebody_says_of_comments_at_an_articles_end_stays() -> None:
    for said in (
        "Comments do not reflect what most readers think, the keeper said.",
        "“The comments don’t represent anybody,” she wrote to the paper.",
        "Most comments reflect what the town thinks of the lamp.",
    ):
        assert said in publication(page(body=f"{HEADLINE}{STORY}<p>{said}</p>")).text


def test_a_paragraph_that_a_box_in_it_ended_stays() -> None:
    words = (
        "Four days after the storm the keeper <b>found</b> the lamp in the sand, <i>whole</i>, and lit it where it lay."
    )
    broken = f"<p><div class='related'><h3>Related</h3><ul>{listed()}</ul></div>{words}</p>"
    text = publication(page(body=f"<div>{HEADLINE}<div>{broken}{STORY}</div></div>")).text
    assert text.startswith(
        "Four days after the storm the keeper found the lamp in the sand, whole, and lit it where it lay."
    )
    assert "A ladder for the keeper" not in text
    assert text.index("part 0") < text.index("part 8")
    line = f"<p></p><div>{STORY}</div>Pier Press, Hull<p>{'The keeper went home. ' * 9}</p>"
    assert "Pier Press" not in publication(page(body=f"<div>{HEADLINE}{line}</div>")).text
