"""What class names, ids and tag names of comment markup say, in English, German, French and Spanish."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Naming", "naming_of", "word_set", "words_of"]


def word_set(words: str) -> frozenset[str]:
    """A set of words from a line of them."""
    return frozenset(words.split())


COMMENT_ROOTS = word_set(
    "comment comments cmt cmts comm kommentar kommentare commentaire commentaires comentario comentarios "
    "usercomment usercomments leserkommentar leserkommentare leserbrief leserbriefe lesermeinung "
    "lesermeinungen talkback feedbacks comentari reaccion reacciones "
    "komentarz komentarze komentarzy komentar komentare komentari komment kommentek hozzaszolas hozzaszolasok commento "
    "commenti reactie reacties kommentarer kommentaren coment"
)
"""Words that alone say that an element is a comment."""

POST_ROOTS = word_set(
    "post posts message messages msg reply replies answer answers antwort antworten beitrag posting "
    "postings reponse reponses respuesta respuestas response responses mensaje mensajes reaction "
    "reactions discussion"
)
"""Words that name a forum's posts or answers, but also articles and buttons: they need an author and a date beside."""

PLURALS = word_set(
    "comments cmts kommentare commentaires comentarios usercomments leserkommentare leserbriefe "
    "lesermeinungen feedbacks reacciones posts messages replies answers antworten postings reponses "
    "respuestas responses mensajes reactions discussion "
    "komentarze komentarzy komentare komentari kommentek hozzaszolasok commenti reacties kommentarer kommentaren"
)

LIST_WORDS = word_set(
    "list liste lista area section sections thread threads tree holder container containers wrap wrapper "
    "group feed stream panel pane module region zone ul ol tab tabs box main all inner outer bereich "
    "rubrik blocks block index children child items rows page pages template comments toplevel roots view"
)
"""Behind a root in the plural, or alone behind "comment": what holds comments."""

ITEM_WORDS = word_set(
    "item single entry node row card element unit li div article parent root level depth even odd alt "
    "container wrap wrapper box inner block panel post thread regular main full message object view "
    "holder one eintrag"
)
"""Behind "comment": still the whole comment."""

LOOSE_WORDS = word_set("thread container wrap wrapper box inner block panel main full object view holder row")

ITEM_ENDS = word_set("item entry single element card node li eintrag")
"""Behind a root in the plural: one of them ("comments__item")."""

AUTHOR_WORDS = word_set(
    "author authors authorname fn nickname nick username user who commenter commentator poster creator "
    "auteur autor autora verfasser name nom nombre usuario pseudo handle displayname byline screenname "
    "member attribution postername displayed pseudonym benutzer benutzername nutzer nutzername usuaria "
    "firma by autore autorka nome nev naam namn jmeno uzytkownik gebruiker"
)
DATE_WORDS = word_set(
    "date dates datetime time timestamp datum fecha heure zeit uhrzeit published posted ago when created "
    "submitted dateline postdate pubdate metadata permalink age relativetime timeago zeitpunkt hora dato"
)
BODY_WORDS = word_set(
    "content contents body text texte texto message msg copy copytext md prose bbwrapper description commtext "
    "contenu contenido inhalt cuerpo corps excerpt paragraph words richtext tresc szoveg testo tekst conteudo obsah"
)
META_WORDS = word_set(
    "meta info infos header head heading head footer foot avatar avartar gravatar photo picture image img "
    "thumb thumbnail actions action links link button buttons form count counter number num title titel "
    "subject betreff rating ratings vote votes voting like likes dislike score karma stars edit permalink "
    "nav navigation pagination pager notes note options option menu tools toolbar icon badge badges flag "
    "report share signature sig footerline details left right top bottom side profile userinfo rank "
    "reputation stats status statistics location controls control toggle says respond login quote reply "
    "show hide more load excerpt toggler label labels tag tags url website site image cite pingback "
    "trackback moderation moderate subscription subscribe rss"
)
PARTS_BEFORE = word_set(
    "cabecera cuerpo pie texto fecha autor nombre titulo encabezado numero foto datos acciones votos contenido "
    "corps entete pied texte date auteur nom titre numero contenu kopf fuss datum titel inhalt autorin "
    "body text content header footer head foot meta info time avatar title actions"
)
"""Right before "comment" and nothing behind: a part of one, named as Spanish and French name it."""

