"""What hours can be about. The first five labels speak of answering on the account, the others of something else."""

from __future__ import annotations

from auditor.statements.words import known

WATCH = """
    gerida; moderada; monitorizada; assegurada; assuree; presidiato; bemande;
    (monitored|moderated|staffed|manned|attended|managed|maintained|checked|watched|supervised|administered|resourced|covered|tended|serviced);
    monitors and moderates; looked after; kept an eye on; (operated|run) by (our|the|a|us); betreut; moderiert;
    besetzt; uberwacht; bemannt; gepflegt; betreuen; betreuung; community management; community - management;
    netiquette; modere; moderee; moderation; surveille; surveillee; anime; gere; geree; suivi; veille; monitoreado;
    monitoreada; monitorizado; monitorizada; moderado; moderada; gestionado; gestionada; atendido; atendida;
    supervisado; supervisada; monitorado; monitorada; monitorizado; gerido; moderamos; moniteramos; acompanhado;
    acompanhada; monitorato; monitorata; moderato; presidiato; presidiata; gestito; gestita; seguito; gemonitord;
    bemand; beheerd; gemodereerd; webcare; monitoren; monitoritzat; gestionat; atesa; fonitro; monitro; ei fonitro;
    yn cael ei fonitro; bevakas; bemannad; bemannet; overvages; модерируется; monitorowany;
"""

#: Verbs that speak of looking after the account only where their object is the account.
WATCHING = """
    monitor; monitors; moderate; moderates; moderating; monitoring; look after; watch; watches; check; checks;
    checking; keep an eye on; keeping an eye on; looks after; manage; manages; managing; looking after; supervise;
    read; reads;
"""
ACCOUNT = known(
    """
    account accounts feed page pages profile channel channels twitter inbox dms dm mentions messages replies
    comments tweets this here it social platforms media facebook instagram posts responses queries
    """
)

ANSWER = """
    (reply|replies|replying|respond|responds|responding|response|responses|answer|answers|answering|answered|get back to you|getting back to you);
    open (to|for) (your|) (questions|queries|tweets|messages|dms|enquiries); @ us; ask us; ask away; ask me;
    tweet us; message us; dm us; dms open; dm open; dm's open; chat with us; talk to us; inbox us; pm us;
    mention us; tweet at us;
    (dms|messages|tweets|inbox|queries|questions|enquiries|comments|mentions) (are|) (checked|read|answered|open|monitored|dealt with|picked up|welcome);
    (pick|picks|picking) up your (messages|tweets|questions|queries|enquiries|comments);
    (deal with|handle|go through|look at|see) your (messages|tweets|questions|queries|enquiries|comments|dms);
    questions answered; enquiries answered; dealing with your (tweets|messages|enquiries|queries); q & a; antworten;
    antwortet; antworten wir; wir antworten; beantworten; beantwortet; antwort; antwortzeiten; reagieren;
    fragen beantwortet; repond; repondons; reponses; reponse; repondre; reponds; repondent; vous repond;
    a votre ecoute; respondemos; responde; respuestas; respuesta; contestamos; contesta; atendemos; atendiendo;
    atencion; atienden; se atienden; te atendemos; os atendemos; le atendemos; te respondemos; os respondemos;
    respondiendo; te ayudamos; resolvemos; atiende; respostas; atendimento; responderemos; rispondiamo; risponde;
    risposte; rispondere; ti rispondiamo; vi rispondiamo; assistenza; reageren; reageert; beantwoorden; antwoorden;
    antwoord; reactie; wij beantwoorden; wij reageren; we reageren; we helpen; wij helpen; responem; contestem;
    atenem; respostes; ateb; atebwn; ymateb; svarar; vi svarar; svarer; vi svarer; besvarer; besvarar; vastaamme;
    odpowiadamy; отвечаем; cevap;
"""

