"""Words to make believable accounts of: units, people who do not exist, what units post, what visitors ask."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the university: `short` completes a handle (nine letters at most), `about` a purpose."""

    name: str
    short: str
    about: str
    audience: str = "students and staff"


_TABLE = """
Corporate Communications||news, research and stories from across the university|everyone
Library|library|news, opening times and study help for readers|students and researchers
Student Recruitment|apply|advice on applying, open days and offers|applicants
Law|law|news, events and student stories from the law school|law students
Management School|ulms|news and events for students, alumni and employers|business students
Engineering|eng|projects, events and careers advice for engineers|engineering students
Computer Science|compsci|research, talks and projects in computing|computing students
Physics|physics|research news and talks in physics|physics students
Chemistry|chem|laboratory news, talks and outreach in chemistry|chemistry students
Mathematics|maths|talks, puzzles and news for mathematicians|mathematics students
Architecture|arch|student work, lectures and exhibitions|architecture students
Arts|arts|events and research in the arts and humanities|arts students
English|english|readings, research and course news|literature students
History|history|research, walks and talks on history|history students
Music|music|concerts, recitals and course news|music students and audiences
Modern Languages|langs|courses, culture and year-abroad advice|language students
Philosophy|phil|talks, reading groups and course news|philosophy students
Archaeology|digs|digs, finds and course news|archaeology students
Geography|geog|field trips, research and course news|geography students
Planning|planning|research and events on towns and places|planning students
Environmental Sciences|enviro|field work and research on land, sea and air|science students
Ocean Sciences|ocean|cruises, data and research on the sea|science students
Earth Sciences|earth|field work and research on rocks and volcanoes|science students
Life Sciences|life|research and teaching news in the life sciences|bioscience students
Psychology|psych|studies to take part in, talks and course news|psychology students
Medicine|med|news and support for students of medicine|medical students
Dentistry|dental|news and clinics for students and patients|dental students and patients
Veterinary Science|vets|news and advice for students and animal owners|veterinary students
Nursing|nursing|news and placement advice for nursing students|nursing students
Allied Health|allied|news and placements in the allied health professions|health students
Public Health|pubhlth|research and policy news in public health|researchers
Tropical Health|tropic|research news on health in the tropics|researchers
Pharmacology|pharma|research news on medicines|researchers
Sport|sport|fixtures, classes and gym news|members and students
Sports Centre|gym|classes, opening news and offers|members
Student Union Liaison|union|joint events and news for students|students
Student Services|support|help with money, health and wellbeing|students
Careers|careers|jobs, internships and careers advice|students and employers
Accommodation|halls|news and help for students living in halls|residents
Catering|food|menus, offers and opening news|students and staff
Estates|estates|building work, travel and campus news|staff and students
Sustainability|green|projects and events for a greener campus|staff and students
Information Services|it|service news and help with computers and accounts|staff and students
Research Office|research|calls, results and stories of research|researchers
Impact Team|impact|stories of research at work in the world|partners
Doctoral College|pgr|training, events and support for doctoral students|doctoral students
Postgraduate Study|postgrad|advice on taught postgraduate courses|applicants
International Office|intl|advice for students from abroad|international students
Study Abroad|abroad|exchanges, summer schools and advice|exchange students
English Language Centre|elc|courses and advice for learners of English|language learners
Continuing Education|learn|short courses, evening classes and talks|adult learners
Alumni|alumni|news, reunions and stories for graduates|graduates
Giving|giving|appeals and thanks to supporters of the university|supporters
Public Engagement|engage|family days, talks and science festivals|families
Museum|museum|exhibitions, family events and collections|visitors
Art Gallery|gallery|exhibitions, talks and the art collections|visitors
Botanic Gardens|gardens|plants, walks and events in the gardens|visitors
Observatory|stars|open nights and news of the sky|families
Press|press|news for journalists, experts and statements|journalists
Events|events|public lectures and ceremonies|the public
Graduation|grad|dates, tickets and pictures of graduation|graduates and families
Welcome Week|welcome|events and advice for new students|new students
Open Days|opendays|dates, booking and tips for open days|applicants
Widening Participation|access|events for schools and colleges|schools
Teachers Network|teach|resources and events for teachers|teachers
Education Studies|educ|course news and classroom research|trainee teachers
Sociology|soc|talks, research and course news|social science students
Criminology|crim|talks, research and course news in criminology|social science students
Politics|politics|debates, research and course news|politics students
Economics|econ|seminars, data and course news|economics students
Accounting|finance|course news and professional advice|finance students
Marketing Group|mktgrp|seminars and course news in marketing|business students
Innovation Factory|innov|help for start-ups and partners|businesses
Business Gateway|business|help for companies that want to work with us|businesses
Staff Development|develop|courses and coaching for colleagues|staff
Human Resources|jobs|vacancies and what it is like to work here|job seekers
Safety Office|safety|safety advice and training for campus|staff and students
Chaplaincy|chaplain|events, quiet space and a listening ear|staff and students
Nursery|nursery|news for parents and carers|parents
Radio Workshop|radio|programmes, schedules and student shows|listeners
Film Unit|films|films made on campus and how they were made|the public
Data Centre|data|open data, training and talks on data|researchers
Robotics Lab|robots|robots, demonstrations and open days|the public
Materials Group|matter|research and instruments for new materials|researchers
Energy Group|energy|research and talks on energy|researchers
Heart Group|heart|studies and talks on the heart|patients and researchers
Cancer Group|cancer|trials, research and talks on cancer|patients and researchers
Ageing Group|ageing|research and events on healthy ageing|the public
Microscopy Unit|micro|images, training and booking news|researchers
Genomics Unit|genes|sequencing news and training|researchers
""".strip()

