"""Words that say an account is not looked after, and words that disclaim its views; by part of speech, not by sentence."""

from __future__ import annotations

from auditor.statements.words import known

#: What denies. "no longer" and "n'est plus" come as their second word.
DENY = known(
    """
    not non never isn't isnt aren't arent don't dont doesn't doesnt cannot can't cant won't wont nobody neither
    un no nicht nie kein keine pas plus no ya nunca nao ja non mai piu niet nooit geen nid ddim heb ej inte ikke
    ikkje nie не
    """
)
#: What may stand between the denial and what is denied.
BETWEEN = known(
    """
    longer be being been in currently actively regularly routinely officially directly formally monitored or and
    one is are it by - the a any se esta es e viene mehr aktiv regelmassig langer est sont etre activement
    regulierement plus cuenta activamente regularmente ativamente mais attivamente regolarmente piu meer actief
    regelmatig wordt yn cael ei na presently at present
    """
)
#: Adverbs that turn the denial into "not all the time".
PARTLY = known(
    """
    always constantly continuously continually permanently consistently fully live 24h 24hrs round around real
    full-time fulltime full rund standig durchgehend immer permanence constamment permanente permanentemente
    constantemente continuamente siempre sempre continu constant voortdurend altijd weekends weekend evenings
    evening nights night overnight outside after before out between during daily hourly every instantly weekdays
    ausserhalb wochenende dehors weekends fuera fora fuori buiten sundays saturdays times holidays necessarily
    monday tuesday wednesday thursday friday saturday sunday time
    """
)
#: Looked after: enough on its own beside a denial.
LOOKED_AFTER = known(
    """
    monitored monitor monitors monitoring moderated staffed manned attended supervised tended betreut moderiert
    uberwacht bemannt besetzt modere moderee surveille surveillee suivi anime gere geree monitorizada
    monitorizado monitoreada monitoreado monitorea monitoriza atendida atendido atiende supervisada gestionada
    gestionado monitorada monitorado moderada moderado gerida monitoramos monitorato monitorata presidiato
    presidiata gestito moderato gemonitord bemand beheerd gemodereerd monitoritzat ates fonitro bevakat bemannat
    bevakas overvaget overvages bemannet monitorowane модерируется
    """
)
#: Looked after, where the sentence speaks of the account.
USED = known(
    """
    seen watching used use using active updated update updating read reads reading checked check checks checking maintained
    managed manage operational answered watched tweeting tweet posting post serviced gepflegt aktiv genutzt
    gelesen bespielt beantwortet verwendet aktualisiert actif active alimente utilise utilisee consulte
    consultes lus mis activa activo usa utiliza usamos utilizamos actualiza actualizada revisa lee ativa ativo
    atualizada atualizado utilizada usada respondida attivo attiva seguito aggiornato aggiornata utilizzato
    letto letti actief gebruikt gelezen bijgehouden beantwoord onderhouden actiu aktivt aktiv
    """
)
ACCOUNT = known(
    """
    account accounts socials media platform platforms site wall pages feeds profiles channels presence network
    networks facebook instagram x whatsapp linkedin feed page profile channel twitter inbox handle mentions
    messages replies comments tweets this here responses konto kanal profil nachrichten kommentare compte fil
    page messages commentaires cuenta perfil canal mensajes comentarios conta mensagens profilo pagina messaggi
    kanaal berichten reacties compte cyfrif account
    """
)
IS = known("is are was were am")
PRIVATE_PARTS = known("dms dm inbox")

#: Phrases that say it without a denial.
DEAD = """
    (unable|not able) to (monitor|moderate|check|staff) (this|the|our|these) (account|page|feed|channel|twitter|accounts|pages);
    (computer|machine|bot) - generated; (account|feed|page|channel) is (automatic|automated);
    (taking|on|having) a break from (x|twitter|this account|this platform|social media|facebook);
    (a|the|twitter) bot (that|which|to); bot (tweeting|posting|sharing|tweets|posts);
    (old|former|previous) (account|handle|page) (.|-|:|,) (follow|see|now|we're|please|go|find|use);
    placeholder account; broadcast only (account|channel|feed|page); broadcast - only (account|channel|feed|page); unmonitored; unmoderated; unstaffed; un - monitored;
    (unmanned|unattended|inactive|dormant) (account|feed|page|profile|twitter|channel);
    (account|page|feed|profile|channel) (inactive|dormant|closed|archived|retired|suspended|discontinued|unmanned|unattended);
    defunct (account|feed|page);
    (account|feed|page|profile|channel) (is|has been|is now|now|has) (closed|closing|archived|retired|discontinued|frozen|parked|mothballed|decommissioned|inactive|dormant|unmanned|unattended|abandoned|resting|defunct|paused|obsolete);
    (archived|closed|retired|discontinued|parked|defunct|legacy) (account|feed|profile|page|channel);
    this (account|page|feed) (has moved|has migrated|moved to); (an|is now an) archive only;
    no longer (on|using) (twitter|x|this platform|facebook|instagram);
    (stopped|ceased) (tweeting|posting|using this account); (we've|have) left (twitter|x|this platform|this site);
    (automated|automatic|auto|unattended) (feed|account|tweets|stream|bot|updates|posts|news|rss|tweet|service|twitter);
    (automated|automatic) (rss|news|twitter|tweet|alert|data|status) (feed|account|tweets); rss feed (of|from|for);
    (tweets|posts|updates|headlines) (from|via|by) (our|the|an|) rss;
    (tweets|posts|posted|updates|sent|tweeted) (are|) (automatically|by a bot|by bot|by a machine|by robot);
    automatically (generated|posted|tweeted|updated|feeds); auto - (tweets|tweeted|posts|posted|feed|generated);
    this is a bot; unbetreut; stillgelegt; inaktiv; (automatisierter|automatischer) (feed|account|kanal|dienst);
    automatisch (generiert|erstellt|generierte|gepostet); (account|kanal) ruht;
    (compte|page) (inactif|inactive|ferme|fermee|archive|archivee|automatique|automatise|en sommeil);
    (flux|fil) automatique;
    (cuenta|perfil|canal) (inactiva|inactivo|cerrada|cerrado|automatica|automatico|automatizada|desatendida|sin atencion|sin uso);
    tuits automaticos; (conta|perfil) (inativa|inativo|desativada|desativado|encerrada|automatica|automatico);
    (account|profilo|pagina) (inattivo|inattiva|chiuso|chiusa|automatico|automatizzato|dismesso); onbemand;
    (inactief|geautomatiseerd|automatisch) account; geautomatiseerde feed; automatische (tweets|feed);
    compte inactiu; inaktivt konto;
"""

