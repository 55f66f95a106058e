"""Lines that a page wrote around a comment: buttons, counters, placeholders, names that are none."""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = [
    "LONGEST_ANNOUNCEMENT",
    "announced_comments",
    "is_anonymous",
    "is_interface_line",
    "is_placeholder",
    "letters_of",
    "plain_words",
    "strip_interface",
    "without_device",
    "without_joint",
    "without_numbering",
    "without_repeated_ends",
]

_INTERFACE = re.compile(
    r"""^[\W\d_]*(?:
    # buttons and links under a comment
    repl(?:y|ies)(?:\s+to\s.{0,60}|\s+with\s+quote)? | \d*\s*(?:repl(?:y|ies)|antwort(?:en)?|r[ée]ponses?|respuestas?)
    | (?:hide|show|view|see|load|read)\s.{0,25}(?:repl(?:y|ies)|comments?|more|thread)
    | (?:(?:you\s+(?:must|need\s+to|have\s+to)|please)\s+(?:be\s+)?)?(?:log(?:ged)?|sign(?:ed)?)[\s-]?in\s+to
      \s+(?:reply|(?:post\s|leave\s|make\s|add\s|write\s)?(?:an?\s)?(?:comment|reply))\b.{0,30}
    | (?:log|sign)\s?in\s+(?:here|now|first|(?:to|with|at)\s.{1,40})
    | (?:(?:log|sign)\s?(?:in|up)|register)(?:\s+(?:(?:or|/|\|)\s+)?(?:(?:log|sign)\s?(?:in|up)|register))*
    | (?:sich\s+)?(?:anmelden|registrieren|einloggen) | (?:se\s+)?connecter | connexion | s['’]inscrire | registrarse
      | quote | share(?:\s+this)?
      | (?:perma|direkt|(?:kommentar|comment|permanent)[-\s])?links? | permanenter\s+link
      | report\s+(?:this|abuse|(?:in)?appropriate|offensive|comment|content|post)\b.{0,70}
    | (?:enlace\s+al|lien\s+(?:vers|de)\s+(?:ce|le)|link\s+(?:zum|to\s+(?:this|the)))
      \s+(?:kommentar|coment?ario|commentaire|comment) | report(?:\s.{0,30})?
    | flag(?:\s+(?:as|this).{0,30})? | like[sd]? | unlike | dislike | (?:\d+\s*)?(?:people\s+)?(?:likes?
      |upvotes?|downvotes?|votes?|points?)(?:\sthis)?
    | up\s?vote | down\s?vote | vote\s+(?:up|down) | recommend(?:ed)?(?:\s*\(?\d+\)?)? | edit(?:ed)? | delete
      | save | parent | context
    | (?:helpful|useful)\??(?:\syes|\sno|\s?\(\d+\))* | more\s+options | copy\s+link | collapse | expand
      | subscribe | follow | unfollow
    | (?:add|write|post|send)\s+(?:(?:a|an|your|another|my)\s+)?(?:own\s+)?(?:comment|reply)
      | leave\s+a\s+(?:reply|comment) | post\s+a\s+(?:reply|comment)
      | continue\s+this\s+thread | load\s+more
    | (?:(?:offensive|inappropriate|unsuitable|abusive|abuse|spam|unacceptable)(?:,?\s+(?:or\s+)?(?=\S)|(?=\W*$)))+
    | (?:proudly\s+)?powered\s+by\s.{1,40} | alert\smoderator | give\s+(?:award|gold) | top | back\s+to\s+top
    | says | said | wrote | writes | at | on | by | reply\s+link | in\s+reply\s+to(?:\s.{0,80})?
      | replied\s+to(?:\s.{0,60})?
    | (?:mark|accept)(?:ed)?\s+(?:as\s+)?(?:the\s+)?(?:best\s+)?(?:answer|solution)
    # German
    | antwort(?:en|e)?(?:\s+(?:auf|an|abbrechen|anzeigen|ausblenden)\b.{0,60})? | zum\s+antworten\s+anmelden
      | auf\s.{1,40}\santworten
    | zitieren | (?:kommentar\s+)?(?:melden|l[öo]schen|bearbeiten|teilen|ausblenden)
      | gef[äa]llt\s+mir(?:\snicht)?(?:\smehr)? | missbrauch\s+melden
    | direktlink(?:\szum\skommentar)? | (?:verstoß|beitrag)\s+melden | zum\s+kommentar | nach\s+oben
      | empfehlen(?:swert)?(?:\s*\(?\d+\)?)? | sagt(?:e)? | schreibt | schrieb | meint(?:e)?
    | (?:leserbrief|kommentar|beitrag|antwort)\s+(?:schreiben|hinterlassen|verfassen|abgeben|senden)
      | (?:alle\s+)?(?:weitere[nr]?\s+)?(?:antworten|kommentare)\s+(?:anzeigen|ausblenden|einblenden|laden)
      | leseempfehlung(?:en)?(?:\s+\d+)? | zustimmen | ablehnen | als\shilfreich\smarkieren
    # French
    | r[ée]pondre(?:\s+(?:à|au|a)\s.{0,50})? | citer | signaler(?:\s.{0,40})? | partager
      | j['’]aime(?:\s?pas)? | (?:je\s+)?recommander? | alerter(?:\s.{0,30})? | lien\s+permanent
    | supprimer | modifier | (?:voir|afficher|masquer)\s.{0,30}(?:r[ée]ponses?|commentaires?|suite)
      | en\s+r[ée]ponse\s+[àa](?:\s.{0,60})? | a\s+(?:dit|[ée]crit) | dit
    | (?:laisser|ajouter|poster)\s+un\s+commentaire | connectez-vous\s.{0,40} | haut\sde\spage | approuver
      | d[ée]sapprouver
    # Spanish
    | responder(?:\s+a\s.{0,50})? | responde\s+a\s+[#@]\S{1,40} | contestar | citar
      | (?:denunciar|reportar|compartir|editar|eliminar
      |borrar)(?:\s.{0,25})? | me\s+gusta | no\s+me\s+gusta | votar
    | (?:ver|mostrar|ocultar|cargar)\s.{0,25}(?:respuestas?|comentarios?|m[áa]s)
      | en\s+respuesta\s+a(?:\s.{0,60})? | dice | dijo | escribi[óo] | ha\s+dicho
    | (?:deja|dejar|a[ñn]ade|a[ñn]adir)\s+un\s+comentario | enlace\s+permanente | inicia\ssesi[óo]n\s.{0,40}
    # Polish, Czech; Hungarian; Russian, Bulgarian; Italian, Portuguese; Dutch, Swedish
    | odpowiedz | odpisz | cytuj | zg[łl]o[śs](?:\s+(?:nadu[żz]ycie|wpis|komentarz|do\s+moderacji))?
      | odpov[ěe]d[ěe]t | reagovat | nahl[áa]sit
    | v[áa]lasz(?:\s+erre)? | id[ée]zet | jelent[ée]s
      | ответить | цитировать | пожаловаться | отговори | цитирай | докладвай
    | (?:w\s+)?odpowied(?:ź|z|zi)\s+(?:na|do|dla)\s.{0,60}
    | em | om | dne | alle | rispondi | segnala(?:\s+abuso)? | cita | reageer | beantwoorden | svara | anm[äa]l
    )[\W\d_]*$""",
    re.IGNORECASE | re.VERBOSE,
)
"""A whole line that is an interface's. A reader's "Like!" would fall too; the loss is nothing that is studied."""

