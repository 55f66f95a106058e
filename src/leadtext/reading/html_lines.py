"""Lines among an article's paragraphs that are none of it: bylines, datelines, prompts, the last on its author."""

from __future__ import annotations

import re

from leadtext.reading.comments.interface import is_interface_line
from leadtext.reading.comments.names import without_dates
from leadtext.reading.html_bylines import CORRESPONDENT
from leadtext.reading.html_labels import is_signature

__all__ = ["NOTED", "ends_on_author", "is_aside", "is_byline", "is_dateline", "is_house_rule", "is_worth_a_note"]

NOTED = 120
"""Characters of what is left out that a note of it gives."""

LEAST_WORDS_NOTED = 4


def is_worth_a_note(words: str) -> bool:
    """Whether anybody would miss some words: buttons and labels are fewer."""
    return len(words.split()) >= LEAST_WORDS_NOTED


LONGEST_AUTHOR_LINE = 400
"""Characters of a last paragraph that tells who wrote the article."""

_IS_SOMEBODY = (
    "is|writes|lives|works|teaches|ist|schreibt|lebt|arbeitet|est|vit|écrit|travaille|es|escribe|vive|trabaja"
)


def ends_on_author(paragraph: str, author: str) -> bool:
    """Whether a last paragraph tells of whoever wrote the article: "Anna Berg writes from Hull and keeps bees." """
    if len(paragraph) > LONGEST_AUTHOR_LINE:
        return False
    names = "|".join(re.escape(name) for name in author.split(" and ") if " " in name)
    return bool(names) and re.match(rf"(?:{names}),?\s+(?:{_IS_SOMEBODY})\b", paragraph) is not None


LONGEST_BYLINE = 160
"""Characters; what is longer is prose, whatever it begins with."""

MOST_NAME_WORDS = 6
"""Words that may be left of a byline once its date is taken out: "Anna Maria von der Heide"."""

# "Posted on 1 May by", "Von", "Submitted by": what a byline begins with.
_BYLINE_BEGIN = re.compile(
    r"^\W*(?:by|von|par|por|(?:posted|published|submitted|written|ver[öo]ffentlicht|geschrieben|eingereicht"
    r"|publi[ée]|post[ée]|soumis|[ée]crit|publicado|enviado|escrito)\b)",
    re.IGNORECASE,
)
_POSTED_BY = re.compile(r"^(?:posted|submitted|published|written)\s+by\s+\S", re.IGNORECASE)
_BYLINE_WORDS = re.compile(
    r"\b(?:by|on|at|in|and|last|first|posted|published|submitted|written|updated|date|author|admin|staff"
    r"|von|am|um|uhr|und|ver[öo]ffentlicht|geschrieben|eingereicht|datum|autor(?:in)?"
    r"|par|le|à|et|publi[ée]|post[ée]|soumis|[ée]crit|auteur|por|el|y|publicado|enviado|escrito"
    r"|cr[ée][ée]|mis\s+(?:à\s+jour|en\s+ligne)|modifi[ée]|actualizado|creado|erstellt|aktualisiert|ge[äa]ndert|stand|created|modified|h)\b",
    re.IGNORECASE,
)


_IN_BRACKETS = re.compile(r"\s*\[[^\[\]]{2,60}\]\s*$")
"""The sections behind a writer's name: "by Anna Berg [Design, Play]"."""

# "by (Anna Berg) | The Gazette", "(Anna Berg) - Le Phare de l'Ouest": capitals, and no sentence
_PAPER_BEHIND = re.compile(
    r"(?i:(?:by|von|par|por)\b)?\s*[|–—-]\s*(?=[^\W\d_a-zß-ÿ])(?:[^\W\d_a-zß-ÿ][\w'’.-]*|(?i:(?:de|du|des|la|le|les|del|los|las|der|die|das|of|the|and|und|et|y|für)|[ld]['’][\w-]+))"
    r"(?:\s+(?:[^\W\d_a-zß-ÿ][\w'’.-]*|(?i:(?:de|du|des|la|le|les|del|los|las|der|die|das|of|the|and|und|et|y|für))|[ld]['’][\w-]+)){0,5}"
)
"""The paper's name behind that of the article's writer."""


