"""More texts of each kind, all made up: the wordings that people use, and those that only resemble them."""

from __future__ import annotations

import pytest

from auditor.statements import read

HOURS = """
Presseteam, erreichbar Mo-Fr 9-17 Uhr auf diesem Kanal
Dieser Kanal wird werktags von 8 bis 16 Uhr betreut
Fragen? Wir antworten Mo-Fr 9-15 Uhr
Euer Social-Media-Team ist von Mo bis Fr für euch da: 9-17 Uhr
Betreuungszeiten: Mo-Do 9-16, Fr 9-13 Uhr
Community-Management Mo-Fr 9-18 Uhr
Compte animé du lundi au vendredi, 9h-18h
Le service communication vous répond de 9h à 17h du lundi au vendredi
Veille assurée 7j/7 de 8h à 20h
Modération : lun-ven 9h-17h
Cuenta atendida de lunes a viernes, 9:00-14:00
Respondemos mensajes L-V 9-18 h
Horario de respuesta: lunes a viernes, 10:00 a 14:00
Resolvemos dudas de lunes a jueves, de 9 a 14 h
Conta gerida em dias úteis, 9h-17h
Respondemos às mensagens seg-sex 9h-18h
Account presidiato lun-ven 9-17
Rispondiamo ai messaggi nei giorni feriali 9-13
Dit account is bemand op werkdagen, 8.30-17.00 uur
We beantwoorden vragen ma-vr 9-17 uur
Atenem consultes de dl a dv, 9-14 h
Ateb cwestiynau Llun-Gwener 9yb-5yh
Vi svarar på frågor mån-fre 8-16
Vi besvarer spørgsmål man-fre 9-15
Our social media channels are monitored by the communications team between the hours of 9am and 5pm Monday to Friday (excluding bank holidays).
We check our accounts during office hours (8.30am to 5pm Monday to Thursday and 8.30am to 4.30pm on Fridays).
Our social media accounts are not monitored 24/7. We aim to respond during office hours, 9am to 5pm, Monday to Friday.
We will respond between 8.30am – 5pm Monday to Thursday, and 8.30am – 4.30pm on a Friday.
The account is staffed during normal business hours of 8am to 5pm, Monday through Friday, excluding holidays
We update and monitor our accounts during office hours, Monday to Friday 9am - 5pm.
We'll be monitoring our pages from 9am to 5pm, Monday to Friday
Please note this account is only monitored Monday - Friday between 09.00 and 17.00.
If you contact us outside of 9am-5pm Monday to Friday we will reply the next working day
You can expect a response within one working day. We are online from 9am to 5pm Monday to Friday.
Messages received outside of our working hours (Mon-Fri 9am-5pm) will be answered the next working day
We don't monitor this page outside of office hours (Monday to Friday, 9am to 5pm).
The team is available to reply from Monday to Friday, 9am to 5pm. Emergencies: call 999
Call our contact centre Mon-Fri 8-8. Tweets monitored 9-5.
We aim to respond within 1 hour, 24/7
We respond within 24 hours, Mon-Fri 9-5
Here for you 24/7
We're here Mon-Fri 9am-5pm. For emergencies call 999.
Tweet us Mon-Fri 8.30am - 5pm. Out of hours emergencies 01632 960100
Official account of Elm Bridge Council. Monitored 9-5, Mon-Fri. Report it: https://t.co/abc
Council news & info. We're online 8.45am-5.15pm Mon-Thurs, 8.45am-4.45pm Fri
Contact us Mon-Fri 9am-5pm for help with council services
Get help with your studies. Monday - Friday 10am-4pm.
Our team is available to answer your tweets between 8am and 8pm, 7 days a week
We aim to respond to all tweets during office hours (Mon-Fri, 9am-5pm)
Follow for news. Tweets monitored 9am-5pm (Mon-Fri)
Admissions Q&A. Online Mon - Thu: 9 - 5 | Fri: 9 - 4.30
Here to help Monday-Friday, 9am-5pm - DM us!
Got a question? Ask us, Mon–Fri 09:00–17:00
Customer service team here 7am - 10pm every day
Official feed. Staffed 0700-1900 Mon-Fri, 0900-1700 Sat/Sun
Bus news and updates. We tweet 6am to 8pm weekdays and 8am to 6pm weekends
This account is manned from 9am to 5pm Monday to Friday by the Comms Team
Responding to queries 9:00 - 17:30 M-F
Enquiries answered 9am–5pm weekdays (UK time).
Service updates. Monitored during working hours 8:30-17:00 Monday-Friday
Monitored by @AshbourneComms 9-5pm Mon-Fri
Checked Mon–Fri, 9am–4pm
We monitor this account from 8am - 6pm, Monday to Friday
Feed is monitored weekdays 9am–5pm, not 24/7.
Account not monitored 24/7. We're here 9-5 Mon-Fri.
Not monitored 24/7 – we reply Mon-Fri, 9-5
Answering questions on Twitter between 9am & 5pm, Monday-Friday
Call 01632 960001 or tweet us 8am-6pm Mon-Fri
Need us? Mon-Fri 8:30am-6pm via DM
Replies Monday to Friday 8am to 6pm
Social team in 9-5 Mon-Fri.
Twitter support hours 8-6 Mon-Fri
Tweets from the Communications Team, Mon-Fri, 9-5
Updates by the press office Mon-Fri 8am-6pm
Duty press officer tweets 9-5 Mon-Fri
Monitored 9am-5pm weekdays. Emergency? Dial 999. Non-emergency 101.
Ashbourne Police. Do not report crime here. Monitored 24/7? No: 9-5 Mon-Fri.
Available 9am - 5pm (GMT), Monday through Friday
Advisers available on here 10am–3pm Mon–Fri
Open to your questions Mon-Fri 9-5
Find us here Mon-Fri 8:00 - 16:00
Chat to us Mon - Thurs 8.30 - 5.15, Fri 8.30 - 4.45
ITS Service Desk. Phones 8-6, tweets 9-5 Mon-Fri
Monitored by staff 8 a.m. - 5 p.m. CST M-F
Ask a librarian! M-F 8-5 CT.
Hours: 9AM-5PM EST (M-F)
Mon-Fri: 8am-5pm PST. We respond to mentions & DMs
Twitter hours: 8am–8pm ET Mon–Fri, 9am–5pm Sat
We're listening 24/7
@ us 24/7
Available 24/7 to answer your questions
Our team responds 24 hours a day
Heures de réponse : lun-ven 9h-18h
Notre équipe vous répond du lundi au vendredi (9h-18h) et le samedi (10h-17h)
Service client disponible 7j/7 de 8h à 20h
Wir sind Mo–Fr von 8 bis 18 Uhr für euch da
Social-Media-Team: Mo-Fr 9-16 Uhr
Hier antwortet das Team der Hochschule, Mo. bis Fr. 9-16 Uhr
Kundenservice Mo-So 6-22 Uhr
Atención a clientes de lunes a domingo de 8:00 a 22:00 hrs.
Te atendemos 24/7
Horario: L-V 9 a 18 h
Vragen? Ma-vr van 8.00-22.00 uur en za 9.00-17.00 uur staan we voor je klaar
Webcareteam bereikbaar ma-vr 9:00-17:30
Seg a sex, 8h às 18h
Rispondiamo lun-ven 9-18, sab 9-13
Lun-Ven 8:00-20:00 il nostro team risponde
"""

