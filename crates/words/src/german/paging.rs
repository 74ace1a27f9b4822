//! German for responders: calling responders and telling them how a case goes.

use crate::phrases::{Desk, Drill, Keys, Notice, Page};

pub(crate) const PAGE: Page = Page {
    loud_outage: "AUSFALL",
    loud_content: "INHALT KAPUTT",
    loud_revenue: "UMSATZ BLOCKIERT",
    loud_data: "DATEN, SICHERHEIT",
    loud_other: "GESCHÄFT LEIDET",
    loud_emergency: "NOTFALL",
    still_broken: "GEHT NOCH NICHT",
    heading_who: "{who}: {how}.",
    heading: "{how}.",
    call_round: ", Anruf {round}",
    reply: "{number}{calls}. Antwort: {code}ok = übernehmen, {code}nein = geht nicht.",
    i_take_it: "Ich übernehme",
    i_cannot: "Ich kann nicht",
    footnote: "Wenn es bei Ihnen nicht geht, sagen Sie es dort: Dann wird sofort die nächste \
               Person angerufen.",
    take_it: "Übernehmen",
    keys: "Drücken Sie die 1, um zu übernehmen. Die 2, wenn Sie nicht können. Die 3, um es noch \
           einmal zu hören. Die 9, um jetzt die nächste Person anzurufen.",
    nobody_yet: "Noch hat niemand geantwortet.",
    fell_silent: "{by} hat übernommen und sich dann nicht mehr gemeldet.",
    asks_help: "{by} bittet um Ihre Hilfe.",
    asks_help_intro: "{by} bittet um Ihre Hilfe:",
    restored_says: "Es lief wieder, und nun heißt es:",
    restored_still: "Es lief wieder, und nun heißt es, dass es noch nicht geht.",
    customer: "Kunde",
    impact: "Auswirkung",
    service: "Dienst",
    reported_by: "Gemeldet von",
    call_back: "Rückruf",
    reports: "Meldungen",
    open_since: "Offen seit",
    expect_word: "Nächste Nachricht fällig",
};

pub(crate) const NOTICE: Notice = Notice {
    about: "Es geht um {number}.",
    about_who: "Es geht um {number}, {who}.",
    the_switch: "die Abschaltung",
    what: "Was",
    open_it: "Öffnen",
    somebody_else: "Jemand anderes",
    a_requester: "Die meldende Person",
    the_requester: "Die meldende Person",
    stand_down: "{by} kümmert sich darum. Sie können weiterschlafen.",
    not_needed: "Sie werden dafür nicht mehr gebraucht. Sie können weiterschlafen.",
    nudge: "Sie haben übernommen, und seitdem hat niemand von Ihnen gehört.",
    nudge_at: "Ohne ein Wort von Ihnen wird {due} die nächste Person angerufen.",
    nudge_on: "Ohne ein Wort von Ihnen wird die nächste Person angerufen.",
    nudge_reply: "Antwort {code}inv, wenn Sie dran sind. {goes_on}",
    on_it: "Ich bin dran",
    cannot_after_all: "Doch nicht",
    went_on: "Wir haben nichts von Ihnen gehört und rufen die nächste Person an.",
    went_on_reply: "Antwort {code}ok, wenn Sie es noch haben.",
    still_have_it: "Ich habe es noch",
    reminder_one: "{who} erwartet Ihre Nachricht spätestens {due}.",
    reminder_many: "{people} erwarten Ihre Nachricht spätestens {due}.",
    one_line_reply: "Antwort: {code}up und eine Zeile.",
    one_line: "Eine Zeile genügt, per SMS oder in der Konsole.",
    silence: "Es kam keine Nachricht; wir haben gesagt, dass es nichts Neues gibt.",
    silence_again: "Das ist nun {misses}-mal passiert.",
    more_reports: "Dasselbe melden nun {people}.",
    one_person: "eine Person",
    people: "{count} Personen",
    writes: "{who} schreibt:",
    has_written: "{who} hat etwas geschrieben.",
    says_broken: "{who} sagt, dass es noch nicht geht.",
    heard_nothing: "{who} hat nichts von uns gehört.",
    confirmed: "{who} bestätigt, dass es wieder läuft.",
    came_in: "{by} hilft Ihnen jetzt.",
    taken_over: "{by} hat es von Ihnen übernommen.",
    hole: "In dieser Stufe war niemand anzurufen: {place}.",
    hole_more: "Die nächste Stufe wurde sofort angerufen. Bitte schließen Sie die Lücke vor der \
                nächsten Nacht.",
    not_restored: "Es läuft noch nicht wieder, und die angemessene Zeit ist um.{since}",
    came_in_ago: " Gemeldet {ago}.",
    not_restored_more: "Braucht es mehr Leute? Oder müssen Dienste für diesen Kunden abgeschaltet \
                        werden? Was das bewirkt, steht in der Konsole unter Switches.",
    nothing_written_subject: "Frontline kann nichts mehr speichern",
    nothing_written_opening: "Es geht um die Notfall-Leitung selbst.",
    nothing_written: "Nichts kann gespeichert werden: Ist die Platte voll? Wir rufen aus dem \
                      Gedächtnis an, neue Meldungen werden abgewiesen.",
    nothing_written_more: "Bitte schaffen Sie jetzt Platz.",
    reply_subject: "Ihre Antwort",
};

