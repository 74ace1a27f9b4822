//! What stands on the pages of requesters, in German.

use super::time;
use crate::{
    pages::{Consent, Failed, Form, Home, Pages, Portal, Said, Status, Ticket},
    time::Length,
};

pub(crate) const DISTANCES: &str =
    "jetzt|in *|vor *| Sekunde| Sekunden| Minute| Minuten| Stunde| Stunden| Tag| Tagen| ";

pub(crate) fn every(length: Length) -> String {
    match length {
        Length::Hours(1) => "jede Stunde".to_owned(),
        Length::Minutes(1) => "jede Minute".to_owned(),
        Length::Days(1) => "jeden Tag".to_owned(),
        Length::Seconds(_)
        | Length::Minutes(_)
        | Length::Hours(_)
        | Length::HoursMinutes(..)
        | Length::Days(_) => format!("alle {}", time::length(length)),
    }
}

pub(crate) fn within(length: Length) -> String {
    format!("innerhalb von {}", time::dative(length))
}

pub(crate) const PAGES: &Pages = &Pages {
    skip: "Zum Inhalt",
    tagline: "Hilfe im Notfall",
    call_us: ("Sie können uns jederzeit anrufen: ", ""),
    languages: "Sprache",
    home: Home {
        title: ("", ": Hilfe im Notfall"),
        question: "Ist das ein Notfall?",
        lead: "Wenn unser Produkt ausgefallen ist und Ihr Geschäft mit ihm, sagen Sie es uns jetzt. Wir \
               rufen sofort jemanden an, Tag und Nacht.",
        hurting: "Das schadet unserem Geschäft jetzt",
        hurting_more: ("Drei Fragen. Kein Konto. Sie hören mindestens ", " von uns."),
        wish: "Eine Frage oder ein Wunsch",
        wish_more: "Fristen, Prioritäten, Anleitungen: Unser Support antwortet.",
        or_call: ("Oder rufen Sie an: ", ""),
        desk_open: "Unser Support ist gerade besetzt",
        desk_closed: "Unser Support ist gerade nicht besetzt",
        closes: ("Er schließt: ", "."),
        opens: ("Er ist wieder da: ", "."),
        all_the_same: "Notfälle werden trotzdem angenommen.",
        open_how: "Ein Problem der Stufe 1 geht zuerst an den Support; nimmt es dort niemand rechtzeitig \
                   an, wird die Bereitschaft gerufen.",
        closed_how: "Notfälle nimmt die Bereitschaft an.",
        what_counts: "Was ein Notfall ist",
        counts: [
            "Der laufende Betrieb steht oder ist für viele unbrauchbar.",
            "Was Sie Ihren Kunden zeigen oder senden, ist grob falsch.",
            "Sie können nicht verkaufen, abrechnen oder Geld einnehmen.",
            "Daten, Sicherheit oder das Recht stehen auf dem Spiel.",
        ],
        in_doubt: "Im Zweifel sagen Sie es uns. Lieber werden wir umsonst geweckt, als Sie zu verpassen.",
    },
    form: Form {
        title: "Einen Notfall melden",
        look_again: "Bitte noch einmal ansehen: ",
        heading: "Sagen Sie uns, was nicht geht",
        not_sent: "Noch nicht gesendet.",
        nothing_lost: "Nichts von dem, was Sie geschrieben haben, ist verloren. Bitte sehen Sie nach:",
        desk_open: "Unser Support ist gerade besetzt",
        desk_until: (" (bis ", ")"),
        desk_first: (
            " und bekommt das zuerst. Nimmt es dort niemand ",
            " an, rufen wir jemanden an.",
        ),
        called: "Sobald Sie das senden, rufen wir jemanden an.",
        production: "1. Geht es um den laufenden Betrieb?",
        production_yes: "Ja, echte Kunden oder Mitarbeitende sind betroffen",
        production_no: "Nein, um einen Test oder eine Erprobung",
        impact: "2. Was kann Ihr Geschäft nicht?",
        workaround: "3. Gibt es einen Ausweg?",
        workaround_hint: "Falls ja, welchen? Leer heißt nein.",
        summary: "Was geht nicht, in einem Satz?",
        organization: "Ihre Firma",
        name: "Ihr Name",
        email: "E-Mail",
        email_hint: "E-Mail oder Telefon: Eines genügt.",
        phone: "Telefon",
        phone_hint: "Mit Landesvorwahl, etwa +49 30 1234567.",
        more: "Mehr, falls Sie etwas haben (freiwillig)",
        details: "Einzelheiten",
        files: "Bilder oder Dateien",
        files_hint: ("Bis zu ", ", je 10 MB"),
        authorize: "Falls es sich nicht in angemessener Zeit beheben lässt, dürfen Sie Ihre Dienste für \
                    uns vorübergehend abschalten.",
        authorize_hint: "Freiwillig. Es kann Schaden begrenzen, etwa bei falschen Preisen. Wir sagen es \
                         Ihnen vorher und nachher.",
        send: "Senden und jemanden anrufen",
        no_summary: "Sagen Sie in einem Satz, was nicht geht, damit wir die richtige Person anrufen.",
        no_address: "Geben Sie eine E-Mail-Adresse oder Telefonnummer an, damit wir antworten können.",
        bad_email: "Diese E-Mail-Adresse scheint unvollständig: Es braucht einen Namen, ein @ und eine \
                    Domain.",
        bad_phone: "Diese Telefonnummer scheint unvollständig: Schreiben Sie sie mit Landesvorwahl, etwa \
                    +49 30 1234567.",
    },
    portal: Portal {
        title: "An unseren Support schreiben",
        heading: "An unseren Support schreiben",
        lead: "Für Fragen, Wünsche, Fristen und alles, was auf den Support warten kann",
        opens: (" (wieder da: ", ")"),
        hurting: (". Wenn es Ihrem Geschäft jetzt schadet, ", "."),
        there: "melden Sie es stattdessen hier",
        hear_by: ("Jetzt gesendet, hören Sie von uns bis spätestens: ", "."),
        about: "Worum geht es?",
        summary: "In einem Satz",
        send: "An den Support senden",
        before: "Schon etwas gesendet?",
        before_how: "Öffnen Sie den persönlichen Link in unserer Mail oder SMS: Dort sehen Sie die \
                     Antworten, schreiben uns und sagen, ob es gelöst ist.",
    },
    status: Status {
        arrived: (", eingegangen: ", ""),
        next_word: ("Nächste Nachricht von uns spätestens: ", "."),
        service_off: ("Unser Dienst ", " ist für Sie abgeschaltet"),
        all_off: "Unsere Dienste sind für Sie abgeschaltet",
        until: (", längstens bis ", "."),
        reason: "Der Grund:",
        consent: "Wir bitten um Ihre Zustimmung,",
        consent_for: " Dienste vorübergehend abzuschalten.",
        consent_read: "Lesen und antworten",
        call: "Sie können an einer Telefonkonferenz teilnehmen:",
        call_phone: "Per Telefon:",
        call_me: ("Rufen Sie mich an: ", ""),
        works: "Es läuft wieder",
        broken: "Es geht immer noch nicht",
        heard_nothing: "Ich habe nichts gehört",
        reported: (
            "Sie haben gemeldet: „",
            "“. Bewahren Sie die Adresse dieser Seite auf: Sie gehört nur Ihnen und zeigt alles, was wir \
             Ihnen sagen.",
        ),
        happened: "Was bisher geschah",
        times: ("Zeiten: ", "."),
        add: "Etwas ergänzen",
        renews: "Diese Seite erneuert sich jede Minute.",
        write: "Schreiben ohne Unterbrechung",
        what: "Was sollten wir wissen?",
        what_hint: "Wer daran arbeitet, erfährt es sofort.",
        add_it: "Ergänzen",
        files: "Bilder und Dateien",
        lost: "Diese Seite erreicht uns nicht.",
        lost_old: "Was Sie sehen, kann veraltet sein.",
        lost_call: ("Rufen Sie an: ", "."),
        lost_tries: "Sie versucht es von selbst wieder.",
        requester: "Anfragende Person",
    },
    ticket: Ticket {
        hear_by: ("Sie hören von uns spätestens: ", "."),
        late: "Sie hätten schon von uns hören sollen. Es tut uns leid: Die Leitung unseres Supports weiß \
               Bescheid.",
        pick_up: (
            "Hat es im Support bis dahin niemand angenommen, rufen wir die Bereitschaft: ",
            ". Sie müssen nichts tun.",
        ),
        opens: ("Unser Support ist wieder da: ", "."),
        ask: "Stimmt das?",
        yes: "Ja, es ist gelöst",
        no: "Nein, noch nicht",
        goes_on: ("Es läuft als Notfall ", " weiter."),
        see: "Sehen Sie, wie es steht",
        emergency: "Das ist zum Notfall geworden",
        emergency_hint: "Falls es Ihr Geschäft jetzt aufhält: Ein Tippen, und wir rufen sofort jemanden \
                         an. Wir glauben Ihnen.",
        wrote: (
            "Sie haben geschrieben: „",
            "“. Bewahren Sie die Adresse dieser Seite auf: Sie gehört nur Ihnen.",
        ),
        talk: "Was gesagt wurde",
        write: "An den Support schreiben",
        message: "Ihre Nachricht",
        send: "Senden",
        solved: "Es ist gelöst, danke",
        is_solved: "Das ist gelöst",
        desk_says_solved: "Unser Support hält das für gelöst",
        waits: "Unser Support hat geantwortet und wartet auf Sie",
        escalated: "Das läuft als Notfall weiter",
        on_it: "Unser Support arbeitet daran",
        has_it: "Unser Support hat es",
        thanks: "Danke. Das liegt bei unserem Support",
        open_now: "Unser Support ist gerade besetzt und antwortet Ihnen zuerst.",
    },
    consent: Consent {
        title: ("", ": Ihre Zustimmung"),
        question: ("Dürfen wir Dienste für ", " vorübergehend abschalten?"),
        asked: (" bittet darum (", ") zu ", ". Der Grund:"),
        means: "Was das bedeutet",
        kept: "Ihre Antwort wird mit Ihrem Namen festgehalten. Sie können sie ändern, solange der Notfall \
               offen ist. Abgeschaltete Dienste schalten wir wieder ein, nicht Ihre Antwort: Wenn es \
               eilt, rufen Sie uns an",
        urgent: (" unter ", ""),
        urgent_phone: ".",
        agreed: " hat zugestimmt.",
        disagreed: " hat nicht zugestimmt.",
        replaces: "Eine neue Antwort ersetzt diese.",
        name: "Ihr Name",
        for_whom: ("Sie antworten für ", ""),
        yes: "Ja, Sie dürfen sie abschalten",
        no: "Nein, lassen Sie sie an",
    },
    said: Said {
        added: "Danke. Wer daran arbeitet, sieht es jetzt.",
        sent: "Danke. Es liegt beim Support.",
        files: "Ihr Text ist angekommen, eine Datei nicht: Sie war zu groß, eine zu viel oder nicht \
                lesbar. Sie können sie unten ergänzen.",
        heard: "Es tut uns leid. Wer daran arbeitet, weiß jetzt, dass Sie auf Nachricht warten.",
        confirmed: "Danke, dass Sie es uns sagen. Wir sind froh, dass es wieder läuft.",
        broken: "Danke, dass Sie es uns sagen. Es ist wieder offen, und wir rufen jemanden an.",
        emergency: "Wir glauben Ihnen. Wir rufen jetzt jemanden an.",
        solved: "Danke. Das Ticket ist gelöst; schreiben Sie wieder, falls nicht.",
        agreed: "Danke. Wer daran arbeitet, weiß, dass Sie zustimmen. Noch ist nichts abgeschaltet.",
        disagreed: "Danke. Wer daran arbeitet, weiß, dass Sie nicht zustimmen.",
        not_solved: "Danke, dass Sie es uns sagen. Es ist wieder offen und liegt beim Support.",
        calling: "Wir rufen Sie jetzt an. Drücken Sie die 1, wenn Sie darum gebeten werden.",
        called_enough: "Wir haben Sie schon mehrmals angerufen. Bitte wählen Sie die Nummer oben.",
        slower: "Das war viel auf einmal. Ihr Text steht unten: Senden Sie ihn in einer Minute erneut.",
        empty: "Es gab nichts zu ergänzen: Schreiben Sie etwas oder wählen Sie eine Datei.",
    },
    failed: Failed {
        not_found: (
            "Diese Seite gibt es nicht",
            "Vielleicht ist die Adresse unvollständig: Persönliche Links sind lang, und Mailprogramme \
             brechen sie um.",
        ),
        forbidden: ("Das steht Ihnen nicht offen", "Nichts wurde geändert."),
        conflict: ("Das geht gerade nicht", "Nichts wurde geändert."),
        incomplete: ("Etwas fehlt", "Nichts wurde geändert."),
        too_large: (
            "Das war zu groß",
            "Nichts wurde angenommen. Dateien dürfen je 10 MB haben; senden Sie erst den Text, dann die \
             Dateien.",
        ),
        too_much: ("Bitte etwas langsamer", "Warten Sie eine Minute und versuchen Sie es erneut."),
        method: (
            "Diese Adresse erwartet etwas anderes",
            "Gehen Sie zurück und benutzen Sie die Schaltfläche auf der Seite.",
        ),
        unavailable: (
            "Wir können das gerade nicht festhalten",
            "Nichts wurde angenommen. Versuchen Sie es gleich noch einmal, oder rufen Sie uns an.",
        ),
        broke: (
            "Bei uns ist etwas schiefgegangen",
            "Versuchen Sie es noch einmal. Wenn es eilt, rufen Sie uns an.",
        ),
        other: ("Das hat nicht geklappt", "Gehen Sie zurück und versuchen Sie es noch einmal."),
        to_the_start: "Zum Anfang",
    },
};
