"""Words of the clock, by language, and phrases that stand for hours without naming any."""

from __future__ import annotations

from auditor.statements.words import known

NOON = known(
    """
    noon midday mittag mittags midi mediodia meio-dia mezzogiorno 's-middags migdia canolddydd
    """
)
MIDNIGHT = known(
    """
    midnight mitternacht minuit medianoche mezzanotte middernacht mitjanit meianoite hanner-nos
    """
)
_COUNTED = {
    "one two three four five six seven eight nine ten eleven twelve": 1,
    "eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn zwanzig": 1,
    "cinq six sept huit neuf dix onze douze treize quatorze quinze seize": 5,
    "cinco seis siete ocho nueve diez once doce": 5,
    "sete oito nove dez": 7,
    "cinque sei sette otto nove dieci undici dodici": 5,
    "vijf zes zeven acht negen tien elf twaalf": 5,
}
#: Numbers in words that can be hours.
NUMBERS: dict[str, int] = {
    word: hour for row, first in _COUNTED.items() for hour, word in enumerate(row.split(), start=first)
}
MORNING = known("am a yb uhr-frueh")
AFTERNOON = known("pm p yh yp")
#: Signs that a number is a time of the 24-hour clock.
UNITS = known("h hs hr hrs hours uhr heures heure horas hora uur u ч")
TO = known(
    """
    to till til until thru through bis a as al au alle ate tot hasta tan do klo fino jusqu i
    """
)
AFTER_TO = known("las la les le l alle ore h o a as kl ca the about approx um den at")
#: May stand between "between" and the first time.
AFTER_BETWEEN = known("the hours hour of as les las le de h")
BETWEEN = known("between zwischen entre tra fra tussen rhwng mellan mellem")
AND = known("and & und et y e en a och og i + ac")

ALWAYS = """
    24 / 7; 24 x 7; 24 * 7; 24 × 7; 24 - 7; 24 7; 24x7; 24 / 7 / 365; 24 x 7 x 365; 24 h / 24; 24 h / 7 (j|d|);
    24 / 24 (7 / 7|7 j / 7|); 24 (h|hs|hr|hrs|hour|hours) / 7 (days|d|);
    24 (h|hs|hr|hrs|hour|hours) (a|per|every|each) day; 24 (hrs|hours|h) 7 days (a|per) week;
    24 (hrs|hours|h) , 7 days (a|per) week; twenty four seven; twenty - four seven; twenty - four hours a day;
    twenty four hours a day; (round|around) the clock; (round|around) - the - clock; all day and (all|) night;
    day and night; day & night; all day (,|) every day; all hours; 7 j / 7 24 h / 24; 24 h sur 24; 24 heures sur 24;
    24 h / 24 (et|,|-|) 7 j / 7; 24 h / 24 (et|,) 7 / 7; 24 / 24 (et|,) 7 / 7; 7 j / 7 et 24 h / 24; jour et nuit;
    rund um die uhr; 24 stunden (am tag|taglich|pro tag); tag und nacht; las 24 (horas|h|hs) (del dia|al dia|);
    24 horas (al dia|del dia|por dia); 24 h al dia; las veinticuatro horas; dia y noche; 24 horas (todos|os 7|7);
    dia e noite; 24 ore su 24; 24 h su 24; h 24; h24; giorno e notte; 24 uur per dag; 24 uur; dag en nacht;
    24 hores (al dia|); ddydd a nos; 24 awr y dydd; dygnet runt; dognet rundt; cala dobe; круглосуточно; 7 / 24;
"""
#: A duration, not a time of day: "within 24 hours", "the last 24 hours".
DURATION_BEFORE = known(
    """
    within in last past previous next every under than less after for up max maximum innerhalb binnen letzten
    dans sous en menos ultimas ultimos dentro entro ultime laatste every only about around over
    """
)
DURATION_UNITS = known(
    """
    hour hours hr hrs h minute minutes min mins day days working business week weeks stunden stunde minuten tage
    tagen heures heure jours horas hora dias minutos ore giorni uur dagen werkdagen werktagen werktage ouvres
    habiles uteis
    """
)

VAGUE = """
    (normal|usual|standard|regular|local|core|uk|our|university|) (office|business|working|work) (hours|hrs|hour|time);
    (office|business|working|work) - hours; in hours; during the (day|daytime);
    daytime (hours|); term time; (normal|usual) hours; weekday (daytimes|mornings|afternoons); burozeiten; burozeit;
    geschaftszeiten; dienstzeiten; arbeitszeit; arbeitszeiten; servicezeiten; tagsuber;
    (heures|horaires) de (bureau|travail|service); (heures|horaires) (ouvrables|ouvrees|d ' ouverture);
    horaires de bureaux; horario (de oficina|laboral|comercial|de trabajo|habil);
    (horas|horario) de expediente; horario de expediente; (durante o|em) horario comercial; horas de trabajo;
    (orario|orari|ore) (d ' ufficio|di ufficio|lavorativo|lavorativi|di lavoro); kantooruren; kantoortijden;
    werkuren; kantoortijd; (hores|horari) d ' oficina; oriau (swyddfa|gwaith); kontorstid; kontortid; godziny pracy;
    godzinach pracy; рабочее время; mesai saatleri; mesai saatlerinde; jam kerja;
"""
#: Outside such hours: says nothing of when somebody is there.
OUT_OF = """
    (out|outside) (of|) (normal|office|business|working|these|those|our|) (office|business|working|) hours;
    out - of - hours; after hours; after - hours;
    ausserhalb der (burozeiten|geschaftszeiten|dienstzeiten|servicezeiten);
    en dehors (des|de ces) (heures|horaires) (de bureau|ouvrables|d ' ouverture|);
    fuera de(l|) horario (de oficina|laboral|comercial|); fora do horario (comercial|de expediente|); fuori orario;
    (buiten|buiten de) (kantooruren|kantoortijden|werkuren|deze uren); ooh;
"""
ZONES = known(
    """
    gmt bst utc est edt et cst cdt ct mst mdt mt pst pdt pt cet cest mez mesz msk ist aest aedt awst nzst nzt
    hkt sgt wib eet eest wet west sast wat eat jst kst brt art gst cat local
    """
)
