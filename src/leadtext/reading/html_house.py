"""What small sites say around an article in four languages: headings of their boxes, and notices to visitors."""

from __future__ import annotations

import re

__all__ = ["is_house_box", "is_notice"]

_HOUSE_BOX = re.compile(
    r"""\W*(?:(?:our|unsere|nos|nuestr[oa]s)\s+)?(?:
    # when the house is open, what is on, who is at hand
      (?:(?:library|shop|office|museum|visiting|regular|b[üu]ro)\s+)?(?:opening\s+(?:hours|times)|office\s+hours|service\s+times|[öo]ffnungszeiten
      |sprechzeiten|sprechstunden?|b[üu]rozeiten|gottesdienst(?:zeiten|ordnung|e)?|horaires?(?:\s+d['’]ouverture)?|heures\s+d['’]ouverture|permanences?
      |horarios?(?:\s+de\s+(?:apertura|misas|visitas?|atenci[óo]n))?)
    |(?:(?:upcoming|next|coming|forthcoming|future)\s+(?:events?|meetings?|runs?|dates?|matches|games|fixtures|services|courses|concerts|rides|walks|talks)
      |what['’]?s\s+on|diary(?:\s+dates)?|dates\s+for\s+your\s+diary|events?(?:\s+calendar)?|calendar|fixtures
      |(?:(?:n[äa]chste|kommende|weitere|aktuelle)\s+)?(?:termine|veranstaltungen)(?:\s+(?:dieser|der|im|in|am)\s.{1,20})?|terminkalender|kalender|vorschau
      |n[äa]chste\s+(?:spiele|treffen|touren|proben|sitzungen)
      |agenda|calendrier|(?:prochain(?:e?s)?|futurs?)\s+(?:rendez-vous|[ée]v[ée]nements?|dates|matchs?|sorties?|r[ée]unions?|rencontres)|[àa]\s+venir
      |(?:pr[óo]xim[oa]s|futuros)\s+(?:eventos?|actos?|actividades|citas|partidos|salidas|reuniones|seminarios|fechas)|calendario|eventos)
    |(?:contact(?:s|\s+(?:person|us))?|ansprechpartner(?:in(?:nen)?)?|kontakt|anfahrt|nous\s+(?:contacter|trouver)|contacto?|d[óo]nde\s+estamos|where\s+to\s+find\s+us)
    # what visitors may do
    |(?:members?['’]?\s+)?(?:log\s?-?in|sign\s?-?(?:in|up)|anmeld(?:ung|en)|einloggen|benutzeranmeldung|mitglieder(?:bereich|login)|connexion|identification|espace\s+membres?
      |iniciar\s+sesi[óo]n|acceso(?:\s+(?:de\s+)?(?:socios|usuarios))?|who['’]?s\s+online|wer\s+ist\s+online|online|qui\s+est\s+en\s+ligne|en\s+ligne|usuarios\s+en\s+l[íi]nea)
    |(?:(?:e-?mail\s+)?newsletter|rundbrief|infolettre|lettre\s+d['’]information|bolet[íi]n|stay\s+in\s+touch|follow\s+us|folgen\s+sie\s+uns|suivez-nous|s[íi]guenos)
    |(?:support\s+us|donate|spenden|soutenez-nous|faire\s+un\s+don|don(?:s|ate)|dona|join\s+(?:us|the\s.{1,25})|mitglied\s+werden|adh[ée]rer|hazte\s+socio)
    # what visitors said, and what is thought good to know
    |(?:guest\s?book|(?:aus\s+dem\s+)?g[äa]stebuch|(?:le\s+)?livre\s+d['’]or|libro\s+de\s+visitas|shout\s?box|tag\s?board|chat)
    |(?:(?:verse|word|quote|thought|tip|picture|photo)\s+(?:of|for)\s+the\s+(?:day|week|month)|(?:tages|wochen|monats)?losung(?:\s+(?:der\s+woche|des\s+tages))?
      |(?:spruch|wort|vers|bild|foto|tipp|zitat)\s+(?:des\s+(?:tages|monats)|der\s+woche)|(?:verset|citation|pens[ée]e|photo|parole)\s+d(?:u\s+(?:jour|mois)|e\s+la\s+semaine)
      |(?:vers[íi]culo|frase|cita|foto|palabra)\s+d(?:el\s+(?:d[íi]a|mes)|e\s+la\s+semana))
    |(?:testimonials|what\s+(?:people|members|visitors|our\s.{1,20})\s+say|stimmen(?:\s+.{1,25})?|t[ée]moignages|ils\s+(?:en\s+parlent|nous\s+ont\s+rejoints?)|opiniones|testimonios)
    # what is sold, and who pays
    | (?:sponsors?|sponsoren|(?:unsere\s+)?partner|parrains|partenaires|patrocinadores|colaboradores|supporters)
    |(?:related|similar|recommended)\s+products|(?:customers|people)\s+also\s+bought|[äa]hnliche\s+produkte|(?:das\s+)?passt\s+dazu|kunden\s+kauften\s+auch|produits\s+(?:similaires|associ[ée]s)|productos\s+(?:relacionados|similares)
    |weather|wetter|m[ée]t[ée]o|el\s+tiempo|imprint|impressum|mentions\s+l[ée]gales|aviso\s+legal|statistics|statistik|statistiques|estad[íi]sticas
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)


def is_house_box(heading: str) -> bool:
    """Whether a heading is that of a box with what a house tells its visitors: hours, dates, members, sponsors."""
    return _HOUSE_BOX.fullmatch(heading) is not None


LONGEST_NOTICE = 220
"""Characters of a line that tells visitors how to comment."""

_ENTER = (
    r"(?:log(?:ged)?[\s-]?(?:in|on)|sign(?:ed)?[\s-]?(?:in|up)|regist(?:er(?:ed)?|r\w+)|logiez-vous|einlog\w+|eingeloggt|einzuloggen|anmeld\w+|angemeldet|anzumelden"
    r"|melden?\s+sie\s+sich|melde\s+dich|(?:re)?connect\w+|identifi\w+|inscri\w+|enregistr\w+|iniciar?\s+sesi[óo]n|conect\w+|identif[íi]\w+|reg[íi]str\w+|acced\w+)"
)
_SAY = (
    r"(?:comments?|commenting|reply|replies|post(?:ing)?|answer|discussion|kommentar\w*|kommentier\w*|antwort\w*|mitdiskut\w+|beitr[äa]ge"
    r"|commentaires?|commenter|r[ée]pon(?:dre|se)\w*|r[ée]agir|poster|comentarios?|comentar|responder|opinar|participar)"
)
# "You must be logged in to comment", "Members may log in to leave one": who is told so, and what for
_TOLD = (
    r"(?:(?:sorry|leider|d[ée]sol[ée]e?|lo\s+siento)\W+)?(?:(?:only|nur|seuls?|solo|s[óo]lo|all|alle)\s+)?(?:"
    r"(?:you|members?|visitors|readers|users|registered\s+\w+|logged[\s-]in\s+\w+)\s+(?:must|need|have|may|can|should|are)"
    r"|please\b|(?:log|sign)\s?in\b|register\b|in\s+order\b|to\s+(?:comment|post|reply|leave|add|write|take)\b"
    r"|(?:du|sie|man|mitglieder|registrierte\s+\w+|angemeldete\s+\w+|g[äa]ste)\s+(?:musst|m[üu]ss\w*|d[üu]rfen|k[öo]nnen|kann|sind)"
    r"|bitte\b|(?:um|zum)\s|melden?\s|(?:kommentare?|kommentieren)\s"
    r"|vous\s+(?:devez|ne\s+pouvez|n['’][êe]tes|pouvez)|(?:les\s+)?(?:membres|abonn[ée]s|adh[ée]rents|visiteurs|utilisateurs)\b|pour\s|afin\s|veuillez\b|merci\s+de\b"
    r"|(?:re)?connectez-vous\b|identifiez-vous\b|inscrivez-vous\b"
    r"|(?:tienes?|debes?|deb[ée]is|necesitas?|hay)\s|(?:los\s+)?(?:usuarios|socios|miembros)\b|para\s|por\s+favor\b|inicia\s|identif[íi]cate\b|reg[íi]strate\b|accede\s)"
)
_MUST_ENTER = re.compile(rf"\W*(?=.*\b{_ENTER})(?=.*\b{_SAY}\b|.*\bleave\s+one\b){_TOLD}.*", re.IGNORECASE)
_BY_A_DAY = re.compile(
    r"\b(?:by|until|before|bis(?:\s+zum)?|vor|avant|jusqu['’]au|antes|hasta)\s+(?:(?:the|le|el|del?|dem)\s+)*(?:\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo)",
    re.IGNORECASE,
)
"""Who must register by Friday is to comment on what the text is about."""
_NONE_YET = re.compile(
    r"""\W*(?:
      (?:there\s+are\s+)?(?:currently\s+)?(?:no|0)\s+comments?(?:\s+(?:yet|so\s+far|posted|on\s+this\s+\w+|for\s+this\s+\w+|have\s+been\s+\w+(?:\s+\w+)?))*
    |nobody\s+has\s+commented(?:\s+.{1,30})?
    |be\s+the\s+first\s+.{1,60}
    |comments?\s+(?:are\s+|have\s+been\s+)?(?:closed|disabled|off|switched\s+off)(?:\s+.{1,40})?
    |(?:es\s+(?:gibt|sind|wurden)\s+)?(?:bisher\s+|bislang\s+|noch\s+|derzeit\s+|leider\s+)*(?:keine?|0)\s+kommentare?(?:\s+(?:vorhanden|abgegeben|geschrieben|verf[üu]gbar|zu\s+diesem\s+\w+|bisher))*
    |(?:die\s+)?kommentar(?:e|funktion)\s+(?:ist|sind|wurden?)?\s*(?:geschlossen|deaktiviert|abgeschaltet|gesperrt)(?:\s+.{1,30})?
    |sei(?:en\s+sie)?\s+(?:der|die)\s+erste.{0,60}
    |(?:il\s+n['’]y\s+a\s+)?(?:pas\s+(?:encore\s+)?de|aucun|0)\s+commentaires?(?:\s+(?:pour\s+(?:le\s+moment|l['’]instant|cet\s+article)|[àa]\s+ce\s+jour|sur\s+cet?\s+\w+))*
    |(?:soyez|sois)\s+(?:le|la)\s+premi.{1,60}
    |les\s+commentaires\s+sont\s+(?:ferm[ée]s|clos|d[ée]sactiv[ée]s)(?:\s+.{1,40})?
    |(?:(?:todav[íi]a|a[úu]n)\s+)?(?:no\s+hay|sin|0|ning[úu]n)\s+comentarios?(?:\s+(?:todav[íi]a|a[úu]n|por\s+ahora|en\s+est[ae]\s+\w+))*
    |s[ée]\s+(?:el|la)\s+primer.{1,60}
    |(?:los\s+)?comentarios\s+(?:est[áa]n\s+)?(?:cerrados|desactivados)(?:\s+.{1,40})?
    )[\W]*""",
    re.IGNORECASE | re.VERBOSE,
)
_OF_PAGE = re.compile(
    r"""\W*(?:
      (?:gelesen|aufrufe|zugriffe|angesehen|views|read|hits|viewed|lu|vues?|lectures?|lecturas?|visto|le[íi]do|visitas)\s*:?\s*\d[\d.,]*\s*(?:mal|times|fois|veces|x)?
    |\d[\d.,]*\s*(?:mal\s+gelesen|aufrufe|lectures|lecturas)
    |(?:last\s+(?:updated|modified|changed)|zuletzt\s+(?:ge[äa]ndert|aktualisiert|bearbeitet)|derni[èe]re\s+(?:mise\s+[àa]\s+jour|modification)
      |[úu]ltima\s+(?:modificaci[óo]n|actualizaci[óo]n))\b.{0,60}
    |(?:previous|next|vorherige[rs]?|n[äa]chste[rs]?|pr[ée]c[ée]dent|suivant)\s+(?:post|article|entry|story|beitrag|artikel|eintrag|meldung|article|billet)\s*:.{0,120}
    |(?:article|billet|entrada|art[íi]culo|noticia)\s+(?:pr[ée]c[ée]dente?|suivante?|anterior|siguiente)\s*:.{0,120}
    |(?:verantwortlich\s+(?:im\s+sinne|i\.\s?s\.|nach|gem[äa](?:ß|ss)|f[üu]r\s+den\s+inhalt)|v\.\s?i\.\s?s\.\s?d\.\s?p|directeur\s+de\s+(?:la\s+)?publication).{0,160}
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
"""How often a page was read, when it was changed, what is before and behind it, who answers for the site."""
_SENTENCES = re.compile(r"(?<=[.!?])\s+")


def is_notice(line: str) -> bool:
    """Whether a line only tells visitors of the page: that nobody has commented, how to do so, who read it."""
    if not 0 < len(line) <= LONGEST_NOTICE or _BY_A_DAY.search(line) is not None:
        return False
    if _OF_PAGE.fullmatch(line) is not None:
        return True
    return all(
        _NONE_YET.fullmatch(sentence) is not None or _MUST_ENTER.fullmatch(sentence) is not None
        for sentence in _joined(_SENTENCES.split(line))
    )


def _joined(sentences: list[str]) -> list[str]:
    """The sentences, what follows a notice without a word of its own ("Register now.") taken with it."""
    notices: list[str] = []
    for sentence in sentences:
        if notices and _MUST_ENTER.fullmatch(notices[-1]) is not None and len(sentence) <= LONGEST_BUTTON:
            notices[-1] += f" {sentence}"
        else:
            notices.append(sentence)
    return notices


LONGEST_BUTTON = 40
"""Characters of a link behind a notice: "Register now"."""