LONGEST_INTERFACE_LINE = 90
"""Characters: an interface's line is never longer, and the expression above is not tried on prose."""

# Dots, strokes and brackets between two buttons; "?" and a smiley may be all that a reader wrote.
_SYMBOLS = re.compile(r"^[\s|·•:,.;#()\[\]/»«›‹<>…*=_↓↑→←▲▼✓–—-]*$")
# "Log in or register to post comments", "Identifiez-vous ou créez un compte pour publier des commentaires"
_MEMBERS_ONLY = re.compile(
    r"\W*(?:(?:please|bitte|veuillez|por\s+favor|you\s+(?:must|need\s+to|have\s+to)(?:\s+be)?|vous\s+devez(?:\s+[êe]tre)?|(?:debes?|tienes\s+que)(?:\s+estar)?),?\s+)?"
    r"(?:(?:(?:log|sign)(?:ged)?[\s-]?(?:in|up)|login|register|create\s+an\s+account|sich|anmelden|einloggen|registrieren|melden?\s+sie\s+sich|melde\s+dich"
    r"|(?:s['’]|se\s+)?(?:identifie[rz](?:-vous)?|connect(?:e[rz](?:-vous)?|[ée]e?)|inscri(?:vez|re)(?:-vous)?)|cr[ée]e[rz]\s+un\s+compte"
    r"|inici(?:a|e|ar)\s+sesi[óo]n|(?:reg[íi]str|identif[íi]c)\w*|con[ée]ctat[ae]|conectad[oa]|or|oder|ou|o|and|und|et|y|an|here|hier|ici|first|zuerst|d['’]abord|/)(?:,?\s+|(?=,))){1,8}"
    r",?\s*(?:to|um|pour|afin\s+de|para)\s+(?:[\wéí]+\s+){0,3}?"
    r"(?:comment\w*|kommentar\w*|kommentieren|comentar\w*|repl(?:y|ies)|antworten|r[ée]pondre|responder)\b.{0,12}",
    re.IGNORECASE,
)
_MODERATION = re.compile(
    r"^(?:your\s+comment\s+is\s+awaiting\s+moderation"
    r"|(?:this|your)\s+comment\s+(?:is|has been)\s+(?:awaiting|pending|held)"
    r"|(?:dein|ihr)\s+kommentar\s+(?:muss|wartet|wird)\b|votre\s+commentaire\s+est\s+en\s+attente"
    r"|tu\s+comentario\s+est[áa]\s+(?:pendiente|a\s+la\s+espera))",
    re.IGNORECASE,
)

