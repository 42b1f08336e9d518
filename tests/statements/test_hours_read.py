"""Hours as people write them, in many languages, and what only looks like them. All texts are made up."""

from __future__ import annotations

import pytest

from auditor.statements import read, windows

MF95 = "Mon-Fri 09:00-17:00"

STATED: list[tuple[str, str]] = [
    # times and days, in English
    ("Monitored Mon-Fri 9-5.", MF95),
    ("Account monitored 9am–5pm, Monday to Friday.", MF95),
    ("Staffed weekdays 9.00-17.00", MF95),
    ("Tweets answered 0900-1700 Mon to Fri", MF95),
    ("We're here Mon – Fri 9 a.m. – 5 p.m.", MF95),
    ("We are online from nine to five on weekdays", MF95),
    ("Replies M-F 9-5", MF95),
    ("We reply between 9am and 5pm on working days.", MF95),
    ("Monitored Mon–Thu 8.30am to 5pm and Fri 8.30am to 4.30pm", "Mon-Thu 08:30-17:00; Fri 08:30-16:30"),
    ("Here to help Mon-Fri 8am-8pm, Sat 9am-1pm", "Mon-Fri 08:00-20:00; Sat 09:00-13:00"),
    ("Answering your questions 8am-8pm Mon-Fri, 10am-4pm Sat-Sun", "Mon-Fri 08:00-20:00; Sat-Sun 10:00-16:00"),
    ("Manned Mon-Fri 9-5, Sat & Sun 10-4", "Mon-Fri 09:00-17:00; Sat-Sun 10:00-16:00"),
    ("Moderated daily 10:00-22:00", "Mon-Sun 10:00-22:00"),
    ("Monitored 7 days a week, 8am to 10pm", "Mon-Sun 08:00-22:00"),
    ("Monitored every day except Sunday 9am - 6pm", "Mon-Sat 09:00-18:00"),
    ("Team online Tue, Thu 10-12", "Tue 10:00-12:00; Thu 10:00-12:00"),
    ("We answer Mon, Wed & Fri 1-4pm", "Mon 13:00-16:00; Wed 13:00-16:00; Fri 13:00-16:00"),
    ("Monitored 24/7", "Mon-Sun 00:00-24:00"),
    ("We monitor this page 24 hours a day, 7 days a week.", "Mon-Sun 00:00-24:00"),
    ("We're here round the clock", "Mon-Sun 00:00-24:00"),
    ("Account staffed 24x7", "Mon-Sun 00:00-24:00"),
    ("Monitored Mon-Fri noon to midnight", "Mon-Fri 12:00-24:00"),
    ("Night desk replies 10pm-6am daily", "Mon-Sun 22:00-06:00"),
    ("We reply 9am-5pm", "09:00-17:00"),
    ("Monitored Mon-Fri, 9:30am-4:30pm (UK time), excluding bank holidays.", "Mon-Fri 09:30-16:30"),
    ("Monitored 9-5 Mon-Fri (closed weekends)", MF95),
    ("This account is monitored Monday through Friday from 8:00 AM until 4:30 PM ET", "Mon-Fri 08:00-16:30"),
    ("Not monitored outside Mon-Fri 9am-5pm", MF95),
    ("Hours: Mon-Fri 9-5", MF95),
    ("Tweeting Mon-Fri 9-5.", MF95),
    ("On duty Mon–Sat 07:00–19:00, Sun 08:00–18:00", "Mon-Sat 07:00-19:00; Sun 08:00-18:00"),
    ("DMs open Mon-Fri 10-4", "Mon-Fri 10:00-16:00"),
    ("Get in touch: we respond Mon 10-12 / Thu 2-4pm", "Mon 10:00-12:00; Thu 14:00-16:00"),
    (
        "Monitored 8.45am to 5.15pm Mondays to Thursdays and 8.45am to 4.45pm on Fridays",
        "Mon-Thu 08:45-17:15; Fri 08:45-16:45",
    ),
    ("News and advice from the estates team. Weekdays 08:00-16:30", "Mon-Fri 08:00-16:30"),
    ("Mon-Fri 9-12, 13-17: we answer here", "Mon-Fri 09:00-12:00; Mon-Fri 13:00-17:00"),
    # how it is typed
    ("𝗠𝗼𝗻𝗶𝘁𝗼𝗿𝗲𝗱 𝗠𝗼𝗻–𝗙𝗿𝗶 𝟵𝗮𝗺–𝟱𝗽𝗺", MF95),
    ("Ｍｏｎｉｔｏｒｅｄ Ｍｏｎ－Ｆｒｉ ９－５", MF95),
    ("Mоnitоrеd Моn-Fri 9-5", MF95),  # with Cyrillic letters in it
    ("Monitored\u00a0Mon\u2011Fri\u202f9\u2013\u20095", MF95),
    ("Monitored 🕘 Mon-Fri ⏰ 9am-5pm 🕔", MF95),
    ("MONITORED MON-FRI 9AM-5PM", MF95),
    ("Monitored Mon → Fri, 9am → 5pm", MF95),
    ("Monitored Mon--Fri 9am -- 5pm", MF95),
    ("Monitored Mon.-Fri. 9 a.m.-5 p.m.", MF95),
    ("Monitored:\nMon-Thu 9-5\nFri 9-4", "Mon-Thu 09:00-17:00; Fri 09:00-16:00"),
    ("Monitored Mo\u0301n-Fri 9-5", MF95),
    # German
    ("Betreut Mo–Fr 9–17 Uhr", MF95),
    ("Wir antworten montags bis freitags von 9:00 bis 17:00 Uhr.", MF95),
    ("Community Management werktags 9-17 Uhr", MF95),
    ("Wir sind Mo.-Do. 8-16 Uhr und Fr. 8-14 Uhr für euch da.", "Mon-Thu 08:00-16:00; Fri 08:00-14:00"),
    ("Besetzt Mo bis Fr 8.30 bis 16.30 Uhr", "Mon-Fri 08:30-16:30"),
    ("Wir sind rund um die Uhr für Sie da", "Mon-Sun 00:00-24:00"),
    ("Erreichbar täglich 8–20 Uhr", "Mon-Sun 08:00-20:00"),
    # French
    ("Nous répondons du lundi au vendredi de 9h à 17h", MF95),
    ("Compte modéré du lundi au jeudi, 9h-12h30 et 14h-18h", "Mon-Thu 09:00-12:30; Mon-Thu 14:00-18:00"),
    ("On vous répond 7j/7 de 8h à 22h", "Mon-Sun 08:00-22:00"),
    ("À votre écoute 24h/24 et 7j/7", "Mon-Sun 00:00-24:00"),
    ("Réponses les jours ouvrés entre 9 h et 17 h", MF95),
    # Spanish
    ("Atendemos de lunes a viernes de 9 a 17 h", MF95),
    ("Respondemos L-V 9:00-17:00", MF95),
    ("Horario de atención: lunes a jueves 9:00 a 18:00, viernes 9:00 a 15:00", "Mon-Thu 09:00-18:00; Fri 09:00-15:00"),
    ("Te respondemos todos los días de 8h a 22h", "Mon-Sun 08:00-22:00"),
    ("Atención las 24 horas", "Mon-Sun 00:00-24:00"),
    # Portuguese
    ("Respondemos de segunda a sexta, das 9h às 17h", MF95),
    ("Atendimento: 2ª a 6ª, 9h-17h", MF95),
    ("Respostas nos dias úteis entre as 9h e as 17h", MF95),
    # Italian
    ("Rispondiamo dal lunedì al venerdì, dalle 9 alle 17", MF95),
    ("Siamo online lun-ven 9.00-17.00", MF95),
    ("Risposte nei giorni feriali dalle ore 9 alle ore 17", MF95),
    # Dutch
    ("Wij reageren op werkdagen van 9.00 tot 17.00 uur", MF95),
    ("Webcare ma t/m vr 9-17u", MF95),
    ("Bereikbaar maandag tot en met vrijdag tussen 9 en 17 uur", MF95),
    # others
    ("Responem de dilluns a divendres de 9 a 17 h", MF95),
    ("Monitro Llun-Gwener 9yb-5yh", MF95),
    ("Vi svarar vardagar 9-17", MF95),
    # worded more freely
    ("Moderated Tue–Sat, 10 till 6.", "Tue-Sat 10:00-18:00"),
    ("We're awake 7–23h daily", "Mon-Sun 07:00-23:00"),
    ("Antworten: Mo–Do 8–18 Uhr, Fr 8–13 Uhr", "Mon-Thu 08:00-18:00; Fri 08:00-13:00"),
    ("Rispondiamo nei giorni feriali, 9–13 e 14–18.", "Mon-Fri 09:00-13:00; Mon-Fri 14:00-18:00"),
    ("Wij antwoorden op werkdagen tussen 9 en 5.", "Mon-Fri 09:00-17:00"),
    ("Respondemos de lunes a viernes, de 9 a 14 h y de 16 a 18 h.", "Mon-Fri 09:00-14:00; Mon-Fri 16:00-18:00"),
    ("Atendemos mensagens de 2ª a 6ª, 9h–18h.", "Mon-Fri 09:00-18:00"),
    ("Monitored 6am–11.59pm daily", "Mon-Sun 06:00-23:59"),
    ("On shift: Mon–Fri 22:00–06:00.", "Mon-Fri 22:00-06:00"),
    ("Night line. DMs answered 8pm–8am every night in term", "Mon-Sun 20:00-08:00"),
    ("Monitored weekdays, nine till half five.", "Mon-Fri 09:00-17:30"),
    ("Tweets read 10–12 & 2–4, Mon–Thu", "Mon-Thu 10:00-12:00; Mon-Thu 14:00-16:00"),
    ("We answer at lunchtime, 12–2, Mon–Fri.", "Mon-Fri 12:00-14:00"),
    ("Monitored Monday 9-12, Wednesday 13-16", "Mon 09:00-12:00; Wed 13:00-16:00"),
    ("Account live 8.00–18.00 (weekends 10.00–16.00)", "Mon-Fri 08:00-18:00; Sat-Sun 10:00-16:00"),
    ("account staffed 365 days, 8am to 8pm", "Mon-Sun 08:00-20:00"),
    ("Replies between the hours of 9am and 5pm on working days", "Mon-Fri 09:00-17:00"),
    ("Monitored 9 - 17 (CET), Mon - Fri", "Mon-Fri 09:00-17:00"),
    ("Hier antwortet das Presseteam werktags von neun bis siebzehn Uhr", "Mon-Fri 09:00-17:00"),
    ("Nous répondons de neuf heures à dix-sept heures, du lundi au vendredi", "Mon-Fri 09:00-17:00"),
    ("Respondemos de nueve a cinco, de lunes a viernes", "Mon-Fri 09:00-17:00"),
    ("We check messages Mon–Fri from 9 in the morning to 5 in the afternoon", "Mon-Fri 09:00-17:00"),
    ("Monitored 9-5 (Mon-Fri) and 10-4 (Sat-Sun)", "Mon-Fri 09:00-17:00; Sat-Sun 10:00-16:00"),
    ("Online Monday to Wednesday 9am–5pm and Thursday to Friday 9am–4pm", "Mon-Wed 09:00-17:00; Thu-Fri 09:00-16:00"),
    ("We answer here Mon–Fri 8:00–18:00, Sat 9:00–13:00, closed Sun.", "Mon-Fri 08:00-18:00; Sat 09:00-13:00"),
    ("We're here all day every day, 8-8", "Mon-Sun 08:00-20:00"),
    ("Monitored in working hours (weekdays, 8.45–17.15)", "Mon-Fri 08:45-17:15"),
    ("Monitored 0800hrs – 1600hrs, Monday–Friday", "Mon-Fri 08:00-16:00"),
    ("Responses weekdays from 8 until 8", "Mon-Fri 08:00-20:00"),
    ("Team replies 09h00–17h00 (lun–ven)", "Mon-Fri 09:00-17:00"),
    ("Support on X: Mo – Fr, 8 – 17 Uhr (außer an Feiertagen)", "Mon-Fri 08:00-17:00"),
    (
        "Staffed by librarians: M-Th 8a-9p, F 8a-5p, Sa 10a-5p, Su 1p-9p",
        "Mon-Thu 08:00-21:00; Fri 08:00-17:00; Sat 10:00-17:00; Sun 13:00-21:00",
    ),
    (
        "Ask us! Mon-Thurs 8am-midnight; Fri 8am-6pm; Sat 10am-6pm; Sun noon-midnight",
        "Mon-Thu 08:00-24:00; Fri 08:00-18:00; Sat 10:00-18:00; Sun 12:00-24:00",
    ),
    ("Monitored on Mondays, Tuesdays and Thursdays, 9.30am-2.30pm", "Mon-Tue 09:30-14:30; Thu 09:30-14:30"),
    ("We monitor Mon-Fri from 09:00 (GMT) to 17:00 (GMT)", "Mon-Fri 09:00-17:00"),
    ("We reply every day from 9am till 9pm, bank holidays included", "Mon-Sun 09:00-21:00"),
    ("Replies: wkdays 9-5", "Mon-Fri 09:00-17:00"),
    ("Wkdays 9-5, we answer", "Mon-Fri 09:00-17:00"),
    ("Tweets answered M-F, 9-to-5", "Mon-Fri 09:00-17:00"),
    ("The library's account. Answered term time only, Mon-Fri 9-5", "Mon-Fri 09:00-17:00"),
    ("Monitored 9am-5pm on school days", "09:00-17:00"),
    ("Monitored by real people, 8 to 6, Monday to Saturday", "Mon-Sat 08:00-18:00"),
    ("A human reads this Mon–Fri 10:00–15:00", "Mon-Fri 10:00-15:00"),
    ("Somebody is here from 9 to 5 on weekdays", "Mon-Fri 09:00-17:00"),
    ("Expect an answer Mon-Fri 9-5", "Mon-Fri 09:00-17:00"),
    ("Desk staffed 08.00–20.00 seven days a week", "Mon-Sun 08:00-20:00"),
    ("You'll find us tweeting weekdays 9 til 5", "Mon-Fri 09:00-17:00"),
    ("Betreuung durch die Pressestelle: Mo-Fr 9:00-15:00", "Mon-Fri 09:00-15:00"),
    ("Redaktion: Mo-Fr 8-16 Uhr", "Mon-Fri 08:00-16:00"),
    ("Permanence : lun-ven 9h-17h", "Mon-Fri 09:00-17:00"),
    ("Équipe présente du lundi au samedi de 10h à 19h", "Mon-Sat 10:00-19:00"),
    ("Equipo en línea lun–vie 9–18 h", "Mon-Fri 09:00-18:00"),
    ("Equipa online dias úteis 9h30–17h30", "Mon-Fri 09:30-17:30"),
    ("Il team risponde dal lun al ven, 9:00–18:00", "Mon-Fri 09:00-18:00"),
    ("Redactie bereikbaar: ma t/m do 9–17 u., vr 9–13 u.", "Mon-Thu 09:00-17:00; Fri 09:00-13:00"),
]

