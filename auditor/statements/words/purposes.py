"""Words by which a profile text says what its account is for, or only whose it is."""

from __future__ import annotations

from auditor.statements.words import known

#: What accounts carry. A list of these at the head of a thought says what the account is for.
CONTENT = known(
    """
    news events updates stories info information announcements alerts tips advice views insights opportunities
    highlights happenings opinion opinions comment commentary photos pictures videos features articles research
    jobs vacancies offers statistics bulletins blogs podcasts resources guidance conversation conversations
    publications speiseplan menu menus status talks exhibitions releases facts forecasts fixtures stats careers
    recruitment admissions scholarships headlines analysis reports reviews interviews life campus sport sports travel
    reminders notices deadlines results scores signposting support help nachrichten neuigkeiten neues news
    aktuelles infos informationen veranstaltungen termine meldungen wissenswertes einblicke geschichten tipps
    aktuelle neuste neueste actualite actualites infos informations evenements actus actu nouvelles agenda
    conseils vie noticias actualidad eventos informacion novedades avisos consejos agenda becas vida informacoes
    novidades notizie eventi novita informazioni aggiornamenti avvisi appuntamenti consigli comunicazioni nieuws
    evenementen updates informatie activiteiten tips verhalen noticies actualitat esdeveniments informacio
    activitats newyddion digwyddiadau gwybodaeth nyheter nyheder aktualnosci новости haberler duyurular berita
    新闻 ニュース
    """
)
CONTENT |= {f"#{word}" for word in CONTENT}
#: With "from" behind a list of them: what a newsroom carries.
TOPICS = known("politics business culture entertainment weather traffic arts science technology lifestyle food finance")
CARRIED = CONTENT | TOPICS
#: Who puts on events, trains or hires out describes the firm, not what the account carries.
HOSTING = known("bespoke venue weddings catering hire hospitality consultancy corporate banqueting parties")
HOSTED = known("research events event opportunities training conferences")
#: Found in slogans as well: beside an account's name they do not tell what it carries.
WEAK = known("research life sport sports campus support help careers career travel comment recruitment")
CREATORS = known(
    """
    creating building hosting organising organizing running managing developing unlocking expanding opening
    planning creates organises organizes hosts designing producing
    """
)
EVERYBODY = known("all everyone every life everybody you young")
#: Words for the account itself or what it says.
ACCOUNTS = known("account feed official twitter page tweets profile channel handle compte cuenta konto kanal conta")
#: Where a short heading ends in one of these, the account serves to give it: "Student money advice".
HELP = known(
    """
    help advice enquiries queries helpdesk helpline signposting hilfe beratung aide conseils ayuda ajuda aiuto
    hulp advies
    """
)
#: Before "support" or "service" in such a heading.
SUPPORT_FOR = known(
    """
    student customer it tech technical applicant user learner learning staff client member
    """
)
#: Bodies whose name goes on with "of".
BODIES = known(
    """
    university college school institute faculty department city council county bank museum academy library
    office centre ministry church town royal universitat hochschule universite universidad universita
    universiteit
    """
)
A = known("a an my your")
#: What an account does with what it carries; the last two only after a word for the account.
SHARING = known("sharing posting publishing")
NOT_SHARED = known("on by in since from for here daily only as with at to is and of hours times policy")
SHARERS = known("account for and page feed are is we're")
#: People and their trades: what follows describes them.
MAKERS = known(
    """
    journalist editor reporter lecturer professor head director mum mom dad wife husband writer author blogger
    nerd addict lover fan
    """
)
ADDRESSING = known("tweets tweeting posts posting account page feed channel")
#: Whom an account may be for.
WHOM = known(
    """
    students staff alumni applicants parents residents patients journalists researchers customers members
    teachers visitors postgraduates undergraduates employees passengers
    """
)
#: Before "information": of use to visitors.
USEFUL = known(
    """
    travel service emergency health public visitor passenger safety practical useful important event student
    live time
    """
)
#: Before news words: where to find more, not what is here.
MORE = known("more plus mehr weitere mas mais piu meer further")
#: With "on" or "about" at the head of a text they say what it gives.
COUNSEL = known("advice information info help guidance tips insights facts")
OPINIONS = known("views opinions opinion comment comments")
AND = known("and und et y e en i & more mehr plus mas mehr")
JOINTS = known(", & + / • | and und et y e en i")
HERE = known("here hier ici aqui qui")
#: What an account is called, after "official" and perhaps the owner's name.
ACCOUNT = known(
    """
    account accounts feed page handle profile channel twitter stream newsfeed presence site instagram facebook
    """
)
#: Media that speak of themselves: what follows describes them, not the account.
MEDIA = known(
    """
    newspaper magazine broadcaster agency portal platform station website tv radio paper publisher newspapers
    magazines zeitung journal periodico diario giornale krant
    """
)
SPEAKING = MEDIA - {"website"}  # "visit our website" stands in anybody's profile
#: Before "for news": a boast, not a purpose.
BOASTS = known("#1 first best known famous trusted one destination leader leading")
#: News words: with "from", "about", "latest" or a list they are enough.
NEWS = known(
    """
    news updates update forecasts stories events event status statistics stats releases opportunities jobs
    vacancies deadlines reminders notices info information announcements alerts insights happenings highlights
    headlines tips noticias actualidad novedades actualites actualite actus notizie novita aggiornamenti nieuws
    nachrichten neuigkeiten neues aktuelles infos informationen newyddion noticies actualitat nyheter nyheder
    informations evenements eventos avisos informacion informazioni
    """
)
NEWS |= {f"#{word}" for word in NEWS}
#: Before news words: what is new, local or official.
LATEST = known(
    """
    research student alumni top latest breaking local campus daily live official recent top all up-to-date current weekly general
    national regional toute toutes dernieres ultimas ultime laatste aktuelle neueste neuste
    """
)
#: After news words: whose or what news.
OF = known(
    """
    from about on for of at in around across aus rund von uber zu de du des sur del sobre da do dal dalla dell
    di van over uit en & and + from och o am from
    """
)
#: Nouns that make "news" a thing and not what the account carries: "news channel".
THINGS = known(
    """
    channel website magazine agency paper portal platform network site station organisation organization company
    provider group outlet service services radio tv app newspaper papers media brand desk room conference centre
    center management planning organiser organizer industry planners team planner sender partner sponsor leader provider
    """
)