# --- disclaimers -------------------------------------------------------------------------------------------------------

VIEWS = known(
    """
    views view opinions opinion thoughts tweets comments posts postings content rts retweets rants ramblings
    musings statements remarks everything words ideas observations takes beliefs viewpoints stuff typos tweeting
    posting meinungen meinung ansichten ansicht beitrage propos avis vues idees opiniones comentarios tuits
    opinioes opiniao opinioni opinione pareri idee meningen mening piulades barn safbwyntiau asikter meninger
    tweet
    """
)
OPINIONS = VIEWS - known(
    """
    words content everything stuff rts posts comment ideas propos typos tweeting posting observations takes
    """
)
OWN_BEFORE = known("own personal eigene personliche private")
#: Words of our own, after "views are".
OWN = known(
    """
    own mine ours personal private personally privately meine eigene eigenen personlich personliche privat personnels
    personnelles personnel personnelle miens miennes propres personales personal propias propia mias mios
    pessoais pessoal minhas proprias meus personali personale mie miei proprie persoonlijk persoonlijke eigen
    prive personals propies bersonol hun mina egna mine egne alone
    """
)
FILLERS = (
    known(
        """
    are is = : - , & + / and or expressed just here on these those this all any posted shared stated strictly solely
    purely entirely completely totally always only my our his her their your the r remain being that reflect of
    never not necessarily other opinions content from by me i tweeted made unless otherwise account twitter feed
    im in sind ist hier rein nur sont exprimes exprimees strictement purement les et ne que son es aqui
    expresadas estrictamente son sono espresse e zijn uitsluitend mijn sao aqui meine die
    """
    )
    | VIEWS
)
REFLECT = known(
    """
    reflect represent reflects represents imply express endorsed reflecting representing reflective
    representative reflet refletent representent reflejan representan refletem representam rispecchiano
    riflettono rappresentano weer
    """
)
BODY = known(
    """
    views view opinion opinions position positions policy policies employer employers employer's university
    organisation organization company trust council institution department government school college nhs agency
    those anyone others staff hospital group team opinion employeur institution universite opiniones opinion
    empresa universidad institucion opinioni universita azienda werkgever
    """
)
#: A thought that is only this one word says it of the account.
ALONE = known(
    """
    archived inactive dormant unmanned unattended discontinued deactivated inaktiv inactif inactiva inactivo
    inativo inativa inattivo inactief
    """
)
EMPLOYERS = BODY - known("anyone others those staff team group hospital")
DISCLAIMERS = """
    for (no one|nobody|noone) (but|except) (myself|me|ourselves);
    my (tweets|views|account|words|posts) (,|=|) my (own|) (views|opinions|thoughts|words|opinion);
    (views|opinions|tweets|thoughts|opinion) belong to (me|us|the author|their authors);
    not (speaking|tweeting|posting|writing|speak|tweet) (for|on behalf of); = my (employer's|employers'|employers|company's|university's|organisation's);
    (speak|speaking|tweet|tweets|tweeting|write|writing|post|posting) (only|solely|) for (myself|ourselves) (only|);
    (speak|speaking) (only|solely) for me; (speak|speaking) for me (only|alone); my (views|opinions|thoughts) , not;
    those of the (author|authors|writer|individual|individuals|contributor|contributors); #viewsmyown; #viewsmine;
    #viewsown; #ownviews; #myviews; #opinionsmyown; privatmeinung; van (mijzelf|mezelf);
    in (a|my) (personal|private|purely personal) capacity; personal (account|capacity);
    (these|those) are my (own|) (views|opinions|thoughts|tweets|words);
    my (views|opinions|thoughts|tweets|opinion) (only|alone|not|!);
    not my (employer|employers|employer's|company|organisation|university|company's);
    (don't|do not|not) (speaking|speak) for (my|the); views of my employer; independent of my employer;
    privater account; hier privat; twittert (hier|) privat; a titre (personnel|prive); n ' (engagent|engage) que;
    n ' engageant que; compte (personnel|perso); a titulo (personal|pessoal); a titolo personale;
    (op|) persoonlijke titel; eigen mening; prive account;
    (views|opinions|tweets) (and|&) (mistakes|errors|typos|spelling) (are|) (my own|mine);
"""