HERE = """
    (chat|talk|speak) to us; chat with us; find us (here|on here); find us on (twitter|x|instagram|facebook); team in; (en|par|por|via|per) (dm|mp|md|direct message|privat|mensaje directo);
    (we're|we are) (awake|up|listening|tweeting); schreibt uns; schreib uns; ecrivez - nous; escribenos; scriveteci;
    (we|we're|i'm|team|staff|advisers|advisors|librarians) (are|is|) (always|) (here|online|available|back|around|on hand|on duty|on shift|about|on twitter|in the office|live|with you|tweeting|listening|active|at our desks|on the desk|contactable|reachable|there for you);
    (available|here|online) to (help|answer|chat|respond|reply|assist|support|talk);
    (we'll|we will|will|team will|i'll) be (here|online|available|around|on hand|back|on duty|tweeting|on twitter|listening);
    (we|team|staff) can help; (do|doing) our best to (help|answer|respond|reply|assist); (try|trying) (our best|) to (help|answer|respond|reply);
    (contact|reach|message|ask|get) us here; (twitter|facebook|social media) support;
    with you (from|between|until); (support|help|answers|advice) here; here on (twitter|x|facebook|instagram);
    here to (chat|help|answer|assist|listen|talk|support|respond|reply|advise); here for you; on here; (is|are) here; somebody here; support on (x|twitter|facebook|instagram|social media); ask a librarian; here for chat;
    here for (your|any|all|) (questions|queries|tweets|help|support); happy to (help|chat|answer);
    ready to (help|answer); on hand; on duty; on shift; at your service;
    (account|feed|page|profile|channel|twitter|inbox|dms|team|social media|socials) (is|are|) (live|active|online|open|available|operational|in use|attended);
    (dm|dms|direct message|tweet|message) (for|with|your);
    wir sind (fur euch|fur sie|fur dich|) (da|hier|online|im dienst);
    sind wir (fur euch|fur sie|fur dich|) (da|hier|online); fur (euch|sie|dich) da; team ist da; wir helfen;
    im dienst; schreibt uns; a votre service; a votre disposition; presents; present; presente; en ligne;
    vous accueille en ligne; nous sommes la;
    estamos (aqui|para ti|para ayudarte|disponibles|en linea|contigo|online|); conectados; en linea; estamos online;
    aqui para ajudar; fale conosco; fale connosco; siamo (qui|online|disponibili|presenti|operativi|attivi); attivo;
    attivi; scrivici; aanwezig; wij zijn er; we zijn er; staan voor je klaar; staat voor je klaar; voor je klaar;
    actief; stel je vraag; vragen; som aqui; hi som; ar gael; yma i helpu; rydym yma; pa plats; vi ar har;
    vi finns har; на связи;
"""

#: Reachable, by whatever means: with 24/7 it speaks of a telephone as often as not.
REACH = """
    contact us; get in touch; reach us; talk to us; contactez - nous; contactez nous; kontaktiert uns; kontaktieren sie uns; contactanos; contacta con nosotros;
    contatta; contattaci; contate - nos; fale conosco; neem contact op; contacteer ons; reach out;
    (live|online|chat) support; helping (customers|passengers|travellers|followers|users); available; contactable; reachable; erreichbar; erreichst du uns; erreicht ihr uns; erreichen sie uns;
    ansprechbar; disponible; disponibles; joignable; joignables; disponivel; disponiveis; disponibili; disponibile;
    bereikbaar; beschikbaar; tavattavissa; dostepni; online; active;
"""

POST = """
    tweeting; tweets; tweet; we tweet; we post; posting; posts; updates; updated; posted; tuits; twittert; twittern;
    es twittert; hier twittert; tweetet; tweeten; publicamos; tuiteamos; tweetons; tweete; tweets par; postiamo;
    twitteren; twittert; plaatsen;
"""

HOURS = """
    hours for (this|the|our) (account|page|feed|channel); hours (for|of) (monitoring|responses|replies|replying);
    (social|social media|twitter|digital|tweet) desk; social team; social care team; online hours (are|);
    betreuungszeiten; betreuungszeit; antwortzeiten; reaktionszeiten; moderationszeiten; reactietijden; tempi di risposta; horario de resposta;
    social media team; social - media - team; socialmedia team; redaktion; redactie; redaccion; permanence; kundenservice; kundendienst; via dm; via dms;
    customer care team; press office; pressestelle; webcareteam;
    (account|twitter|tweet|monitoring|social media|team|desk|response|reply|staffed|online|support|helpdesk|enquiry|our|working|contact|dm|admin|feed|webcare) (hours|times|hrs) (are|is|);
    hours (are|); hrs; our (working|office) hours (are|); (horario|horarios) de atencion; working hours are;
    servicezeiten; horaires; horario; horarios; orari; orario; uren; tijden;
"""