NO_HOURS = """
Bürgerbüro: Mo-Fr 8-12 Uhr
Unser Laden ist Mo-Sa von 10-19 Uhr geöffnet
Telefon 0123 456789, Mo-Fr 9-17 Uhr
Beratung nach Vereinbarung, Mo-Fr
Ausstellung täglich 10-18 Uhr
Radio: täglich von 6 bis 10 Uhr die Morgenshow
Notruf 24/7
Die Bibliothek ist rund um die Uhr offen
Gottesdienst sonntags 10-11 Uhr
Wochenmarkt samstags 8-13 Uhr
Nachrichten rund um die Uhr
Nicht rund um die Uhr besetzt
Bibliothèque ouverte du lundi au samedi 8h-20h
Accueil : lun-ven 9h-12h
Numéro gratuit 0800 000 000, 7j/7
Émission tous les samedis de 10h à 12h
L'info 24h/24
Marché le samedi de 8h à 13h
Consultations sur rendez-vous lun-ven
Permanence téléphonique lun-ven 9h-12h
Museo abierto martes a domingo 10-18
Llámanos de lunes a viernes de 9 a 18 h: 900 000 000
Programa de radio, sábados de 10 a 12
Noticias las 24 horas
Urgencias 24 h
Tienda: L-S 10-20 h
Oficina abierta de lunes a viernes, 8:00-15:00
Central telefónica: L-V 8-16
Aberto todos os dias das 9h às 18h
Ligue 0800 000 000, 24 horas
Programa ao vivo, seg a sex, 7h-9h
Segunda a sexta, às 20h, na TV
Negozio aperto lun-sab 9-19
Numero verde 800 000 000, lun-ven 9-18
In onda tutti i giorni dalle 7 alle 9
Notizie 24 ore su 24
Winkel open ma-za 9-18 uur
Bel ons op werkdagen 9-17 uur
Elke zondag dienst om 10 uur
Nieuws 24 uur per dag
Biblioteca oberta dl-dv 9-21 h
Ar agor Llun-Gwener 9yb-5yh
Öppet mån-fre 10-18
Find out about bins, roads & events. Customer services 8:30am-5pm Mon-Fri: 01632 960000
Sending news from the council. To report something call 01632 960000, Mon-Fri 9-5
Council offices open 9-5 Mon-Fri. Tweets monitored then.
Tickets: 01632 960000 (Mon-Sat 10-6). News and offers from the theatre.
Theatre news. Box office open Mon-Sat 10am-6pm.
News, weather and sport. Live at 6pm weeknights
The breakfast show, 6-10am weekdays, with news and music
Broadcasting 24/7 to the whole county
24/7 news and weather from the county
Protecting our county 24/7. Not monitored 24/7. In an emergency dial 999
We are a 24 hour service. Don't report crime here.
Urgent care, 8am-10pm every day
Pharmacy open late, 8am-10pm every day
Our emergency department is open 24 hours a day
Food served 12-9 daily. Follow us for offers
Live tweeting the council meeting Thursday 6pm-8pm
Follow @Other for travel updates 7am-7pm weekdays
Tweet @OtherHelp for help, 8am-8pm every day
For customer service tweet @OtherHelp 24/7
Help is available from @OtherCare 24/7
We don't answer tweets; call Mon-Fri 9-5
Never replies. Office Mon-Fri 9-5
No replies at weekends
We don't reply Sat-Sun
Replies may take up to 48 hours
Response time 24 hours
We'll reply in 2-3 working days
Working 24/7 to keep you safe
Proud parent 24/7
Coffee 24/7. Replies never.
Serving the community since 1985, 24/7
Trading hours Mon-Fri 9:30-4:00 ET
Markets: Mon-Fri 8:00-16:30
Class times: Mon-Fri 6am-9pm
Park open dawn to dusk
Parking free after 6pm Mon-Fri
Trains run every 10 minutes 6am-midnight
Buses every day 5am-1am
Library hours: Mon-Thu 8am-10pm
Exhibition until 5 June, Mon-Fri 10am-5pm
Sat 12 May, 9am-5pm, Main Hall
Mon 3 Feb - Fri 7 Feb, 9-5 daily
Worship Sundays 9-12
Sunday 10:30-12:00 & Wednesday 19:00-20:30
Breaking news 24/7
24/7 helpline 01632 960000
We provide a 24/7 emergency service
Your 24-hour news channel
Watch us live weekdays at 6pm
Weekdays 6am-9am on Ashbourne FM
Sundays 10.30am and 6.30pm. All welcome.
Every Thursday 8-9pm GMT #AshbourneChat
Join #UniChat every Tuesday 8pm-9pm
Visit us Tue-Sun 10am-5pm. Free entry
Open daily 10-5. Free admission
Open 7 days: 9am-5.30pm
Mon-Sat 10-6, Sun 11-5. Free parking. Shop & café.
Gallery open Wed-Sun 11-4
The restaurant: lunch 12-2.30, dinner 6-10 Tue-Sat
Box office: Mon-Fri 10am-6pm 01632 960005
Reception hours Mon-Fri 8-6
Surgery hours 8.30am-6pm Mon-Fri
Crisis? Call us 24/7 on 01632 960002
Non-emergency queries 8am-8pm: 01632 960006
We try to respond to all tweets within 24 hours
Please allow 2 working days for a reply
We reply to DMs as soon as we can
Matches every Saturday 3pm. Training Tue & Thu 7-9pm
Next event: Fri 12 June 7pm-10pm
Term dates 9 Sept - 13 Dec
24-hour access to our study space
Gym open 6am-10pm Mon-Fri
Student. Works 9-5, plays 5-9
Dad 24/7. Engineer Mon-Fri.
Proudly serving you since 1985, Mon-Fri
Deliveries Mon-Sat 9-5
Order online 24/7
Book online 24/7 or call Mon-Fri 9-5
Tour times: 11am, 1pm and 3pm Mon-Fri
Show times Fri-Sat 7.30pm, Sun 2pm
Daily at 9am
Drive time with Sam, Mon-Fri 4-7pm
Breakfast with Alex weekdays 6-10
Taking appointments Mon-Fri 9-5
Lectures Mondays 6-7pm; all welcome
Available for freelance work Mon-Fri
Posts every weekday
New videos every Mon, Wed, Fri
Podcast out Fridays
Streaming Mon-Fri 7-9pm EST
Live streams Tue/Thu 8pm-11pm
Happy hour 4-7pm daily
Office: Room 3, Mon-Fri 10-12
Office hours Tues 2-4 in Room 12
For help call the IT desk Mon-Fri 8-6
Email help@x.test, Mon-Fri 9-5
Our phone lines are open Mon-Fri 8am-6pm
Customer service: 01632 960009 (Mon-Fri 9-5)
Tel: 01632 960009 Mon-Fri 9am-5pm
WhatsApp 01632 960010 9am-5pm Mon-Fri
Visit our store Mon-Sat 9-6 or order online
Sprechzeiten Mo-Fr 9-12 Uhr
Servicetelefon Mo-Fr 8-18 Uhr
Hotline: 01632 960011 (Mo-Fr 8-18 Uhr)
Horario de apertura L-V 9-20h
Biblioteca: lunes a viernes 8:00-21:00
Accueil du public du lundi au vendredi 9h-17h
Standard 01 632 96 00, lun-ven 9h-18h
Museum. Di-So 10-18 Uhr. Eintritt frei.
Orari: lun-sab 9-19. Ingresso libero
Segreteria studenti: ricevimento lun-ven 9-12
Loja aberta seg-sáb 10h-20h
"""

