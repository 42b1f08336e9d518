"""Day names, groups of days and words between them."""

from __future__ import annotations

from auditor.statements.words import known

# language: for Monday to Sunday, the full names and then, after "/", short ones that need a time or a partner beside them
NAMES: dict[str, str] = {
    "en": "monday mondays / mon mons mo | tuesday tuesdays / tue tues tu | wednesday wednesdays / wed weds we"
    " | thursday thursdays / thu thur thurs th | friday fridays / fri fr | saturday saturdays / sat sats sa"
    " | sunday sundays / sun suns su",
    "de": "montag montags / mo | dienstag dienstags / di | mittwoch mittwochs / mi | donnerstag donnerstags / do"
    " | freitag freitags / fr | samstag samstags sonnabend sonnabends / sa | sonntag sonntags / so",
    "nl": "maandag maandags / ma | dinsdag dinsdags / di | woensdag woensdags / wo woe | donderdag donderdags / do don"
    " | vrijdag vrijdags / vr vrij | zaterdag zaterdags / za zat | zondag zondags / zo zon",
    "fr": "lundi lundis / lun lu | mardi mardis / mar ma | mercredi mercredis / mer mercr me | jeudi jeudis / jeu je"
    " | vendredi vendredis / ven vend ve | samedi samedis / sam sa | dimanche dimanches / dim di",
    "es": "lunes / lun lu | martes / mar ma | miercoles / mie mier mi | jueves / jue juev ju | viernes / vie vier vi"
    " | sabado sabados / sab sa | domingo domingos / dom do",
    "pt": "segunda segundas / seg | terca tercas / ter | quarta quartas / qua | quinta quintas / qui"
    " | sexta sextas / sex | sabado sabados / sab | domingo domingos / dom",
    "it": "lunedi / lun | martedi / mar | mercoledi / mer | giovedi / gio giov | venerdi / ven | sabato sabati / sab"
    " | domenica domeniche / dom",
    "ca": "dilluns / dl | dimarts / dt | dimecres / dc | dijous / dj | divendres / dv | dissabte dissabtes / ds"
    " | diumenge diumenges / dg",
    "cy": "llun / | mawrth / maw | mercher / merch | iau / | gwener / gwe | sadwrn / sad | sul /",
    "sv": "mandag mandagar mandager / man | tisdag tisdagar tirsdag tirsdage / tis tir tirs | onsdag onsdagar onsdage / ons"
    " | torsdag torsdagar torsdage / tor tors | fredag fredagar fredage / fre | lordag lordagar lordage / lor"
    " | sondag sondagar sondage / son",
    "fi": "maanantai maanantaisin / ma | tiistai tiistaisin / ti | keskiviikko keskiviikkoisin / ke | torstai torstaisin / to"
    " | perjantai perjantaisin / pe | lauantai lauantaisin / la | sunnuntai sunnuntaisin / su",
    "pl": "poniedzialek poniedzialku / pon pn | wtorek wtorku / wt | sroda srody srode / sr | czwartek czwartku / czw"
    " | piatek piatku / pt | sobota soboty sobote / sob | niedziela niedzieli niedziele / niedz nd",
    "ru": "понедельник понедельника / пн | вторник вторника / вт | среда среды среду / ср | четверг четверга / чт"
    " | пятница пятницы пятницу / пт | суббота субботы субботу / сб | воскресенье воскресенья / вс",
    "tr": "pazartesi / pzt | sali / | carsamba / car | persembe / per | cuma / cum | cumartesi / cmt | pazar / paz",
    "id": "senin / | selasa / | rabu / | kamis / | jumat / | sabtu / | minggu /",
}

#: Letters that stand for days only in a pair such as M-F, and beside a time once such a pair was seen.
LETTERS: dict[str, dict[str, int]] = {
    "en": {"m": 0, "t": 1, "tu": 1, "w": 2, "th": 3, "r": 3, "f": 4, "s": 5},
    "fr": {"l": 0, "j": 3, "v": 4, "s": 5, "d": 6, "m": 1},
}

MONDAY = known("mon monday")
FRIDAY = known("fri friday")