pub(crate) const DRILL: Drill = Drill {
    subject: "TESTANRUF: bitte antworten",
    opening: "Dies ist ein Testanruf. Nichts ist kaputt.",
    lead: "Dies ist ein Testanruf, nichts ist kaputt: Sie haben jetzt Bereitschaft für {schedule}.",
    keys: "Drücken Sie die 1, um zu antworten. Die 3, um es noch einmal zu hören.",
    spoken: "Sie haben jetzt Bereitschaft für {schedule}. Bitte antworten Sie.",
    if_kept: "sonst bleibt die Person davor in Bereitschaft und die Leitung wird informiert",
    if_told: "sonst wird die Leitung informiert",
    text: "TESTANRUF, nichts ist kaputt. Sie haben jetzt Bereitschaft für {schedule}. Antwort test \
           ok spätestens {at}, {otherwise}.",
    say: "Wir brauchen Ihre Antwort spätestens {at}, {otherwise}.",
    i_am_here: "Ich bin da",
    unanswered: "{who} hat Bereitschaft für {schedule} und hat auf den Testanruf nicht \
                 geantwortet.",
    stays: "{who} bleibt in Bereitschaft.",
    nobody_else: "NIEMAND sonst wurde eingeteilt: Bitte kümmern Sie sich darum.",
    missed: "Sie haben auf den Testanruf für {schedule} nicht geantwortet.",
    missed_stays: "{who} bleibt in Bereitschaft. Antworten Sie jetzt, dann ist die Schicht wieder \
                   Ihre.",
    missed_on: "Sie haben trotzdem Bereitschaft. Bitte antworten Sie jetzt.",
    relieved: "{by} hat auf den Testanruf geantwortet und hat wieder Bereitschaft für {schedule}.",
};

pub(crate) const KEYS: Keys = Keys {
    answered: "Danke. {emergency} ist bei Ihnen, und das sagen wir weiter. Schreiben Sie i n v per \
               SMS, sobald Sie daran arbeiten. Auf Wiederhören.",
    emergency: "Notfall {digits}",
    taken_by: "{by} kümmert sich schon darum. Sie können weiterschlafen. Auf Wiederhören.",
    declined: "In Ordnung. Wir rufen die nächste Person an. Schlafen Sie weiter. Auf Wiederhören.",
    called_next: "Wir rufen jetzt die nächste Person an. Auf Wiederhören.",
    here: "Danke: Der Testanruf hat Sie erreicht. Mehr ist nicht zu tun. Auf Wiederhören.",
    over: "Das ist vorbei oder nicht mehr bei Ihnen. Es ist nichts zu tun. Auf Wiederhören.",
    failed: "Das hat bei uns nicht geklappt. Bitte antworten Sie per SMS. Auf Wiederhören.",
};

pub(crate) const DESK: Desk = Desk {
    assigned: "{by} hat Ihnen Ticket {ticket} gegeben.",
    written: "{by} hat in Ihrem Ticket {ticket} geschrieben.",
    not_solved: "{by} sagt, dass Ticket {ticket} nicht gelöst ist.",
    overdue: "{whom} sollte {due} zu {ticket} von uns hören.",
    overdue_more: "Noch hat niemand im Support geschrieben. Eine Zeile genügt.",
    not_forwarded: "{desk} bekommt nicht, was wir zu {ticket} weiterleiten.",
    not_forwarded_more: "Wir versuchen es weiter. Bis es ankommt, muss jemand von uns nachsehen.",
    why: "Grund",
};