PURPOSE = """
Noticias, eventos y vida universitaria
Información y novedades para estudiantes
Aquí encontrarás noticias y convocatorias
Compartimos investigación e historias de nuestra comunidad
Cuenta para resolver dudas de matrícula
Atención al estudiante: dudas y consultas
Actualités de la recherche et vie du campus
Suivez l'actualité de l'école
Vos questions sur l'inscription ? Nous répondons ici
Infos, événements, vie étudiante
Aktuelle Infos, Termine und Geschichten vom Campus
Wir berichten aus Forschung und Lehre
Fragen rund ums Studium? Wir helfen
Neues aus der Bibliothek: Bücher, Kurse, Öffnungszeiten
Notizie, bandi ed eventi per studenti
Qui trovi notizie ed eventi
Informazioni per studenti e docenti
Nieuws, evenementen en verhalen van onze studenten
Hier lees je het laatste nieuws
Vragen over je studie? Stel ze hier
Notícias, eventos e oportunidades da universidade
Divulgamos eventos, cursos e pesquisa
Notícies, activitats i convocatòries
Newyddion, digwyddiadau a chyngor i fyfyrwyr
Official Twitter of the University of Ashbourne. News, views, research and more.
Ashbourne Physics - news & events from the Department of Physics, University of Ashbourne
The official Twitter page of Elm Bridge University. Get the latest news, events and more.
All the news from the University of Ashbourne
University news, events, research, and more from Ashbourne!
Tweets from the University of Ashbourne news team about research and events.
Latest research news from the University of Ashbourne
Ashbourne's official page for news and announcements.
Official Ashbourne University account, bringing news from campus
This is the official Twitter account for Ashbourne. We tweet news and events
Welcome to Ashbourne's official account! Follow for news and updates
Follow us for the best of student life.
Engage with us for news and updates about Ashbourne
Official Ashbourne feed: campus updates, announcements and alerts
Your connection to Ashbourne news
Your source for Ashbourne news
The voice of Ashbourne: news, features, events
Tweeting news, events & happenings at Ashbourne
Sharing the stories, research & achievements of Ashbourne
Sharing Ashbourne's best stories
News and announcements for the Ashbourne community
Connect with Ashbourne for news & events.
Find out what's happening at Ashbourne
Stay connected with Ashbourne news and events
Stay in touch with us for news
Everything you need to know about studying at Ashbourne
Information on research, courses and events
Tune in for research news
Official news from Ashbourne, run by the comms team
Ashbourne in the news: our experts and stories
Highlights of teaching, research and campus life
The daily news of Ashbourne
Get your Ashbourne news here
News, tips and advice for students at Ashbourne
Helping students settle in: advice, tips and events
Promoting research, events and opportunities at Ashbourne
Publishing news of our research
Keeping students informed.
Keeping our community informed about Covid-19
Covid-19 information for staff
Real-time updates on campus closures
Campus alerts only.
Service status for Ashbourne IT systems
News feed of Ashbourne Library
Newsfeed of the Faculty of Law
Press office account: news for journalists
We bring you news from Ashbourne
We keep you updated on Ashbourne
We publish news about Ashbourne
Updates from our expedition
Official updates from Ashbourne Council
Council news, events and consultations
News about services, events and consultations in Elm Bridge
Help and information on council tax and benefits
Noticias de la Facultad de Letras
Todas las noticias de la universidad
Información sobre admisión y becas
Infos et actualités de la fac de droit
Le fil d'actualité de l'université
Neuigkeiten, Termine, Jobs
Wissenswertes aus der Forschung
Informationen rund ums Studium
Tutte le informazioni per gli studenti
Novidades, eventos e oportunidades
Nieuws over onderwijs en onderzoek
Official Twitter account for Ashbourne University. Follow us for the latest news and updates.
The official Twitter feed for news and events at Ashbourne College.
Breaking news and important updates from Elm Bridge University.
News, research and stories from Ashbourne.
Ashbourne news, events, and conversation.
The latest on research, teaching and campus life.
Your daily dose of campus life
Get to know us: stories from our community
Tweets about research, events and student success.
Tweeting about higher education and what our students get up to
Official tweets about Ashbourne events
Follow us to stay informed about what's going on on campus.
Keep up with the latest at Ashbourne.
Keep up to date with all things Ashbourne
We'll keep you posted on campus news
University of Ashbourne news & information. Monitored M-F 8-5.
Latest updates from Elm Bridge Council
Info and advice on council services
Council news and information
News about your local council, services and events
All the latest news, events and information from your council
Public health updates and advice for Elm Bridge
Traffic and travel updates for the region
Live travel information for the county's roads
Official travel news from Ashbourne Rail
Flood warnings and weather updates
Police news, appeals and crime prevention advice
Fire safety advice and incident updates
Job opportunities at Elm Bridge
Latest vacancies at the Trust
Events, exhibitions and news from the Ashbourne Museum
Highlights from our collections, events and more
Book news, events and reading tips from your library
Library news, tips and resources
Alerts and information about emergencies on campus.
Emergency alerts for Ashbourne campus
Covid-19 updates and guidance for staff and students.
Vaccine news, facts and data
Daily COVID-19 statistics
Latest coronavirus stats and news
Sharing the latest vaccine news
We share stories of people who make a difference
Sports news, fixtures and results from Ashbourne Athletics
The official source for Ashbourne sports news
Scores, schedules and news for Ashbourne hockey
Connecting alumni with news, events and each other.
News for alumni and friends
Supporting international students: visa advice, events, news
Student news from Ashbourne SU
Questions about admissions? Ask away!
Tweet us your questions about studying here
Ask us about courses, fees and accommodation
Advice on applying, open days and life at Ashbourne
Helping you with applications and clearing
Your questions answered about accommodation
Here to help with IT problems.
Tech support for students and staff
Enquiries about courses and applications
Careers advice, jobs and internships for students
Research highlights from the Faculty of Science
Science news from Ashbourne researchers
Policy news and analysis from the Institute
Commentary and analysis from our economists
Updates from the Ashbourne Press Office. Journalists: 01632 960001
Press releases and media contacts
News from the press office
Media relations news, experts and stories
This account shares research from the Department of History.
We post about archaeology, museums and heritage
Official account of the Vice-Chancellor's office, with news and views on HE
Notizie, eventi e avvisi dall'Ateneo
Attualità e informazioni dall'Università
Nachrichten, Termine und Infos der Hochschule
Aktuelle Meldungen aus der Hochschule
Das Neueste aus Forschung und Lehre
Hier gibt's News aus der Uni
Toutes les infos de l'université
L'actualité de la recherche à Rocheval
Infos pratiques, événements et vie de campus
Información oficial de la Universidad
Actualidad universitaria, eventos y convocatorias
Canal oficial de noticias de la Universidad
Agenda cultural y noticias de la facultad
Notícias da universidade e eventos abertos ao público
Het laatste nieuws van de universiteit
Nieuws, achtergronden en agenda
"""