def is_byline(line: str, author: str | None) -> bool:
    """Whether a line only says who wrote the article and when: nothing, or a name behind "by", is left without that."""
    if len(line) > LONGEST_BYLINE:
        return False
    dateless = without_dates(line)
    rest = dateless
    for name in author.split(" and ") if author is not None else []:
        rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", rest, flags=re.IGNORECASE)
    says_who_or_when = rest != line
    if author is not None and _POSTED_BY.match(line) and line.split(maxsplit=2)[2].startswith(author):
        return True
    if author is not None and rest != dateless and CORRESPONDENT.fullmatch(line) is not None:
        return True
    if author is not None and rest != dateless and is_signature(line, author):
        return True
    rest = _IN_BRACKETS.sub("", rest) if rest != dateless else rest
    if author is not None and rest != dateless and _PAPER_BEHIND.fullmatch(rest.strip()) is not None:
        return True
    rest = _BYLINE_WORDS.sub(" ", rest)
    words = re.findall(r"[^\W_]+", rest)
    if says_who_or_when and not words:
        return True
    # Somebody's name that was not taken for the author's: told by the date beside it.
    named = words and len(words) <= MOST_NAME_WORDS and all(word[:1].isupper() for word in words)
    return bool(named) and dateless != line and _BYLINE_BEGIN.match(line) is not None


def is_dateline(line: str) -> bool:
    """Whether a first line is a date and a few words that are no sentence: "Ann Lee, health editor, 3 May 2012"."""
    dateless = without_dates(line)
    return dateless != line and len(dateless.split()) <= MOST_NAME_WORDS and not line.endswith((".", "!", "?", ":"))