_PLACEHOLDER = re.compile(
    r"""^[\W_]*(?:
    (?:deleted|removed|gel[öo]scht|supprim[ée]|eliminado|borrado|entfernt)(?:\s+by\s+\w+)?
    | (?:this|the|a)?\s*(?:comment|post|message|reply)\s+(?:has\s+been|was|is|got)?\s*(?:since\s+)?(?:deleted
      |removed|hidden|withdrawn|blocked|moderated)\b.{0,120}?(?:\.\s+(?:replies|for\s+more)\b.{0,100})?
    | (?:comment|post|message)\s+(?:deleted|removed|hidden)\b.{0,60}
    | (?:deleted|removed)\s+(?:comment|user|post|message)
    | (?:dieser|der|diese[s]?|das|ihr)?\s*(?:kommentar|beitrag|posting|eintrag|nachricht)\s+(?:wurde|ist
      |wird)\b.{0,80}(?:gel[öo]scht|entfernt|gesperrt|ausgeblendet|zur[üu]ckgezogen)\b.{0,120}
    | (?:kommentar|beitrag)\s+(?:gel[öo]scht|entfernt|gesperrt)\b.{0,60}
    | (?:entfernt|gel[öo]scht|gek[üu]rzt)\.?\s.{0,90}(?:redaktion|moderation|netiquette).{0,40}
    | (?:ce|le|un)?\s*(?:commentaire|message)\s+(?:a\s+[ée]t[ée]|est|n['’]est\splus)\b.{0,40}(?:supprim[ée]
      |retir[ée]|mod[ée]r[ée]|masqu[ée]|effac[ée]|disponible)\b.{0,120}
    | (?:commentaire|message)\s+(?:supprim[ée]|mod[ée]r[ée]|retir[ée]|effac[ée])\b.{0,60}
    | (?:este|el|un)?\s*(?:comentario|mensaje)\s+(?:ha\s+sido|fue|est[áa])\b.{0,40}(?:eliminado|borrado
      |suprimido|retirado|moderado|ocultado|oculto)\b.{0,120}
    | (?:comentario|mensaje)\s+(?:eliminado|borrado|suprimido|moderado)\b.{0,60}
    | (?:this|the)\s+(?:comment|post)\s+(?:was|is|has\s+been)\s+(?:left|written|posted|made)
      \s+by\s+a\s+(?:user|member|reader)
      \s+who\s+(?:has\s+been|was|is)\s+(?:since\s+)?(?:blocked|banned|removed|suspended)\b.{0,120}
    | (?:ten\s+)?(?:wpis|komentarz|post)\s+zosta[łl]\s.{0,30}?(?:usuni[ęe]ty|ukryty|zablokowany|skasowany)\b.{0,120}
    | (?:questo\s+|il\s+)?commento\s+[èe]\s+stato\s+(?:rimosso|eliminato|cancellato|nascosto)\b.{0,120}
    | (?:este\s+|o\s+)?coment[áa]rio\s+foi\s+(?:removido|apagado|exclu[íi]do|eliminado)\b.{0,120}
    | (?:deze|de)\s+reactie\s+(?:is|werd)\s+(?:verwijderd|verborgen)\b.{0,120}
    )[\W_]*$""",
    re.IGNORECASE | re.VERBOSE,
)
LONGEST_PLACEHOLDER = 220
"""Characters: what a page writes in a deleted comment's place is a sentence or two."""