NO_PURPOSE = """
Universidad líder en investigación e innovación
Formamos profesionales con valores
Descubre tu vocación. Estudia con nosotros
Conoce nuestra oferta académica en www.test.es
Somos la universidad de la región
Educación de calidad para todos
Más de 30.000 estudiantes y 50 carreras
Informática, ingeniería y diseño
Síguenos en Facebook e Instagram
Contáctanos: info@test.es
Para más información visita nuestra web
Facultad de Ciencias de la Información
Université de recherche intensive
Découvrez nos formations sur www.test.fr
Retrouvez-nous sur Facebook et Instagram
L'école des ingénieurs de demain
Faculté de droit et de sciences politiques
Enseignement, recherche, innovation
Pour plus d'informations : www.test.fr
Grande école d'informatique
Exzellente Forschung, exzellente Lehre
Technische Universität seit 1868
Studieren mit Zukunft
Impressum: https://t.co/abc
Datenschutz und Impressum auf unserer Website
Wir bilden die Zukunft aus
Universität der Informationsgesellschaft
Hochschule für Angewandte Wissenschaften mit 8000 Studierenden
Fachbereich Informatik und Medien
Una delle università più antiche del mondo
Scopri i nostri corsi di laurea
Ricerca, didattica, innovazione
Seguici su Facebook e Instagram
Universiteit met 30.000 studenten
Ontdek onze opleidingen
Onderzoek en onderwijs van wereldklasse
Volg ons op Instagram en Facebook
Universidade pública, gratuita e de qualidade
Saiba mais em www.test.pt
Siga-nos no Instagram
Formação de excelência
Universitat pública i de qualitat
Prifysgol fwyaf Cymru
Sveriges äldsta universitet
Ashbourne University, Ashbourne
The University of Ashbourne, founded 1881
A university for the real world
Leading research-intensive university
One of the world's great universities
Official partner of the 2012 Games
Great place to study
Your university
Top ten for research
The best place to learn and live
World-leading research, global reach
Building tomorrow's leaders today
A diverse community of 20,000 students
Our students change the world
Education for all
Imagine. Believe. Achieve.
Where minds meet
Rated gold for teaching
Best for student support 2019
Home to 20,000 students and staff
Offering degrees in law, business and art
We teach, research and inspire
Innovating since 1900
A proud member of the northern group
Community college in the valley
Public liberal arts college
For English: @AshbourneEN
English account: @AshbourneEN
Instagram: ashbourne | Facebook: ashbourne
Snapchat: ashbourneuni
RTs are not endorsements
Go Wolves!
Bold. Brave. Better.
A catalyst for change
Training the doctors of tomorrow
Hospital in the north of the county
Caring for our community
We are here for you
Putting patients first
We care about people
Feed the world
Support your local library
Local hero
Political news junkie and dad
Breaking records since 1990
The news that matters
All the world's a stage
Stories matter
Research matters
Information is power
Sport for all
Live music venue
Advice is cheap
Making headlines
World news leader
A leading news provider in India
We cover all sports
News channel of Kerala
India's first Hindi news portal
Digital news platform for the youth
Business magazine
Official news partner of the league
Producer of events and films
Author of tips for gardeners
University of Ashbourne - a global top 100 university
A public research university in the north
We are a leading British university
Inspiring minds since 1881
Making a difference through research and education.
Excellence in teaching and research
Research. Teaching. Impact.
The university for the curious
Home of the Ashbourne Wolves
A world-class research centre for climate science
Providing health and care services to 500,000 people
Supporting people with learning disabilities since 1985
Your local council
Building a better future for our students
We deliver training and consultancy
We offer courses in business, law and art
Postgraduate courses in journalism and media
Helping businesses grow with research and support.
An independent charity for parents and carers
Advice charity, registered no. 123
Winner of Best University 2015
Ranked 5th for research quality
Working together for a healthier Elm Bridge
A news agency with offices in 30 countries
The leading provider of online courses
Publisher of books on travel and food
TV channel with news, sport and films
Radio station playing the best music
Weekly newspaper for the north of the county
A digital media company
Online shop for uniforms and gifts
Tweets are not endorsements
Follow @AshbourneUni
Follow us on Instagram
Like us on Facebook!
Contact: info@ashbourne.test
www.ashbourne.test
#WeAreAshbourne
Apply now for September!
Visit our website for more information.
For more information visit https://t.co/abc
For enquiries email info@ashbourne.test
For news follow @AshbourneNews
Find us on Instagram and Facebook
Check out our website for events.
Mum, nurse, runner. Love books, travel and news.
Interested in politics, sport, travel and food
Lecturer in events management
Professor of information systems
Head of news at Ashbourne TV
Views and opinions are my own
Student at Ashbourne. Sport, music, life
Learn, live, grow.
Live life. Love sport.
Information Technology University of Ashbourne
School of Sport and Health
Research Institute for Health and Social Care
Centre for Events and Tourism Management
Faculty of Information and Communication
Wir sind eine Hochschule für angewandte Wissenschaften
Forschung und Lehre auf höchstem Niveau
Une grande école de management
Universidad pública de excelencia
Formación, investigación e innovación
Università pubblica fondata nel 1506
Universiteit voor een betere wereld
We are the University of Ashbourne
Proud to be Ashbourne
The University of Ashbourne is a public university
The best student experience in the north
Student life at its best
Teaching, research, enterprise
Excellence, integrity, respect
Education, innovation, community
Independent school for girls aged 3-18
Leading the way in life sciences
Research with impact
A place to belong
Study with us
Study in the heart of the city
Discover your potential
Find your future
Discover. Learn. Create.
Discover more
Explore the possibilities
Your future starts here
Join our community
Be inspired
The home of hockey
Global network of alumni
An award-winning students' union
A union of students for students
Support your team
We support students and staff
Research centre studying sport and health
A centre for research, teaching and events
Conference and events venue
Events venue in the heart of the city
Wedding and event planners
Event management company
Creative agency. Websites, events, videos
Community radio for the city
Film and TV production
Music, sport and comedy on 99 FM
Technology news site
The world's most visited news website
Independent news outlet
Award-winning journalism
Information services company
Charity offering advice and support
Free legal advice for everyone
Providing support, advice and guidance to carers
Life, sport, food
Travel. Food. Photos.
Writer of stories
Lover of stories and tea
News junkie
Sports fan
Data and information scientist
I write about events in history
History teacher, sharing a love of the past
Retired. Opinions mine.
Proud parent of students at Ashbourne
Improving lives through research
Transforming lives
Ideas that matter
Nurse educator
Official
Est. 1881
Stay safe. Wash your hands
Follow back
See you on campus!
See our other accounts
"""