#: Phrases that say what the account does or carries.
EXPLICIT = """
    instagram for (future|prospective|current|new|international|) (students|staff|applicants|alumni);
    (updating|update) (you|staff|students|residents|passengers|customers|everyone) (on|about|with);
    tell us about your (journey|visit|experience|trip|day); follow along; (share|send us|give us) your feedback; curating (the best|stories|news|links|reads);
    get updates; tell us what's;
    home (of|for) (student|local|university|campus|community|sport|sports|research) news; takeover account;
    (account|page|feed|channel|twitter) (is|) used (to|for|by); (use|using) this (account|page|feed|channel|twitter) (to|for);
    (account|page|feed|channel) for (anyone|everyone|people|those|all|everybody); live - (tweet|tweeting|tweets); live tweet;
    having (trouble|problems|issues|difficulties|difficulty); ask us (here|anything|your|a question|for|on here);
    links to (new|our|the|articles|news|stories|interesting); (keep|keeping) an eye out for; watch this space for;
    look out for; (support|help|service|care|customer service|enquiry|enquiries) (account|feed|handle) (for|of|from|by|.|,|:|-|@);
    official (customer|technical|student|) (support|help|service|care|helpdesk) (account|channel|feed|handle|page|twitter);
    for (customer|student|media|press|general|service|billing|technical) (queries|questions|enquiries|support|help|complaints);
    (stay|keep|get) in touch (with us|) for; (got|have) (a|any) (question|query|questions|queries);
    (info|infos) (trafic|voyageurs|route); celebrating (the|our|) (achievements|successes|success|stories|work);
    follow (us|me|this|) for; follow (us|) to (hear|get|keep|stay|find|learn|see|be|know|receive|discover);
    follow along for; stay tuned for; tune in for the latest;
    (keeping|keep|keeps) you (up to date|updated|informed|posted|up - to - date|in the loop|in touch);
    (stay|keep) (up to date|up - to - date|informed|updated|in the know|in the loop|posted|abreast);
    (bringing|brings|bring) you;
    (your|the|a|one - stop|official|#1|best|trusted|leading|main) (source|place|go - to|guide|home) (for|of) (the latest|latest|all|everything|news|info|information|updates|official|things|what's);
    your (official|daily|weekly|trusted|go - to|one - stop|local|number one|main|) (source|guide|place|update|dose|window|connection|stop) (for|to|of|on|into);
    (we|and) share (the|our|all|news|stories|information|info|updates|latest|tips|research|events|local|content);
    (tweeting|tweets|tweet|posting|posts|blogging|tooting|posting) (about|on|the latest|news|all|mostly|mainly|for|updates|info|latest|live updates|stories|official|information|everything|events);
    (we|and) post (the|our|about|all|daily);
    we (tweet|post about|share|retweet|blog|highlight|report on|write about|tweet about);
    (here|set up|intended|designed|aims|aim|account) to (share|inform|keep you|update|bring you|tell you|let you know|provide news|provide information|provide updates|help you with|help students|help with|answer questions|answer queries|answer your questions|answer your queries|answer student questions|assist you|assist with|promote|support you with|advise);
    (answering|answers|answer) (your|all|any|student|students|customer|) (questions|queries|enquiries|qs|q's|qus);
    (questions|enquiries|queries) answered;
    (ask|tweet|message|dm|contact) us (about|your questions|your queries|with your questions|with your queries|with questions|with any questions|any questions|anything about);
    (the|all the|get the|with the|for the|see the|) latest (from|on|in|about|at);
    media (enquiries|queries|requests);
    (open day|event|conference|live|research|news|science|clearing|graduation|welcome|match|festival|library) tweets (from|by|about|of|on);
    (questions|question|fragen|vragen|preguntas|dudas|domande|duvidas|consultas|queries) ?;
    (des|une|vos) (questions|question) ?; (covering|reporting on|documenting|announcing|informing);
    (newsfeed|news feed|newsroom) (of|for|from);
    (questions|queries|enquiries|problems|help) (about|regarding|on|with|relating to);
    (customer|student|client|passenger|user|technical|it|tech|patient|member|traveller|guest) (care|service|services|support|help|helpdesk|enquiries|queries|information|updates) (handle|for|team|account|twitter|tweets|queries|enquiries|channel|page|feed|questions|from|on);
    help and (support|advice|information);
    (to|exists to|aims to|page provides|account provides|feed provides) (provide|share|give|offer|provides) (you with|you|) (information|news|updates|info|the latest|advice|insights);
    (need|besoin d '|besoin de) (info|information|informations|infos); place to share;
    (besoin d ' informations|besoin d ' aide); helpdesk; help desk;
    (for|all|find|get|check|see|read|receive|share|discover|provides|providing|provide|deliver|delivers|delivering|offering|with|posting|sends|sending|broadcasting|post|view|share|including) (all|the|our|your|up to date|up - to - date|regular|official|daily|live|local|) (latest|breaking|recent) (news|updates|info|information|events|stories|research|announcements|developments|insights);
    everything (about|to do with|you need|related to); (for|on|about|home of|to) all things; (for|on|about) everything; all the latest;
    follow (our|the) (journey|journeys|adventures|work|research|progress|story|stories|news|latest|project|team|students|life|updates);
    (daily|weekly|monthly|regular) (dose|digest|roundup|facts|tips|quotes|photos|pictures|trivia) (of|about|on|from|for);
    (daily|weekly) round - up (of|from); (a|your|the) window (on|into|onto); q & a (about|on|for|with);
    here you (will|can|'ll) find; you'll find (news|information|everything); here you'll find;
    helping you (with|to);
    (account|page|feed) (shares|posts|publishes|provides|offers|carries|covers|features|highlights|promotes|brings|tweets about);
    official source (for|of); tune in for; keeping (students|staff|residents|our community|the community|our students|people|everyone|patients|parents|members|alumni) (informed|updated|up to date|connected);
    we (publish|provide|deliver|offer|bring) (news|updates|information|the latest); (media|press) (contacts|releases); das neueste (aus|von|uber);
    (informacion|noticias|contenido) oficial; all you need to know; what's (on|new|happening|going on);
    whats (on|happening|new); find out (more about|about|what's|what|how); hear about; learn (more about|about);
    read about; discover (what|how|more about); a look at; behind the scenes; behind - the - scenes;
    all the (news|latest);
    (account|page|feed|channel|twitter|hub) for (prospective|current|new|international|postgraduate|undergraduate|all|our|future|) (students|staff|applicants|alumni|researchers|journalists|residents|customers|members|parents|teachers|patients);
    posting (new|the|all|our|about);
    for (all|the latest|updates|news|info|information|more news|your|any|general|help|support|advice|enquiries) (news|enquiries|updates|info|information|queries|questions|help|things|on|about|with|from|regarding|to do);
    for (news|updates|info|information|enquiries|help|advice|queries|questions);
    (official|twitter|news|information|support|help|info|update|updates|communication|communications) (news|channel|feed|account|page|service|source|handle|stream|hub) for (news|all|the latest|updates|info|information|students|staff|everything|customers|enquiries|alerts|announcements|queries|applicants|alumni|official|current|prospective|events|journalists|media|emergency|travel|service);
    (join|follow) (us|the conversation) (as|for|to|on|and) (we|hear|follow|get|find|us|learn|share|discover|see|keep);
    promoting; highlighting; showcasing; raising awareness; live (updates|tweets|tweeting); reporting on;
    curated (by|news|content); a feed (of|for);
    (feed|stream|collection|selection) of (news|stories|updates|posts|research|photos|events|information|tweets|links);
    connecting you (to|with); (informiert|informieren|berichtet|berichten) (hier|uber|euch|sie|aktuell|aus|rund);
    (twittert|twittern|postet|posten|schreiben) (uber|zu|rund|aus);
    hier (informiert|informieren|gibt es|gibt's|erfahrt|erfahren|berichten|postet|findest|finden|finden sie);
    (neuigkeiten|nachrichten|informationen|infos|neues|aktuelles|news|meldungen|wissenswertes|einblicke|termine|tipps) (aus|von|rund um|zu|uber|und|fur|vom|zum|zur|der|des);
    auf dem laufenden; alles (rund um|uber|zu|wichtige); folgt uns fur; fragen (zu|zum|zur|rund um|rund ums|an|uber);
    fur (studierende|studenten|schuler|studieninteressierte|mitarbeitende|alumni|presse|burger); kundenservice;
    studienberatung fur;
    (retrouvez|decouvrez|suivez) (ici|toute|toutes|l ' actualite|les actualites|nos actualites|les dernieres|les infos);
    restez (informe|informes|informees|connecte|connectes|au courant);
    suivez - nous (pour|et|et restez); toute l ' (actualite|actu|info);
    toutes les (actualites|actus|infos|informations|dernieres); l ' (actualite|actu|info|agenda) (de|du|des|d);
    (actualites|actus|infos|informations|nouvelles|evenements|conseils|actualite|actu) (,|de|du|des|et|sur|d|pour|&|-|autour|scientifiques|officielles|en);
    (informer|informons|informe|partager|partageons|relayons|relayer) (les|sur|vous|les etudiants|le|la|ici);
    a destination des; service client; questions (sur|concernant|relatives); vos questions;
    pour les (etudiants|usagers|personnels|lyceens|futurs);
    (siguenos|sigue|siganos) (para|y); (enterate|informate) (de|aqui|sobre); mantente (informado|informada|al dia);
    (conoce|descubre|encuentra) (aqui|las noticias|las novedades|toda la informacion|toda la actualidad|las ultimas|todo sobre);
    (compartimos|difundimos|informamos|publicamos|te informamos|aqui encontraras);
    (noticias|actualidad|novedades|informacion|eventos|avisos|agenda|becas|convocatorias) (,|de|del|y|sobre|para|e|&|-);
    atencion (a|al) (estudiantes|alumnos|alumnado|cliente|usuario|ciudadano|ciudadania|publico|estudiante|los);
    dudas (sobre|de); (consultas|preguntas) (sobre|de); para (estudiantes|alumnos|el alumnado|futuros);
    resolvemos (tus|sus|vuestras) dudas;
    (siga|acompanhe|confira|veja) (as noticias|as novidades|as ultimas|tudo|aqui|as informacoes|as atividades);
    fique por dentro; (divulgamos|partilhamos|compartilhamos);
    (informacoes|noticias|novidades|eventos|informacao|avisos) (,|sobre|de|da|do|e|para|das|dos);
    atendimento (ao|aos|a) (aluno|alunos|estudante|estudantes|cliente|publico); duvidas (sobre|de);
    para (estudantes|alunos|candidatos);
    (notizie|novita|eventi|informazioni|aggiornamenti|avvisi|iniziative|attualita) (,|da|dal|dalla|dall|di|del|della|dell|e|su|sul|sulla|per|-|&|ed|dalle);
    seguici per;
    (scopri|segui|trovi) (qui|le novita|le notizie|tutte le|tutto); (raccontiamo|condividiamo); resta aggiornato;
    tutte le (notizie|novita|informazioni); tutto su; domande su; servizio clienti;
    assistenza (a|agli|clienti|studenti); per (studenti|gli studenti|futuri studenti|studentesse);
    (volg|blijf) (ons voor|op de hoogte|hier);
    (nieuws|informatie|evenementen|updates|verhalen|activiteiten|tips|actualiteiten|actueel|weetjes) (,|van|uit|over|en|&|voor|rond|-|rondom);
    (alles|meer) over; wij (delen|twitteren|tweeten|posten|informeren); vragen (over|aan|?); klantenservice;
    voor (studenten|medewerkers|alumni|inwoners|scholieren|vragen|nieuws);
    stel (je|uw|hier) (vraag|vragen|je vraag); hier (vind je|lees je|delen we);
    (newyddion|gwybodaeth|digwyddiadau) (a|,|o|gan|am|ac|diweddaraf|i);
    (noticies|actualitat|informacio|esdeveniments|novetats) (,|de|del|i|d|sobre|per|dels);
    (nyheter|nyheder|information) (fran|fra|om|och|og|,); новости (и|о); (haberler|duyurular|duyuru) (ve|,);
    berita (dan|terkini);
"""
#: Whom the account serves: says so only at the head of a thought, or after a word for what is given.
AUDIENCE = """
    get (help|support|answers|advice) (with|about|for);
    for (students|staff|students and staff|staff and students|current students|prospective students|applicants|future students|postgraduates|undergraduates|alumni|parents|residents|patients|journalists|media|the media|researchers|customers|members|teachers|visitors|new students|international students);
    for (current|prospective|new|international|future|postgraduate|undergraduate|all) (students|staff|applicants|postgraduates|undergraduates);
"""
#: Before "for students": what is given to them.
GIVEN = known(
    """
    news updates info information account feed page channel twitter support advice help tweets hub resources
    opportunities stories events content official and guidance tips source here care & updates jobs
    """
)
#: Phrases that say whose account it is, or who writes.
IDENTITY = """
    hier (twittern|twittert|tweeten|tweetet|schreiben) (die|das|der|unser|unsere); 공식 트위터입니다; 대표 트위터입니다;
    official (twitter|instagram|facebook|x|tweets|youtube|tiktok|mastodon|bluesky);
    (twitter|instagram|facebook|x|mastodon|bluesky) (account|feed|page|handle|profile|stream|presence|channel|home|site) (of|for|from|by);
    the (twitter|x|instagram) of;
    (account|feed|page|profile) (of|run by|for|maintained by|managed by|by|from) (the|our|us);
    this is the (account|feed|page|twitter|channel) (of|for); tweets (by|from|are by|sent by|edited by|are from);
    (tweets|tweeting|posts) :; (tweeted|posted|edited|curated) by;
    (account|page|feed|channel|twitter|tweets|profile) (is|are|) (run|managed|maintained|administered|looked after) by;
    we are the official; welcome to the (official|) (twitter|account|page|feed); our official;
    tweeting (as|from|for|on behalf of); imprint;
    (offizieller|offizielles|offizielle|das offizielle|der offizielle) (account|twitter|kanal|profil|twitteraccount|twitterkanal|seite|konto|auftritt|twitter - account|twitter - kanal|twitter - profil|x - kanal|instagram - account|);
    (twitter|x) - (account|kanal|profil|auftritt) (der|des|von);
    hier (twittert|zwitschert|schreibt|tweetet) (das|die|der); es (twittert|twittern);
    (compte|page|fil|profil|twitter|chaine) (officiel|officielle|twitter officiel) (de|du|des|d|);
    (compte|fil|page) twitter (de|du|des|officiel); twitter officiel; le compte (de|du|des|officiel);
    (cuenta|perfil|canal|pagina|twitter|sitio) (oficial|twitter oficial|institucional);
    cuenta de twitter (de|oficial|del); twitter (oficial|de la|del);
    (conta|perfil|pagina|canal|twitter) (oficial|institucional);
    (account|profilo|pagina|canale|twitter) (ufficiale|istituzionale);
    (officieel|officiele|het officiele|hét officiële) (twitteraccount|account|kanaal|twitter|profiel|pagina|twitterkanaal|);
    twitteraccount van; (compte|twitter|perfil) oficial; (cyfrif|tudalen) (swyddogol|twitter);
    (officiell|officiellt|officielle|offisiell) (konto|kanal|twitterkonto|side|); официальн;
    официальная (страница|группа); официальныи (аккаунт|канал|твиттер);
    resmi (twitter|hesabi|hesap|instagram|sayfa); akun (resmi|twitter resmi); oficjalny (profil|kanal);
    oficjalne konto; الحساب الرسمي; 公式; 官方; 公式アカウント; 공식 (계정|트위터);
"""