_ANONYMOUS = re.compile(
    r"^\W*(?:anonymous(?:\s+(?:user|coward|reader|commenter|comment|guest))?|anonym(?:e[rs]?)?|guest"
    r"|gast|visitor|besucher|invit[ée]|visiteur|invitado|visitante|an[óo]nim[oa]|anonyme|name\s+withheld|deleted(?:\s+user)?|not\s+verified"
    r"|(?:(?:deleted|deactivated|inactive|former|unknown|unregistered)\s+(?:user|member)|unknown)"
    r"|(?:gel[öo]schte[rs]?|anonyme[rs]?|unbekannte[rs]?|deaktivierte[rs]?)\s+(?:be)?(?:nutzer(?:in)?|leser(?:in)?|user|mitglied)"
    r"|(?:utilisateur|membre|lecteur|visiteur)\s+(?:anonyme|supprim[ée]|d[ée]sactiv[ée]|inconnu)"
    r"|(?:usuari[oa]|miembro|lector|visitante)\s+(?:an[óo]nim[oa]|eliminad[oa]|borrad[oa]|desactivad[oa]|desconocid[oa])"
    r"|\(?n(?:icht|ot)\s+(?:überprüft|verified)\)?|not\s+given|n/?a|no\s+name|ohne\s+namen?)(?:\W+\d*|\d{4,})?\W*$",
    re.IGNORECASE,
)


_COMMENT_NOUN = (
    r"(?:comments?|kommentare?|leserkommentare|commentaires?|comentarios?|responses?|replies|reactions?|reaktionen"
    r"|antworten|respuestas?|r[ée]ponses?|r[ée]actions?|thoughts?|komentarz[ey]?|komentář[eů]?|komentari|opini[ei]|коментар(?:а|и|ите)?"
    r"|комментари(?:й|я|и|ев)|hozzászólás(?:ok)?|komment(?:ek)?|comment[oi]|reacties?|comentários?|kommentarer)"
)
# "3 comments", "2 responses to ...", "12 thoughts on ..." | "Readers' comments (3)", "Kommentare: 3"
_NUMBER = r"(?:\d{1,3}(?:[.,'’\s]\d{3})+|\d{1,5})(?!\d)"
_ANNOUNCED = re.compile(
    rf"^\W*(?P<before>{_NUMBER})\s+(?:(?:reader|user)['’]?s?['’]?\s+)?{_COMMENT_NOUN}(?:$|\W*$|\s*:|\s+(?:to|on|auf|zu|[àa]|sur|en|so\s+far)\b)"
    rf"|^\W*(?:[\w'’]+\s+){{0,3}}?{_COMMENT_NOUN}\s*(?:\(\s*(?P<behind>{_NUMBER})\s*\)|:\s*(?P<colon>{_NUMBER}))\W*$",
    re.IGNORECASE,
)
LONGEST_ANNOUNCEMENT = 200
"""Characters of a heading that repeats the article's title behind the number of its comments."""