# --- what is not the answering -----------------------------------------------------------------------------------------

OPEN = """
    open; opens; opened; opening; (opening|open) (hours|times|hrs|days); hours of (operation|opening|business);
    (shop|store|library|building|gallery|museum|gym|pool|box office|kitchen|reception|bar|cafe|restaurant|visitor|visiting|surgery|clinic|lab|campus|office|counter|desk|serving|service|trading) (opening|) (hours|times);
    (serving|served|serve|serves) (food|lunch|dinner|breakfast|coffee|hot food|); food served; walk - in;
    walk - ins; walk in; drop - in; drop in; doors (open|); admission; visit us; in person; in store; in - store;
    collection; delivery; deliveries; delivering; delivers; deliver; collecting; takeaway; take away; bookings;
    reservations; appointments; appointment; consultations; visiting; visitors; geoffnet; offnungszeiten; offnen;
    offen; sprechzeiten; sprechstunde; sprechstunden; ausleihe; lesesaal; einlass; ouvert; ouverte; ouverts;
    ouvertes; ouverture; horaires d ' ouverture; heures d ' ouverture; accueil du public; guichet; consultation;
    consultations; abierto; abierta; abiertos; abrimos; apertura; abre; horario de apertura; horario de visita;
    visitas; entrada; cita previa; aberto; aberta; abertos; funcionamento; horario de funcionamento; abertura;
    visitacao; abrimos; aperto; aperta; aperti; orari di apertura; orario di apertura; apertura; ingresso;
    ricevimento; geopend; openingstijden; openingsuren; open van; balie; obert; oberta; horari d ' obertura;
    ar agor; oriau agor; oppettider; oppet; apent; abent; apningstider; otwarte; godziny otwarcia; открыто; acik;
    buka; jam buka; auki; closed;
"""
VENUE = """
    in the (atrium|foyer|lobby|hub|hall|main|square|basement|lounge|park|mall|library); at the (front|main|reception|information|enquiry) desk;
    room; eintritt; ingresso libero; free entry; free parking; entrada libre; entree libre; gym; dining; pool;
    mobile phone shop; cafe; coffee shop; restaurant; shop; store; bar; pub; bakery; museum; gallery; salon; barber;
    barbers; spa; clinic; surgery; dentist; pharmacy; zoo; theatre; cinema; sports centre; leisure centre; fitness;
    swimming; market; boutique; bistro; brewery; canteen; kitchen; hotel; mensa; cafeteria; museo; musee; piscine;
    tienda; ristorante; winkel; laden; schwimmbad; bibliotheque ouverte; garage; nursery; garden centre; box office;
    food truck; pizzeria; tearoom; tea room; playground;
"""
EVENT = """
    sailings; departures; crossings; roadworks; road works; road closure; road closures; closure; closures; diversion; engineering works;
    streaming; livestream; live stream; live streams; stream; streams; drive time; drivetime; breakfast with;
    join us (for|on|at|every|this|in|); live (from|on air|at|music|every); on air; on - air; listen; listen live;
    tune in; tune (into|to); watch us; airs; aired; airing; air times; airtime; broadcast; broadcasts; broadcasting;
    broadcasted; bulletins; show; shows; radio; fm; am radio; tv; programme; program; podcast; episode; episodes;
    morning show; breakfast show; meeting; meetings; meets; meet; class; classes; lecture; lectures; seminar;
    seminars; webinar; workshop; workshops; rehearsal; rehearsals; practice; training; event; festival; fair;
    concert; gig; gigs; match; game; games; kick off; kick - off; tournament; conference; exhibition; open day;
    open days; opening night; twitter chat; tweet chat; tweetchat; chat every; #chat; service times; mass; worship;
    services at; prayer; sunday service; party; quiz; karaoke; happy hour; sendung; sendungen; auf sendung; senden;
    horen; veranstaltung; treffen; vorlesung; preisverleihung; konzert; emission; emissions; a l ' antenne;
    diffusion; ecoutez; rendez - vous; reunion; concert; spectacle; programa; programas; emision; al aire; en vivo;
    escuchanos; sintoniza; reunion; concierto; evento; eventos; transmision; ao vivo; no ar; ouca; in onda;
    in diretta; trasmissione; ascolta; ascoltaci; evento; eventi; puntata; uitzending; luister; bijeenkomst;
    evenement; voorstelling; dienst om;
"""
PHONE = """
    telephonique; telephoniques; telefonico; telefonicos; telefonische; telefonischer;
    phone; phones; telephone; tel; call; calls; calling; ring; dial; hotline; helpline; help line; phone line;
    phone lines; phonelines; lines (open|are open|); call us; by phone; freephone; call centre; call center;
    switchboard; whatsapp; text us; sms; email; e - mail; mail us; ring us; fax; mobile; live chat; livechat;
    web chat; webchat; on our website; telefon; telefonisch; anrufen; rufnummer; hotline; ruf; notruf; telefono;
    telefonica; telefonicamente; llama; llamanos; llame; ligue; telefone; telephone; appelez; par telephone;
    numero vert; chiama; chiamaci; numero verde; chiamare; bel; bellen; telefonisch; telefoon; bel ons; trucar;
    truca; ffon; ffoniwch; ring oss; zadzwon; звоните; linea; lineas; standard telephonique;
"""
SERVICE = """
    news; newsroom; channel; station; coverage; service; services; emergency; emergencies; care; advice; security;
    operations; delivers; delivery; provides; providing; provide; network; help desk; response centre; website;
    hospital; ambulance; patrol; patrolling; protecting; entertainment; music; sports; information; content;
    protection; rescue; crisis; counselling; shop online; order; orders; ordering; book; nachrichten; noticias;
    notizie; nieuws; actualite; urgences; notdienst;
"""