UNMONITORED = """
Account no longer monitored
This account is currently not monitored.
This account is not being monitored
Please note this account isn't actively monitored
This Twitter account is not monitored. Please email us.
NB: not monitored. Contact reception for help.
Account is not manned.
This page is unmanned
No one monitors this account.
Nobody is monitoring this account
We are no longer on Twitter. Find us on Mastodon.
We're no longer on X
We have left this platform
We are no longer posting here
We no longer post on this account
We don't use this account any more
We've moved! Follow us at @AshbourneUni
Moved to @AshbourneUni
Account moved to @AshbourneUni
This account is now closed. Follow @AshbourneUni.
This account has been archived
ARCHIVED
This page is inactive
PLEASE NOTE: this account is dormant
Account inactive since 2021
Inactive - follow @new
Automated account. Not monitored.
Automatic feed, no replies.
Tweets from our RSS feed. Not monitored
This is an automated feed
Automated tweets of new papers
Bot tweeting new items in the catalogue. Not monitored.
Do not reply, this account is not monitored
Replies to this account are not monitored
Messages are not monitored
Comments are not monitored
Please don't contact us here, we do not check this account
We do not respond here; this account is not staffed
Not in use.
No longer in use
This account is not in use
Account not in use. Follow @x
This account isn't used anymore
This account is no longer updated
No longer updated - see @AshbourneNews
Retired account
This feed has been discontinued.
Ceased tweeting in 2019
Parody? No: closed account.
Konto inaktiv
Dieser Kanal ist inaktiv
Nicht mehr aktiv
Dieser Account wird nicht mehr genutzt
Compte inactif
Ce compte n'est pas surveillé
Compte automatique
Ce compte n'est plus alimenté
Cuenta inactiva
Cuenta automatizada
Esta cuenta no es monitoreada
Conta desativada
Account inattivo
Questo account non è più attivo
Account is niet actief
Dit account wordt niet meer gebruikt
"""