def announced_comments(heading: str) -> int | None:
    """How many comments a heading says there are: 3 for "Readers' comments (3)"; None where it says nothing."""
    match = _ANNOUNCED.match(plain_words(heading)) if len(heading) <= LONGEST_ANNOUNCEMENT else None
    if match is None:
        return None
    return int("".join(filter(str.isdecimal, match["before"] or match["behind"] or match["colon"])))


def letters_of(text: str) -> str:
    """A text's letters and digits alone, so that two spellings of a name are the same."""
    return "".join(character for character in text.casefold() if character.isalnum())


def plain_words(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())


def is_interface_line(line: str) -> bool:
    """Whether a line is a button, a counter or a label of the page, not a reader's words."""
    if len(line) > LONGEST_INTERFACE_LINE:
        return False
    return any(pattern.match(line) is not None for pattern in (_INTERFACE, _MODERATION, _MEMBERS_ONLY))


def strip_interface(lines: list[str]) -> list[str]:
    """The lines that are a reader's words."""
    said = [line for line in lines if not is_interface_line(line) and _SYMBOLS.match(line) is None]
    if len(said) > 1:
        said = [line for line in said if _SPOKEN.fullmatch(line) is None] or said
    while len(said) > 1 and len(said[-1]) <= LONGEST_DECLARATION and _is_note(said[-1]):
        said.pop()
    return said


def _is_note(line: str) -> bool:
    """Whether a last line is a declaration that all must make, or says when and by whom the comment was edited."""
    return _DECLARATION.match(line) is not None or (_EDITED.fullmatch(line) is not None and any(map(str.isdigit, line)))


_SPOKEN = re.compile(
    r"asked|answered|replied|gefragt|beantwortet|geantwortet|(?:a\s+)?(?:demand[ée]e?|r[ée]pondue?)"
    r"|pregunt(?:[óo]|ad[oa])|contest(?:[óo]|ad[oa])|respond(?:i[óo]|id[oa])",
    re.IGNORECASE,
)
"""What is left of a line such as "answered 3 May 2012" without its day; alone it may be all that a reader says."""

LONGEST_DECLARATION = 300
"""Characters of what a journal asks of everybody who writes to it."""

_DECLARATION = re.compile(
    r"(?:(?:declaration\s+of\s+)?(?:competing|conflicting)\s+interests?|(?:declaration\s+of\s+)?conflicts?\s+of\s+interests?"
    r"|interessen(?:s)?konflikte?|(?:d[ée]claration\s+de\s+)?(?:conflits?|liens?)\s+d['’]int[ée]r[êe]ts?"
    r"|conflictos?\s+de\s+inter[ée]s(?:es)?)\s*:",
    re.IGNORECASE,
)
"""Behind a response in a journal, in a line of its own: "Competing interests: None declared"."""


# within a sentence: "3.5.2012", "10:40" and "3. Mai" among its characters
_NO_END = r"[^:.!?]|[:.](?=\s?\d)|(?:(?<=\b\d)|(?<=\b\d\d))\.(?=\s\D)"
_EDITED = re.compile(
    rf"""\W*(?:
    (?:last\s+|zuletzt\s+)?(?:edited|modified|bearbeitet|ge[äa]ndert|editiert)(?:\s+\d+\s?(?:times?|mal|x)\b[;,]?)?
      \s+(?:by|on|at|von|am|durch|um)\b
    | (?:this|dieser|diese|der|ce|le|este|el)\s+(?:post|comment|message|entry|beitrag|kommentar|eintrag|nachricht
      |commentaire|mensaje|comentario)\s+(?:was|has\s+been|wurde|a\s+[ée]t[ée]|fue|ha\s+sido)\b
      (?:{_NO_END})*?\b(?:edited|modified|changed|bearbeitet|ge[äa]ndert|editiert|[ée]dit[ée]|modifi[ée]|editado|modificado)\b
    | derni[èe]re\s+(?:modification|[ée]dition)\b | [úu]ltima\s+(?:modificaci[óo]n|edici[óo]n)\b
    )(?:{_NO_END})*[.\])]*""",
    re.IGNORECASE | re.VERBOSE,
)
"""What a board writes under a comment: "Dieser Beitrag wurde am 3.5.2012 um 10:40 von Anna bearbeitet."."""


