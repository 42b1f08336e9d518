"""Purposes, identities, slogans; disclaimers; accounts that nobody looks after. All texts are made up."""

from __future__ import annotations

import pytest

from auditor.statements import read

EXPLICIT = [
    "News and events from Ashbourne Library.",
    "News, events & more from the Faculty of Arts.",
    "The latest from the School of Music.",
    "Latest news from our researchers",
    "Official account of the Ashbourne Dental School: clinics, research and talks.",
    "Follow us for updates on admissions and open days.",
    "Follow for campus news, stories and opportunities",
    "Sharing stories of our students and graduates.",
    "Bringing you everything that's happening at Ashbourne",
    "Keeping you up to date with road works on campus",
    "Stay up to date with life at Ashbourne.",
    "Your source for everything Ashbourne.",
    "Your guide to studying at Ashbourne",
    "Updates on buildings, parking and travel.",
    "Service updates from the IT team.",
    "Ashbourne IT: service status and advice. Questions? Tweet us.",
    "Tweets about marine biology and the people who do it",
    "We tweet about digital health.",
    "Tweeting the latest research from the lab.",
    "Customer care for residents of Ashbourne halls",
    "Here to answer questions about fees and funding.",
    "Answering questions about fees and funding",
    "Help and advice for international students.",
    "Information for current students at Ashbourne",
    "Account for prospective students: open days, courses, applying.",
    "Find out what's on at the Ashbourne Gallery",
    "What's on at Ashbourne: talks, shows and exhibitions.",
    "Stories, research and student life.",
    "Campus news and events",
    "Jobs and vacancies at Ashbourne University.",
    "Research news and comment from the Institute of Ageing",
    "Media enquiries and expert comment from the press office.",
    "Travel updates for the south campus",
    "Live updates from matches and training",
    "All the latest news, views and events from Ashbourne SU",
    "This page shares news and opportunities for alumni",
    "A feed of new books in our collection",
    "Promoting events at the Ashbourne Arts Centre",
    "Ashbourne University news, events and opportunities.",
    "Official source of news for staff and students",
    "Get the latest news from the engineering department",
    "Read about our research and meet our people.",
    "Discover what our scientists are working on",
    "Tips, deadlines and reminders for first-year students",
    "Posting new papers from the group",
    "Weather and safety alerts for the university community.",
    "Questions about your course? Ask us here.",
    "Highlighting the work of our volunteers",
    "Showcasing student work from the School of Art",
    # German
    "Neues aus Studium und Forschung an der Hochschule Seestadt",
    "Aktuelles rund um die Bibliothek",
    "Hier informieren wir über Veranstaltungen und Projekte.",
    "News, Termine und Einblicke aus dem Institut",
    "Wir informieren über Forschung und Lehre.",
    "Infos für Studierende und Studieninteressierte",
    "Nachrichten aus der Universität",
    # French
    "Toute l'actualité de l'Université de Rocheval",
    "Suivez-nous pour ne rien manquer de la vie du campus",
    "Actualités, agenda et vie étudiante.",
    "Retrouvez ici les actualités de la bibliothèque",
    "Informations pour les étudiants internationaux",
    # Spanish
    "Noticias y eventos de la Universidad de Monte Claro",
    "Síguenos para conocer toda la actualidad universitaria",
    "Toda la información sobre becas y ayudas",
    "Resolvemos tus dudas sobre la matrícula",
    "Información para estudiantes de nuevo ingreso",
    # Portuguese, Italian, Dutch, Catalan, Welsh
    "Notícias e eventos da Universidade de Rio Novo",
    "Acompanhe as novidades do nosso campus",
    "Notizie ed eventi dall'Università di Collalto",
    "Tutte le novità dall'ateneo",
    "Nieuws en evenementen van de Universiteit Noorddam",
    "Volg ons voor het laatste nieuws",
    "Notícies i activitats de la Facultat de Lletres",
    "Newyddion a digwyddiadau o Brifysgol Llanfor",
]
IDENTITY = [
    "Official account of the University of Ashbourne.",
    "The official Twitter feed of Ashbourne College",
    "Welcome to the official page of Elm Bridge University.",
    "Ashbourne University's official X account",
    "This is the official account of Ashbourne Dental School.",
    "Official Instagram of Ashbourne Rowing",
    "Tweets by the communications team.",
    "Offizieller Account der Hochschule Seestadt",
    "Hier twittert die Pressestelle der Hochschule Seestadt.",
    "Compte officiel de l'Université de Rocheval",
    "Cuenta oficial de la Universidad de Monte Claro",
    "Perfil oficial da Universidade de Rio Novo",
    "Profilo ufficiale dell'Università di Collalto",
    "Het officiële account van de Universiteit Noorddam",
    "Twitter oficial de la Facultat de Lletres",
    "Официальный аккаунт университета",
]
NONE = [
    "",
    "A leading university in the north of England.",
    "Founded in 1881. Home to 29,000 students.",
    "Learning. Discovery. Courage.",
    "Changing the world since 1881.",
    "We are a research-led university with a global outlook",
    "Top 20 in the Guardian. Gold for teaching.",
    "The oldest library in the county",
    "Providing first-class education to students from 100 countries.",
    "Department of Chemistry, University of Ashbourne",
    "Join the conversation with #Ashbourne",
    "Share your photos with #MyAshbourne",
    "Be part of something bigger.",
    "For news see @AshbourneNews",
    "News: @AshbourneNews. Events: @AshbourneEvents",
    "A charity for families, supporting parents through hard times.",
    "Ashbourne News is a daily paper with a long history.",
    "Where ideas grow.",
    "Call 01632 960001 for information.",
    "We help students to reach their goals.",
    "PhD student, runner, tea drinker.",
    "Die Hochschule Seestadt ist forschungsstark und weltoffen.",
    "Une université pluridisciplinaire au cœur de la ville",
    "Somos una universidad pública con 40 años de historia",
    "Una università con quattro secoli di storia",
]
DISCLAIMED = [
    "Views my own.",
    "All views are my own",
    "Views are mine, not my employer's.",
    "Tweets are my own.",
    "Opinions = mine",
    "opinions my own | RT ≠ endorsement",
    "Views expressed here are personal.",
    "Personal views only",
    "Views expressed are not those of the University.",
    "Tweets do not represent the views of Ashbourne University.",
    "Opinions don't necessarily reflect those of my employer",
    "All thoughts and opinions are mine alone",
    "Tweeting in a personal capacity.",
    "These are my views and nobody else's",
    "𝑉𝑖𝑒𝑤𝑠 𝑚𝑦 𝑜𝑤𝑛",
    "Meine Meinung ist meine eigene; Ansichten sind meine eigenen.",
    "Tweets rein privat",
    "Mes propos n'engagent que moi",
    "Les opinions exprimées sont personnelles",
    "Opiniones personales",
    "Tuits a título personal",
    "Opiniões pessoais",
    "Opinioni personali",
    "Op persoonlijke titel",
]
NOT_DISCLAIMED = [
    "RT ≠ endorsement",
    "Retweets are not endorsements. Links are for information.",
    "News and views from Ashbourne.",
    "Our own research, in our own words",
    "Personal stories of people who study here",
    "We welcome your views on the new library",
    "Posts personal development tips for staff",
    "Comments are moderated by our own team.",
    "Have your say: your views matter.",
    "The university reflects the views of its region.",
    "Owned by the students' union.",
]
UNMONITORED = [
    "This account is not monitored.",
    "Account not monitored",
    "Unmonitored account. For help see our website.",
    "We do not monitor this account.",
    "This account is no longer in use.",
    "This account is no longer active; follow @AshbourneUni instead.",
    "We no longer use this feed.",
    "This feed isn't monitored",
    "Non-monitored feed of press releases",
    "Inactive account.",
    "Automated feed of new items in the repository.",
    "This account has moved.",
    "Replies are not read.",
    "We don't read replies.",
    "Account closed. Please follow @AshbourneLaw.",
    "Dieser Account wird nicht betreut.",
    "Kanal wird nicht mehr gepflegt.",
    "Compte non modéré",
    "Ce compte n'est plus actif.",
    "Cuenta no monitorizada",
    "Esta cuenta ya no está activa.",
    "Conta não monitorada",
    "Account non monitorato",
    "Dit account wordt niet gemonitord.",
]
MONITORED = [
    "Not monitored 24/7.",
    "This account is not monitored 24 hours a day",
    "Not always monitored.",
    "Not constantly monitored",
    "This account is not monitored at weekends.",
    "Not monitored outside office hours.",
    "Not monitored after 5pm.",
    "Monitored Mon-Fri 9-5",
    "We don't reply to abuse.",
    "We cannot answer every tweet.",
    "We monitor air quality, not people.",
    "Not used to the rain yet?",
    "Bee populations are no longer monitored by hand",
    "DMs are not monitored",
    "Environmental monitoring group",
    "Updated when there is something to say.",
    "Nicht rund um die Uhr betreut.",
    "No longer a secret: our garden.",
]