MONITORED = """
This account isn't monitored 24/7
Not monitored round the clock
Account not monitored 24 hours.
Account is not monitored out of hours
Not monitored overnight or at weekends
Not monitored 24hrs a day
Page not monitored 24/7, for emergencies call 999
Twitter is not monitored at all times
Not monitored all the time
Not continuously monitored
Account monitored but not 24/7
Not for emergencies. Monitored in office hours.
We do not monitor DMs
DMs not monitored, please email
We don't respond to DMs
I don't check DMs
We can't reply to everyone
We do not reply to tweets
Not for customer service
Not an official account
This account is monitored
Automated payments experts
Bot expert. AI and robotics.
Retired teacher
Retired. Views mine
Retired police officer
Closed on Mondays
We are closed at weekends
We have moved to a new building on campus
Moved to Spain in 2010
Inactive kids? We help.
Active and passive systems
Fighting inactive lifestyles
RSS feed reader and writer
Archive of the university
The archive account for the county's history
Former nurse
No longer a student
I no longer live in London
Not used to this
Not managed by anyone but me
Don't use plastic
Stop using plastic
The animals are not monitored
Unattended luggage will be removed
Unmanned aerial systems research group
Unmanned aircraft research at Ashbourne
Updated when we can
We never sleep
Never not working
Old account was hacked
Not posting much
We do not endorse posts
Emails are not monitored
This account does not respond to abuse
Our account is not always staffed
Calls may be monitored
Monitored by students
Dormant volcano research
Station closed? Check here
"""