def is_placeholder(text: str) -> bool:
    """Whether a comment's whole text only says that it was deleted."""
    return len(text) <= LONGEST_PLACEHOLDER and _PLACEHOLDER.match(text) is not None


def is_anonymous(name: str) -> bool:
    """Whether a name only says that there is none: "Guest", "Guest 12", but not the nickname "guest77"."""
    return _ANONYMOUS.match(name) is not None


LEAST_REPEATED = 0.7
"""Share of a page's comments that end in the same line: then it is the page's button and no reader's words."""

LEAST_COMMENTS_TO_COMPARE = 3
"""Two readers may end alike by chance."""


def without_repeated_ends(texts: list[str]) -> list[str]:
    """The comments without the short last line that nearly all of them share, whatever it says, or a last number."""
    if len(texts) > 1 and all(_COUNT_BEHIND.search(text) for text in texts):
        return [_COUNT_BEHIND.sub("", text) for text in texts]
    ends: dict[str, int] = {}
    for text in texts:
        _, _, end = text.rpartition("\n\n")
        ends[end] = ends.get(end, 0) + 1
    most = max(ends, key=lambda end: ends[end], default="")
    if (
        len(texts) < LEAST_COMMENTS_TO_COMPARE
        or ends[most] < LEAST_REPEATED * len(texts)
        or len(most) > LONGEST_INTERFACE_LINE
    ):
        return texts
    return [text.removesuffix("\n\n" + most) for text in texts]


_SENT_FROM = re.compile(
    r"(?:^|(?<=[.!?…)])\s+|\n\n)(?:--\s+)?(?:(?:sent|posted)\s+(?:from|via)\s+my|gesendet\s+von\s+meinem|von\s+meinem\s+\w+\s+gesendet"
    r"|envoy[ée]\s+(?:de|depuis)\s+mon|enviado\s+desde\s+mi|(?:komentarz\s+)?wys[łl]an[yeo]\s+(?:ze?|przez))\b.{0,80}$",
    re.IGNORECASE,
)


def without_device(text: str) -> str:
    """A comment without what the writer's telephone put under it: "Sent from my phone"."""
    return _SENT_FROM.sub("", text) or text


def without_joint(text: str) -> str:
    """A comment without the dash or stroke that stood between its words and a byline behind them."""
    return _JOINT.sub("", text)


_JOINT = re.compile(r"(?<=\S)\s+[–—|·•-]$")
_COUNT_BEHIND = re.compile(r"\n\n\d{1,6}$")
_NUMBERED = re.compile(r"^(?:[#№]\s?(?P<sharp>\d{1,5})|(?P<plain>\d{1,5})[.)])[.):]?\s+")


def without_numbering(texts: list[str]) -> list[str]:
    """Comments' texts without the "#1", "#2" or "1.", "2." that a page puts before each of them."""
    found = [_NUMBERED.match(text) for text in texts]
    numbers = [int(match["sharp"] or match["plain"]) for match in found if match is not None]
    steps = {one < other for one, other in pairwise(numbers) if one != other}
    if len(numbers) < max(len(texts), 2) or len(steps) > 1 or len(set(numbers)) < len(numbers):
        return texts
    return [text[match.end() :] if match is not None else text for text, match in zip(texts, found, strict=True)]