_ASIDE_LINE = re.compile(
    r"""^(?:
    (?:read|see)\s+(?:more|also|next)\b.{0,150} | related(?:\s+(?:posts?|articles?|stories|topics?
      |content))?\s*:?.{0,100}
    | (?:lesen\s+sie\s+auch|mehr\s+zum\s+thema|auch\s+interessant|das\s+k[öo]nnte\s+(?:sie|dich).{0,40}
      |weiterlesen|verwandte\s+(?:artikel|beitr[äa]ge)|[äa]hnliche\s+beitr[äa]ge)\b.{0,120}
    | (?:à\s+lire\s+(?:aussi|[ée]galement)|lire\s+aussi|articles?\s+similaires?)\b.{0,120} | (?:leer\s+m[áa]s
      |lea\s+tambi[ée]n|te\s+puede\s+interesar|art[íi]culos?\s+relacionados?)\b.{0,120}
    | (?:share|teilen|partager|compartir)(?:\s+(?:this|on|via|diesen|auf|cet|sur|en|mit)\b.{0,60})?
    | (?:sign\s+up|subscribe)\s+(?:to|for)\b.{0,120} | (?:newsletter\s+abonnieren|melde[n]?\s+(?:sie\s+sich
      |dich)\s+.{0,40}newsletter).{0,80}
    | (?:recibe|suscr[íi]bete|ap[úu]ntate|recevez|abonnez-vous|inscrivez-vous|erhalten\s+sie|abonnieren\s+sie
      |hol\s+dir)\b.{0,160}\b(?:newsletters?|bolet[íi]n|lettre\s+d['’]information|infolettre|rundbrief)\b.{0,120}
    | (?:sendung|(?:first\s+)?broadcast|[ée]mission|emisi[óo]n)\s*:\s.{0,100}\d{1,2}[.:h]\d\d.{0,12}
    | (?:photo|image|picture|foto|bild|cr[ée]dits?|copyright)\s*(?:credit|by|von|de)?\s*:.{0,120}
    | (?:quelle|bildquelle|source|fuente)s?\s*:.{0,100} | .{0,60}[–|(-]\s*(?:photo|image|picture|foto|bild
      |quelle|source|cr[ée]dits?)s?\s*:.{0,80}
    | (?:want|sign\s+up|subscribe|get|join|start|never\s+miss)\b.{0,160}\b(?:newsletters?|subscri\w+
      |mailing\s+list|inbox)\b.{0,120}
    | (?:kategorisiert|abgelegt|ver[öo]ffentlicht|verschlagwortet|publi[ée]|class[ée]|publicado
      |archivado)\s+(?:unter|in|mit|dans|en|sous)\b.{0,160}
    | \d+\s+(?:points?|votes?|views?|comments?|kommentare|commentaires|comentarios)\b.{0,80}
    | (?:average|moyenne|durchschnitt|rating|bewertung|note|valoraci[óo]n)\b.{0,60}\d(?:[.,]\d+)?\s*/\s*\d+\W*
    | (?:comments?|kommentare?|commentaires?|comentarios?)\s*(?::\s*|[(\[]\s*)\d{1,5}[)\]]?
    | (?:page|seite|p[áa]gina)\s*:?\s*(?:[(\[]?\d{1,3}[)\]]?\W*){1,9}
    | (?:[^.!?]{0,60}\s)?(?:page|seite|p[áa]gina|strona)\s+\d{1,3}\s+(?:of|von|de|sur|z|/)\s+\d{1,3}
    | \W*(?:download|get|try|install|laden\s+sie|t[ée]l[ée]charge[rz]|descarg(?:a|ue|ar)|pobierz)\s+(?:\S+\s+){0,6}?
      (?:l['’])?(?:apps?|appli(?:cation)?s?|aplicaci[óo]n|aplikacj[ęe])\b[^.!?]{0,90}
    | [^.!?©]{0,40}©[^.!?]{0,80}
    | .{0,180}\s(?:foto|photo|bild|picture|zdj[ęe]cie)\s?:
      \s(?-i:[A-ZÀ-Þ][\w.'’-]+(?:\s[A-ZÀ-Þ][\w.'’-]+){1,2})(?:\s?/\s?\S{2,12})?
    | .{0,120}\|\s*\d+\s+(?:comments?|kommentare?|commentaires?|comentarios?) | \[[^\[\]]{1,60}\|[^\[\]]{1,60}\]
    | (?:the\s+comments\s+are\s+(?:owned|the\s+property)|f[üu]r\s+den\s+inhalt\s+der\s+kommentare\s+sind
      |les\s+commentaires\s+appartiennent|los\s+comentarios\s+(?:publicados\s+)?son\s+(?:propiedad|de\s+(?:exclusiva\s+)?responsabilidad)
      |(?:publikowane\s+)?komentarze\s+s[ąa]\s+prywatnymi|les\s+(?:commentaires|r[ée]actions)\s+sont\s+mod[ée]r[ée]e?s)\b.{0,200}
    | (?:to|in\s+order\s+to)\s+(?:see|read|add|post|leave|write)\b.{0,40}\bcomments?\b.{0,40}
      \b(?:sign|log)(?:ged|ed)?\s?in\b.{0,20}
    | (?:pour|afin\s+de)\s+(?:lire|voir|publier|[ée]crire|r[ée]agir|commenter)\b.{0,60}
      \b(?:identifi|connect|inscri)\w+(?:-vous)?\b.{0,30}
    | (?:um|zum)\s.{0,30}(?:kommentieren|kommentare)\b.{0,40}\b(?:anmelden|einloggen|melden\s+sie\s+sich)\b.{0,20}
    | (?:para|por)\s+(?:ver|leer|comentar|escribir)\b.{0,60}\b(?:reg[íi]str\w+|iniciar?\s+sesi[óo]n|identif\w+)\b.{0,30}
    | (?:aby|zaloguj\s+si[ęe],?\s+aby)\s+(?:\w+\s+){0,3}?(?:komentowa[ćc]|doda[ćc]\s+komentarz|skomentowa[ćc])\b.{0,40}
    | (?:©|copyright\s+(?:©\s*)?(?=\d{4})|\(c\)\s*(?=\d{4})).{0,240} | more\s+(?:from|on|about)\s.{0,150}(?<![.!?])
    | be\s+the\s+first\s+to\s.{1,40} | no\s+(?:labels|tags|categories)
    | (?:older|newer|previous|next|«|‹|←)\W+(?:posts?|entries|entry|articles?)?.{0,120}(?:newer|next|»|›|→)\W*
    | (?:advertisement|anzeige|werbung|publicit[ée]|publicidad) | ads\s+(?:by|go|help|keep|are|from)\b.{0,60}
    | (?:posted|filed)\s+(?:in|under)\b.{0,120}
      | (?:tags?|topics)\s*:.{0,200} | first\s+(?:posted|published)
      | (?:kategorien?|categor(?:y|ies)|schlagw[öo]rter)\s*:.{0,200}
    )$""",
    re.IGNORECASE | re.VERBOSE,
)