DISCLAIMED = """
All opinions my own
opinions are my own.
Opinions own
Views own
My views only
Views are my own and not my employer's
views own, RTs not endorsements
All tweets my own
Tweets mine
Tweets my own opinion
Own opinions
Own views
My own views
Personal opinions
Personal account. Views my own
This is a personal account
Thoughts are my own
My thoughts are my own
All my own views
all views are mine
Views mine alone
View are my own
Views r my own
Views expressed are mine
Views expressed are my own
Views expressed here do not represent my employer
Opinions expressed are solely my own
Opinions expressed do not reflect the views of my employer
Tweets do not reflect the views of my organisation
My opinions do not represent those of my employer
My tweets don't represent anyone but me
Not my employer's views
Not the views of my employer
Doesn't represent my employer
Don't speak for my employer
I speak only for myself
Speaking for myself
Tweets in personal capacity
All opinions expressed are personal
Opinions are personal
Tweets r personal
tweets are personal and RT is not endorsement
RT ≠ endorsement. Views personal
Views strictly personal
personal views; RTs not endorsement
Views expressed are those of the author
Views here are ours and not those of the university
Posts are our own and don't represent the University of Ashbourne
The opinions expressed here do not necessarily reflect those of Ashbourne Council
Any views are mine and not those of the force
Opinions mine & mine alone
Comments my own
Content my own
Rants are my own
All views and opinions are my own
Views & opinions my own
Views/opinions own
Mine own opinions
#viewsmyown
Views = own
Mes tweets n'engagent que moi
Tweets personnels
Propos personnels
Opinions personnelles
Avis personnels
Ici à titre personnel
Privatmeinung
Private Meinung
Hier privat unterwegs
Eigene Meinung
Opiniones a título personal
Mis opiniones son mías
Mis tuits son personales
Opiniones mías
Opinioni mie
Tweet personali
Opinião pessoal
Mening is van mijzelf
Tweets op persoonlijke titel
"""