#: Connectors that tell the language.
CONNECTOR_LANGUAGES = {"bis": "de", "t": "nl", "tot": "nl", "au": "fr", "al": "it", "ate": "pt", "hasta": "es"}
RANGE_WORDS = known(
    """
    to thru through till til until tot bis au a al ate do fino hasta tan till fram og i'r
    """
)
LIST_WORDS = known("and und et y e en i och og ja oraz a und/oder")

#: label -> phrases; the label's figures are the first and last day
GROUPS: dict[str, str] = {
    "0-4": """
        weekday; weekdays; week days; (every|each) weekday; week-days; week - days;
        (working|work|business) (day|days); workday; workdays; wkday; wkdays; (the|) working week; work week; (during|in) the week;
        weekday hours; werktag; werktage; werktags; werktagen; wochentag; wochentags; wochentagen; an wochentagen;
        unter der woche; arbeitstage; arbeitstagen; en semaine; (les|) jours ouvres; (les|) jours ouvrables;
        jours de semaine; (los|) dias (laborables|habiles|laborales); entre semana; (os|) dias uteis; dia util;
        dias de semana; (nei|) giorni (feriali|lavorativi); nei feriali; feriali; (op|) werkdagen; werkdag;
        door de weeks; doordeweeks; dies (feiners|laborables); dyddiau r wythnos; dyddiau ' r wythnos;
        dyddiau'r wythnos; dyddiau gwaith; vardagar; vardag; hverdage; hverdager; ukedager; arkisin; arkipaivisin;
        dni robocze; w dni robocze; по будням; будни; рабочие дни; haftaici; hafta ici; hari kerja;
    """,
    "5-6": """
        weekend; weekends; wkend; wkends; wkds; week - end; week - ends; wochenende; wochenenden; am wochenende; wochenends;
        fin de semana; fines de semana; findes; fim de semana; fins de semana; finais de semana; fine settimana;
        weekeinde; weekeinden; caps de setmana; cap de setmana; penwythnos; penwythnosau; helger; helg; weekender;
        helgene; viikonloppuisin; weekendy; w weekendy; выходные;
    """,
    "0-6": """
        (every|each) day; daily; every single day; (every|each) (night|evening); nightly; 365 days; 7 nights a week; 7 days (a|per|each|) week; seven days (a|per|each) week; 7 days;
        every day of the (week|year); 365 days (a|per) year; all week; all days; everyday; taglich; jeden tag;
        alle tage; 7 tage die woche; 7 tage; tous les jours; chaque jour; 7 j / 7; 7 jours (sur|/) 7; 7 / 7;
        7 j sur 7; todos los dias; cada dia; a diario; diariamente; los 7 dias (de la semana|);
        los siete dias (de la semana|); todos os dias; 7 dias (por|na|a la|da) semana; tutti i giorni; ogni giorno;
        7 giorni su 7; 7 su 7; dagelijks; elke dag; alle dagen; 7 dagen per week; tots els dies; bob dydd;
        alla dagar; hver dag; alle dage; joka paiva; codziennie; ежедневно; каждый день; her gun; setiap hari;
    """,
}

#: Words before a day that take it out, and words after it that do.
EXCEPT_BEFORE = known(
    """
    except excluding excl exc ex not no closed without bar minus ausser ausgenommen nicht geschlossen sauf hors
    excepte ferme fermes excepto salvo menos cerrado exceto fechado tranne escluso esclusi eccetto chiuso chiusi
    behalve uitgezonderd gesloten niet ac eithrio ekskl undtagen utom
    """
)
CLOSED_AFTER = known(
    """
    closed geschlossen ferme fermes cerrado fechado chiuso chiusi gesloten stengt stangt lukket
    """
)
OTHERWISE = """
    rest of (the|) year; the rest of the year; otherwise; at other times; normally; sonst; le reste de l'annee;
"""

HOLIDAYS = """
    (english|uk|) (bank|public) (holidays|holiday|hols|hol); (public|national|) holidays; bhs;
    gesetzliche feiertage; feiertage; feiertagen; jours feries; feries; festivos; dias festivos; feriados;
    feestdagen; festivi; gwyliau banc; helgdagar;
"""