NOT_STATED: list[str] = [
    "Open Mon-Fri 9-5. Come and see the collection.",
    "Opening hours: Mon-Sat 10am-6pm",
    "Library open 24/7 during term.",
    "Our café serves lunch Mon-Fri 12-2.",
    "Call us Mon-Fri 9am-5pm on 01632 960 001.",
    "Phone lines open weekdays 8am-6pm.",
    "Helpline 01632 960002, Mon-Fri 9-5",
    "We try to reply within three hours.",
    "We respond within two working days.",
    "Replies can take up to 24 hours.",
    "Not monitored 24/7.",
    "This account is not monitored at weekends.",
    "Not monitored.",
    "News 24/7 from the heart of the county.",
    "Round-the-clock emergency care for the region.",
    "Security patrols campus 24 hours a day.",
    "Live on air Mon-Fri 7am-10am.",
    "Tune in every weekday, 6-9am.",
    "Join us for evensong Sundays 5-6pm.",
    "Meetings Tuesdays 6pm-8pm in the main hall.",
    "We tweet daily at 12.",
    "Daily updates on marine research.",
    "Founded 1914-1918. Ages 5-18.",
    "Deadline Friday 9 October, 5pm.",
    "Contact @AshbourneHelp - Monday to Friday, 9am-5pm.",
    "@AshbourneIT is staffed Mon-Fri 8-6; we are not.",
    "9-5 is not my kind of life.",
    "Score: 3-2. Room 9-5, flat 24.",
    "Tel. 01632 960-1234, 0900-1700 ref",
    "Geöffnet Mo-Fr 9-17 Uhr",
    "Ouvert du lundi au vendredi de 9h à 17h",
    "Abierto de lunes a viernes de 9 a 17 h",
    "Aberto de segunda a sexta das 9h às 17h",
    "Aperto dal lunedì al venerdì dalle 9 alle 17",
    "Geopend ma t/m vr 9-17 uur",
    "Telefonisch erreichbar Mo-Fr 9-12 Uhr",
    "Öffnungszeiten: Mo-Fr 10-18 Uhr",
    "Urgences 24h/24 et 7j/7",
    "Servicio de emergencias 24 horas",
    "Gym and pool. Mon-Fri 6am-10pm.",
    "Museum shop: Tue-Sun 10-5",
    "Email us Mon-Fri 9-5 at the office.",
    "Delivering parcels Mon-Sat 8-6",
    "The show airs weekdays 4pm-6pm on Ashbourne FM.",
    "Drop-in sessions Wed 2-4pm, room 12.",
    "Ask us anything! Out of hours call security.",
    "",
    "   ",
    "Mon",
    "24",
]