NOT_DISCLAIMED = """
Own your future
Our own brewery
Run by our own students
Personal finance tips
Personal trainer
Personal stories
Own business
Tweets by the team
Tweets about personal finance
Views across the valley
Sea views
Room with views
Rural views, own parking
News, views and own research
Comments welcome
We don't represent anyone else
Representing 100,000 students
Not representing
The union does not reflect on this
Your views matter to us
Share your own views with us
Share your thoughts
Tell us your opinions
My tweets bring all the boys
My own boss
Mine manager
Gold mine news
Private hospital
Private school
Tweets are sent by bots
Posts may be edited
RT≠endorsement
Retweets are not endorsement of views
RTs do not imply endorsement
Likes are not endorsements
Following does not imply endorsement
All rights reserved
Opinion, analysis and comment
Opinion pieces
Words are mine to keep
Thoughts on art
Random thoughts
My thoughts on films
My opinion on everything
Comment is free
Our content is our own responsibility
We are our own worst critics
Own it
"""


def lines(table: str) -> list[str]:
    return table.strip().split("\n")


@pytest.mark.parametrize("text", lines(HOURS))
def test_these_hours_are_the_accounts(text: str) -> None:
    assert read(text).hours_stated, read(text).reasons


@pytest.mark.parametrize("text", lines(NO_HOURS))
def test_these_times_are_something_else(text: str) -> None:
    assert not read(text).hours_stated, read(text).quotes


@pytest.mark.parametrize("text", lines(PURPOSE))
def test_these_say_what_the_account_is_for(text: str) -> None:
    assert read(text).purpose == "explicit", read(text)


@pytest.mark.parametrize("text", lines(NO_PURPOSE))
def test_these_do_not_say_what_the_account_is_for(text: str) -> None:
    assert read(text).purpose != "explicit", read(text).quotes


@pytest.mark.parametrize("text", lines(UNMONITORED))
def test_nobody_looks_after_these(text: str) -> None:
    assert read(text).unmonitored


@pytest.mark.parametrize("text", lines(MONITORED))
def test_these_are_not_called_unmonitored(text: str) -> None:
    assert not read(text).unmonitored, read(text).quotes


@pytest.mark.parametrize("text", lines(DISCLAIMED))
def test_these_disclaim_their_views(text: str) -> None:
    assert read(text).personal_disclaimer


@pytest.mark.parametrize("text", lines(NOT_DISCLAIMED))
def test_these_disclaim_nothing(text: str) -> None:
    assert not read(text).personal_disclaimer, read(text).quotes