UNITS: tuple[Unit, ...] = tuple(Unit(*line.split("|")) for line in _TABLE.splitlines())

FIRST = ["Ada", "Bryn", "Cora", "Dev", "Ewan", "Faye", "Gita", "Hugh", "Ines", "Jomo", "Kira", "Lowri", "Milo", "Nadia", "Owen", "Priya", "Quinn", "Rhys", "Sana", "Tomos", "Una", "Viv", "Wren", "Yusuf", "Zara"]
LAST = ["Ashdown", "Birkett", "Calderbrook", "Dunmore", "Elsworth", "Fennimore", "Garstang", "Hollowell", "Ibbotson", "Jessop", "Kirkbride", "Lathom", "Merrivale", "Northgate", "Ormerod", "Pendlebury", "Quayle", "Rushbrook", "Stanhill", "Thornley", "Underhay", "Vexley", "Wetherlam", "Yarrowby"]

STORIES = (
    "Our autumn programme is out, with something for every evening of the week.",
    "A warm welcome to the new colleagues who joined us this month.",
    "The results of our spring survey are in, and we have acted on them.",
    "Booking is open for the next round of workshops.",
    "Thank you to everyone who came to the lecture last night.",
    "A look behind the scenes at what the team has been building.",
    "Applications for the summer scheme close at the end of the month.",
    "New guidance is on our pages, written with student representatives.",
    "Three of our students have won places in the national final.",
    "The exhibition runs until the end of term and entry is free.",
    "We have published a short film about this year's field work.",
    "Here is what we learned from a year of working with local schools.",
)
ALTS = (
    "Students talking on the steps of a red-brick building", "A shelf of bound journals under a reading lamp",
    "A group around a table with plans spread out", "A lecture theatre seen from the back row",
    "A researcher at a bench with a microscope", "Flags along a path on the first day of term",
)
FILMS = (
    "A day in the life of a first-year", "How our tutorials work", "Inside the new teaching building", "Meet the team",
    "What happens in an open-day tour", "Why I chose this course",
)
QUESTIONS = (
    "What time does the building open on Saturday?", "Is there still room in the workshop?", "Where do I send my form?",
    "Can I bring a guest to the lecture?", "Will the talk be recorded?", "Do I need to book for the tour?",
)
ANSWERS = (
    "Yes, and all details are on our page.", "Thanks for asking: please come to the front desk.",
    "It will be, and the link goes out next week.", "There is room, just book through the page.",
)