VAGUE: list[str] = [
    "Monitored during office hours.",
    "We reply in working hours.",
    "Staffed Monday to Friday.",
    "This account is monitored on weekdays.",
    "Betreut zu den Bürozeiten.",
    "Nous répondons aux heures de bureau.",
    "Respondemos en horario de oficina.",
    "Wij reageren tijdens kantooruren.",
    "Rispondiamo in orario d'ufficio.",
    "Tweets answered Mon-Fri.",
]


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_hours_are_read(text: str, expected: str) -> None:
    statement = read(text)
    assert statement.hours_stated, statement.reasons
    assert "; ".join(map(str, statement.hours)) == expected
    assert not statement.hours_vague


@pytest.mark.parametrize("text", NOT_STATED)
def test_what_is_not_the_accounts_hours_is_not_taken_for_them(text: str) -> None:
    statement = read(text)
    assert not statement.hours_stated, (statement.quotes, statement.reasons)
    assert statement.hours == ()


@pytest.mark.parametrize("text", VAGUE)
def test_hours_without_clock_times_are_vague(text: str) -> None:
    statement = read(text)
    assert statement.hours_stated, statement.reasons
    assert statement.hours_vague


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_every_quote_is_the_authors_own_words(text: str, expected: str) -> None:
    for quote in read(text).quotes.values():
        assert text[quote.start : quote.end] == quote.text != "", expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("9-5", "09:00-17:00"),
        ("Mon-Fri 9-5", MF95),
        ("weekdays, 9 to 5", MF95),
        ("24/7", "Mon-Sun 00:00-24:00"),
        ("Mon-Fri", "Mon-Fri"),
        ("Mo-Fr 9-17 Uhr; Sa 10-14 Uhr", "Mon-Fri 09:00-17:00; Sat 10:00-14:00"),
        ("see website", ""),
        ("", ""),
        ("Mon 9-5, Tue 9-5, Wed 9-1", "Mon-Tue 09:00-17:00; Wed 09:00-13:00"),
        ("Opening hours Mon-Fri 9-5", MF95),
        ("9.00-12.30 / 13.30-17.00 Mon-Fri", "Mon-Fri 09:00-12:30; Mon-Fri 13:30-17:00"),
        ("office hours", ""),
    ],
)
def test_the_registers_hours_need_no_verb(cell: str, expected: str) -> None:
    assert "; ".join(map(str, windows(cell))) == expected
