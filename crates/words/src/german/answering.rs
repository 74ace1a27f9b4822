//! What stands on the pages behind a responder's links, in German.

use crate::pages::Answering;

pub(crate) const ANSWERING: &Answering = &Answering {
    impact: "Auswirkung",
    reported_by: "Gemeldet von",
    opened: "Eröffnet",
    has_it: "Kümmert sich",
    over: "Es ist vorbei. Es gibt nichts mehr zu beantworten.",
    offered: (
        "Sie haben jetzt Bereitschaft. Übernehmen Sie von ",
        "? Bis dahin bleibt es dort; die Frage endet: ",
        ".",
    ),
    you_have_it: ("Sie haben es, ", "."),
    take_over: "Übernehmen",
    answer: "Annehmen: Ich habe es",
    it_stays: "Nein, es bleibt",
    cannot: "Ich kann nicht",
    investigating: "Ich arbeite daran",
    reach: "So erreichen Sie sie:",
    only_for: ("Diese Seite ist für ", ". Das Öffnen ändert nichts; erst die Knöpfe tun es."),
    console: "In der Konsole öffnen",
    test: "Testanruf",
    test_ringing: "Ein Testanruf: Nichts ist kaputt",
    test_missed: "Sie haben auf den Testanruf nicht geantwortet",
    test_over: "Diese Schicht ist vorbei",
    test_answered: "Danke, Sie sind da",
    test_late: "Danke, die Schicht ist wieder Ihre",
    test_keeper: ("", " bleibt in Bereitschaft für ", ", bis Sie antworten."),
    test_answer_by: (
        "Sie haben jetzt Bereitschaft für ",
        ". Bitte antworten Sie bis ",
        ", damit wir wissen, dass wir Sie erreichen.",
    ),
    i_am_here: "Ich bin da",
    only_the_button: "Das Öffnen der Seite ändert nichts; erst der Knopf tut es.",
    nothing_left: "Es gibt nichts mehr zu beantworten.",
};