FORM_WORDS = word_set(
    "form forms formular formulaire formulario respond textarea notes editor replybox submit captcha "
    "consent cookies login register signup subscribe subscription policy rules netiquette template "
    "noscript closed disabled empty"
)
RECENT_WORDS = word_set(
    "recent recents recentcomments latest neueste neuste neueste letzte derniers dernieres recientes "
    "ultimos ultimas lastcomments latestcomments"
)
REVIEW_WORDS = word_set(
    "reviews testimonial testimonials bewertungen rezensionen kundenmeinungen resenas liveticker liveblog "
    "ticker newsticker"
)

LIVE_WORDS = word_set("blog ticker post posts entry entries update updates coverage report eintrag")
"""Beside "live": an editor's entry of the hour."""

PING_WORDS = word_set("pingback pingbacks trackback trackbacks ping pings webmention webmentions linkback linkbacks")

CHILD_WORDS = word_set(
    "children child replies reply responses answers antworten indented indent nested nest sub subcomments "
    "reponses respuestas descendants followups hijos"
)

ANSWER_WORDS = word_set("answer antwort reponse respuesta")
"""Behind "comment": an answer to one, where it has an author and a date; "reply" is the button."""

_SINGULARS = COMMENT_ROOTS - PLURALS
_GLUED = re.compile(
    r"^(?P<root>comments?|kommentare?|commentaires?|comentarios?|post|posts|message|user|author|reply|answer|response)"
    r"(?P<rest>[a-z]{2,})$"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SPLIT = re.compile(r"[^a-z0-9]+")
_DIGITS = re.compile(r"\d+")
_STYLED_TEXT = re.compile(
    r"(?<!\S)text-(?:(?:xs|sm|md|lg|xl|base|left|right|center|start|end|break|wrap|nowrap|truncate|muted|reset|black|white|dark"
    r"|light|body|primary|secondary|success|info|warning|danger|bold|italic|uppercase|lowercase|capitalize)|\w+-\d{2,3})(?!\S)"
)
"""Classes of style sheets such as Bootstrap and Tailwind: how words look, not whose or what they are."""
_GLUED_RESTS = (
    LIST_WORDS
    | ITEM_WORDS
    | META_WORDS
    | FORM_WORDS
    | AUTHOR_WORDS
    | DATE_WORDS
    | BODY_WORDS
    | {"metadata", "id", "bit", "row"}
)


_WHOLE_WORDS = AUTHOR_WORDS | DATE_WORDS | COMMENT_ROOTS | POST_ROOTS | RECENT_WORDS


@dataclass(frozen=True, slots=True)
class Naming:
    """What an element's class and id say about it.

    Attributes:
        words: every word of class and id.
        item: it is a whole comment.
        loose: it is one by a name that also stands for what holds all comments ("comment-wrapper").
    number: the digits of an id such as comment-123.
        weak: it may be a forum's post or an answer.
        part: it is a part of a comment (its author, its text, its buttons).
        container: it holds comments.
        form: it is the form for a new comment.
    """

    words: frozenset[str]
    item: bool = False
    loose: bool = False
    number: str | None = None
    weak: bool = False
    part: bool = False
    container: bool = False
    form: bool = False


@lru_cache(maxsize=8192)
def words_of(token: str) -> tuple[str, ...]:
    """The words of a class name or id: "commentAuthor-name2" gives comment, author, name."""
    words: list[str] = []
    for word in _SPLIT.split(_CAMEL.sub(" ", _STYLED_TEXT.sub("", token)).lower()):
        word = _DIGITS.sub("", word)
        if not word:
            continue
        glued = _GLUED.match(word) if word not in _WHOLE_WORDS else None
        if glued is None and len(word) > 3 and word.endswith("msg"):
            words += [word[:-3], "msg"]  # "kmsg": a message's text, behind the program's own letter
        elif glued is not None and glued["rest"] in _GLUED_RESTS:
            words += [glued["root"], glued["rest"]]
        else:
            words.append(word)
    return tuple(words)


_NUMBERED = re.compile(
    r"^(?:[a-z]+[-_])*(?:comment|cmt|comm|commentaire|comentario|kommentar|com|forum|post|msg|message|p|c|reply|answer)"
    r"(?:[-_]?id)?[-_]?(?P<number>\d{1,20}(?:[-_]\d+)?)$",
    re.IGNORECASE,
)
_CONTENT_ELEMENTS = word_set("csc frame")
"""The class of a part of a page in TYPO3, which numbers them "c212"."""
_LONE = re.compile(r"^(?:c|com|cmt|forum|comm)[-_]?\d{2,}$", re.IGNORECASE)


@lru_cache(maxsize=8192)
def naming_of(classes: str, ident: str) -> Naming:
    """What an element with this class and id is, as far as these tell."""
    item = weak = part = container = form = sure = writer = published = False
    number: str | None = None
    words: set[str] = set()
    items = 0
    tokens = classes.split()[:40]
    if "hentry" in tokens or "type-post" in tokens:
        # what a blog's entry is about: "tag-comments" on an article about comments
        tokens = [token for token in tokens if not token.startswith(("tag-", "category-"))]
    for token in tokens:
        kind, token_words = _kind_of(token)
        if kind == "state":
            continue  # a comment that "has-replies" is no list of replies, a page "with-comments" is no comment
        words.update(token_words)
        item |= kind in ("item", "loose")
        sure |= kind == "item"
        items += kind == "item"
        weak |= kind == "weak"
        by_whom = kind == "part" and bool({"by"}.intersection(token_words[:-1]) and token_words[-1] in AUTHOR_WORDS)
        items += by_whom
        writer |= by_whom or (kind == "part" and token_words[-1] == "author")
        part |= kind == "part" and not by_whom and token_words[-1] not in ("author", "published")
        published |= kind == "part" and token_words[-1] == "published"
        container |= kind == "container"
        form |= kind == "form"
    # "comment comment-even comment-author", "comment comment-by-node-author": the whole one, by the article's author
    part |= writer and items < 2
    # "comment comment-published", which Drupal calls all that isn't held back; alone it is the day
    part |= published and not items
    item_by_class = item
    if ident:
        kind, token_words = _kind_of(ident)
        words.update(token_words)
        numbered = _NUMBERED.match(ident)
        if numbered is not None:
            number = numbered["number"]
            lone = kind is None and _LONE.match(ident) is not None and not words & _CONTENT_ELEMENTS
            if kind in ("item", "loose") or lone:
                item = sure = True
            elif kind == "weak":
                weak = True
        elif kind is not None and not item_by_class:
            part |= kind == "part"
            container |= kind == "container"
            item |= kind in ("item", "loose")
            sure |= kind == "item"
        form |= kind == "form"
    if part and not (item and number is not None):
        item = False
    return Naming(
        frozenset(words), item, item and not sure, number, weak and not part, part, container and not item, form
    )


@lru_cache(maxsize=8192)
def _kind_of(token: str) -> tuple[str | None, tuple[str, ...]]:
    words = words_of(token)
    if words[1:] and words[-1] == "style":
        words = words[:-1]
    root_at = next((i for i, word in enumerate(words) if word in COMMENT_ROOTS), None)
    strong = root_at is not None
    if root_at is None:
        root_at = next((i for i, word in enumerate(words) if word in POST_ROOTS), None)
    if root_at is None:
        return None, words
    if strong and words[root_at] in PLURALS:
        # "tx-comments-comment-head": a program's name before the comment's
        root_at = next((i for i, w in enumerate(words) if i > root_at and w in _SINGULARS), root_at)
    before, rest = words[:root_at], words[root_at + 1 :]
    if strong and (FORM_WORDS.intersection(words) or {"add", "write", "leave", "no", "cancel"}.intersection(before)):
        return "form", words
    if {"has", "with"}.intersection(before):
        return "state", words
    if {"open", "type", "show", "count", "num"}.intersection(before):
        return "part", words
    root = words[root_at]
    if strong and not rest and before and before[-1] in PARTS_BEFORE:
        return "part", words
    if root in PLURALS:
        if rest and rest[-1] in ITEM_ENDS:
            return ("item" if strong else "weak"), words
        if not rest or set(rest) <= LIST_WORDS:
            return ("container" if strong else None), words
        return "part", words
    if not rest:
        return ("item" if strong else "weak"), words
    last = rest[-1]
    if strong and last in (
        "list",
        "liste",
        "lista",
        "area",
        "section",
        "tree",
        "threads",
        "children",
        "stream",
        "feed",
    ):
        return "container", words
    if rest[0] in CHILD_WORDS:
        return ("container" if strong and last in CHILD_WORDS and last != "reply" else None), words
    if last in BODY_WORDS or last in META_WORDS or last in DATE_WORDS or last in AUTHOR_WORDS:
        return "part", words
    if strong and rest[0] in ANSWER_WORDS and set(rest[1:]) <= ITEM_WORDS:
        return "weak", words
    if set(rest) <= ITEM_WORDS:
        return (("loose" if set(rest) & LOOSE_WORDS else "item") if strong else "weak"), words
    return None, words
