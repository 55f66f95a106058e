"""Names of months, each with its language: "listopada" is November in Polish and October in Croatian."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

__all__ = ["FOUR_LANGUAGES", "MONTHS", "folded", "month_names", "month_of"]

FOUR_LANGUAGES = ("en", "de", "fr", "es")
"""The languages whose names are read without a day too, or with a year of two digits; the others' are read beside a day
and a year alone, as "marca" and "sie" are words elsewhere."""

MONTHS = {
    # by BCP 47's tag; the months in their order, each as dates write it: its name, its genitive, its abbreviations.
    # Left out is what would make a date of "2015 LED 55", "2020 Pro 13" (Czech), "iPad 2 gen 2011" (Italian), "2 out
    # 2012".
    "en": "january jan, february feb, march mar, april apr, may, june jun, july jul, august aug, september sept sep, "
    "october oct, november nov, december dec",
    "de": "januar jänner jaenner jan, februar feber feb, märz maerz mrz, april apr, mai, juni jun, juli jul, august "
    "aug, september sept sep, oktober okt, november nov, dezember dez",
    "fr": "janvier janv jan, février fevr fev feb, mars, avril avr, mai, juin, juillet juil, août aout, septembre "
    "sept, octobre oct, novembre nov, décembre déc",
    "es": "enero ene, febrero feb, marzo mar, abril abr, mayo may, junio jun, julio jul, agosto ago, septiembre "
    "setiembre sep, octubre oct, noviembre nov, diciembre dic",
    "it": "gennaio, febbraio feb, marzo mar, aprile apr, maggio, giugno, luglio, agosto ago, settembre, ottobre, "
    "novembre nov, dicembre dic",
    "pt": "janeiro jan, fevereiro fev, março mar, abril abr, maio mai, junho jun, julho jul, agosto ago, setembro, "
    "outubro, novembro nov, dezembro dez",
    "nl": "januari jan, februari feb, maart mrt, april apr, mei, juni jun, juli jul, augustus aug, september sep, "
    "oktober okt, november nov, december dec",
    "sv": "januari jan, februari feb, mars, april apr, maj, juni jun, juli jul, augusti aug, september sep, oktober "
    "okt, november nov, december dec",
    "da": "januar jan, februar feb, marts, april apr, maj, juni jun, juli jul, august aug, september sep, oktober "
    "okt, november nov, december dec",
    "pl": "stycznia styczeń sty, lutego luty lut, marca marzec mar, kwietnia kwiecień kwi, maja maj, czerwca czerwiec "
    "cze, lipca lipiec lip, sierpnia sierpień sie, września wrzesień wrz, października październik paź, "
    "listopada listopad lis, grudnia grudzień gru",
    "cs": "ledna leden, února únor, března březen, dubna duben, května květen, června červen, července červenec, "
    "srpna srpen, září, října říjen, listopadu listopad lis, prosince prosinec",
    "sk": "januára január, februára február, marca marec, apríla apríl, mája máj, júna jún, júla júl, augusta august, "
    "septembra september, októbra október, novembra november, decembra december",
    "hu": "január jan, február feb, március márc már, április ápr, május máj, június jún, július júl, augusztus aug, "
    "szeptember szept szep, október okt, november nov, december dec",
    "ro": "ianuarie, februarie, martie, aprilie, mai, iunie, iulie, august, septembrie, octombrie, noiembrie, "
    "decembrie",
    "hr": "siječnja siječanj, veljače veljača, ožujka ožujak, travnja travanj, svibnja svibanj, lipnja lipanj lip, "
    "srpnja srpanj, kolovoza kolovoz, rujna rujan, listopada listopad lis, studenoga studenog studeni, prosinca "
    "prosinac",
    "lt": "sausio, vasario, kovo, balandžio, gegužės, birželio, liepos, rugpjūčio, rugsėjo, spalio, lapkričio, "
    "gruodžio",
    "lv": "janvāris, februāris, marts, aprīlis, maijs, jūnijs, jūlijs, augusts, septembris, oktobris, novembris, "
    "decembris",
    "ru": "января янв, февраля фев, марта март мар, апреля апр, мая май, июня июнь июн, июля июль июл, августа август "
    "авг, сентября сентябрь сен, октября октябрь окт, ноября ноябрь ноя, декабря декабрь дек",
    "bg": "януари яну, февруари фев, март мар, април апр, май, юни юн, юли юл, август авг, септември сеп, октомври "
    "окт, ноември ное, декември дек",
}


def folded(text: str) -> str:
    """A text in lower case and without accents, as names of months are looked up."""
    text = text.casefold()
    if text.isascii():
        return text
    return "".join(
        character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character)
    )


def _named() -> dict[str, dict[str, int]]:
    """For each name its languages, each with the month that it means there."""
    named: dict[str, dict[str, int]] = {}
    for language, months in MONTHS.items():
        for number, names in enumerate(months.split(", "), start=1):
            for name in names.split():
                named.setdefault(folded(name), {})[language] = number
    return named


_NAMED = _named()


def month_of(name: str, language: str | None = None) -> int | None:
    """The month that a name means.

    Args:
        name: as `folded` gives it.
        language: the page's, as BCP 47's primary tag ("pl"), where it is known.

    Returns:
        1 to 12; None where it is no month's name, or means two months ("listopada") and the page's language has it not.
    """
    of = _NAMED.get(name, {})
    if language in of:
        return of[language]
    months = set(of.values())
    return months.pop() if len(months) == 1 else None


def month_names(languages: Iterable[str] = MONTHS, *, accents: bool = False) -> list[str]:
    """The names of some languages, or all, the longer ones first, as the alternatives of a regular expression stand.

    Args:
        languages: by their tags in `MONTHS`.
        accents: each also as the language writes it, in lower case; else without accents alone.
    """
    names = {name for language in languages for name in MONTHS[language].replace(",", "").split()}
    plain = {folded(name) for name in names}
    return sorted(names | plain if accents else plain, key=lambda name: (-len(name), name))