#: Ask for questions where a word for them follows soon: "for all your broadband questions".
ASKING = """
    for (all|any|) your; (all|any of|) your;
"""
QUESTIONS = known("questions queries enquiries question query qs")
#: Say that somebody is there only right before the times: "on Twitter Mon-Fri 9-5".
PRESENT = """
    on (twitter|x|facebook|instagram|social media); for this (account|page|feed) (are|is|:);
"""
#: Before "staffed" or "manned": a place or a line that somebody keeps, not the account.
KEPT = known("room centre center line lines ward unit hotline helpline building site station hospital office reception")
LINES = known("line lines helpline hotline")
#: After a place or an event these make it the people who work there: "our museum team".
PEOPLE = known("team staff desk crew colleagues volunteers")

CUES: dict[str, str] = {
    "watch": WATCH,
    "watching": WATCHING,
    "asking": ASKING,
    "present": PRESENT,
    "answer": ANSWER,
    "here": HERE,
    "reach": REACH,
    "post": POST,
    "hours": HOURS,
    "open": OPEN,
    "venue": VENUE,
    "event": EVENT,
    "phone": PHONE,
    "service": SERVICE,
}
NOT = known(
    """
    not no never don't dont doesn't isn't aren't cannot can't won't non un nicht kein keine ne n pas no nunca
    nao non niet geen cant isnt arent doesnt wont without ddim nid inte ikke unable hardly
    """
)
OURS = known(
    """
    we us our this i me my wir uns unser unsere nous notre nos nosotros nuestro nuestra nossa noi nostro nostra
    wij ons onze these
    """
)
#: With a denial: what lies outside these hours is denied, so within them it holds.
OUTSIDE = known("outside ausserhalb except buiten fuera fuori dehors fora out-of-hours")
#: Buildings: right before times they say whose opening they are.
BUILDINGS = known(
    """
    library office reception campus bibliothek bibliotheque biblioteca bibliotheek campus buro bureau oficina
    ufficio segreteria secretaria rathaus mairie ayuntamiento kantine studio hall centre center
    """
)
MONTHS = known(
    """
    jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october
    nov november dec december januar februar marz mai juni juli oktober dezember janvier fevrier mars avril juin
    juillet aout septembre octobre novembre decembre enero febrero marzo abril mayo junio julio agosto
    septiembre octubre noviembre diciembre janeiro fevereiro maio junho julho setembro outubro novembro dezembro
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre januari februari maart mei augustus
    """
)