@pytest.mark.parametrize("text", EXPLICIT)
def test_a_stated_purpose_is_read(text: str) -> None:
    assert read(text).purpose == "explicit", read(text)


@pytest.mark.parametrize("text", IDENTITY)
def test_whose_account_it_is_is_no_purpose(text: str) -> None:
    assert read(text).purpose == "identity", read(text)


@pytest.mark.parametrize("text", NONE)
def test_a_description_of_the_organisation_is_no_purpose(text: str) -> None:
    assert read(text).purpose == "none", read(text)


@pytest.mark.parametrize("text", DISCLAIMED)
def test_a_disclaimer_of_views_is_read(text: str) -> None:
    assert read(text).personal_disclaimer, read(text)


@pytest.mark.parametrize("text", NOT_DISCLAIMED)
def test_what_is_no_disclaimer_of_views_is_not_taken_for_one(text: str) -> None:
    assert not read(text).personal_disclaimer, read(text)


@pytest.mark.parametrize("text", UNMONITORED)
def test_an_account_that_nobody_looks_after_is_told(text: str) -> None:
    assert read(text).unmonitored, read(text)


@pytest.mark.parametrize("text", MONITORED)
def test_an_account_that_somebody_looks_after_is_not_called_unmonitored(text: str) -> None:
    assert not read(text).unmonitored, read(text)