# "Related work on the subject is thin.", which is said of something, and names no other article.
_RELATED_SENTENCE = re.compile(
    r"related\s+(?!(?:posts?|articles?|stories|topics?|content)\s*:)[^:|]{20,}[.!?]$", re.IGNORECASE
)


def is_aside(line: str, title: str) -> bool:
    """Whether a line is about the page, such as "Read more", or repeats the title."""
    if len(line) < 250 and _ASIDE_LINE.match(line) is not None and _RELATED_SENTENCE.match(line) is None:
        return True
    return is_interface_line(line) or (bool(title) and line == title)


LONGEST_RULE = 500
"""Characters of a paragraph in which a paper tells its readers how to comment."""

# A word for comments, and with it that they are their writers' own, that they are read before they are shown, or an
# order of the house to those who write them, as papers say it below an article.
_HOUSE_RULE = re.compile(
    r"""\b(?:user\s+)?comments\b.{0,120}\b(?:do\s+not|don['’]t)\s+(?:necessarily\s+)?(?:reflect|represent)\b
    | \bcomments\s+(?:are|will\s+be)\s+(?:pre-?|post-?)?moderated\b
    | \bplease\s+(?:read|follow|see)\s+our\s+(?:comment|community|house)\w*\s+(?:policy|rules|guidelines)\b
    | \bkommentare\b.{0,120}\b(?:geben|spiegeln|entsprechen)\b.{0,40}\bnicht\b.{0,80}\bmeinung\b
    | \bcommentaires\b.{0,120}\b(?:ne\s+refl[èe]tent\s+pas|n['’]engagent\s+que)\b
    | \bcomentarios\b.{0,120}\b(?:no\s+(?:reflejan|representan)|son\s+responsabilidad)\b
    | \bkomentarz\w*.{0,120}\bnie\s+(?:odzwierciedlaj|odpowiada|ponosi)\w*
    | \bкомментари\w+.{0,120}\bне\s+(?:отража|несет|несёт)\w*
    | \bhozzászólás\w*.{0,120}\bnem\b.{0,60}\btükrözi\w* | \bkulturáltan\b.{0,160}\bkommentelje\w*
    | مراجعة\s+التعليقات\s+قبل\s+نشرها | (?:الآراء|التعليقات)\s+الواردة\s.{0,30}لا\s+تعبر\s+عن
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SAID = re.compile(r"[\"“”„«»]|\b(?:said|says|sagte|a\s+dit|dijo)\b", re.IGNORECASE)


def is_house_rule(paragraph: str) -> bool:
    """Whether a last paragraph is what a paper asks of those who comment, and nobody's words on it."""
    if len(paragraph) > LONGEST_RULE or _SAID.search(paragraph) is not None:
        return False
    return _HOUSE_RULE.search(paragraph) is not None
