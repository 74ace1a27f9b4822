//! German on the phone: conferences, and callers who hold.

use crate::phrases::Calls;

pub(crate) const CALLS: Calls = Calls {
    about: "Dies ist die Konferenz zu {number}.",
    about_who: "Dies ist die Konferenz zu {number}, {who}.",
    press_to_join: "Drücken Sie die 1, um dazuzukommen.",
    moved: "Die Telefonkonferenz kam nicht zustande. Wer gemeldet hat, kennt einen anderen Weg hinein.",
    call: "Konferenz",
    calling_you: "{number}: Wir rufen Sie für die Konferenz an. Drücken Sie dort die 1.",
    or_dial: "Oder wählen Sie {phone}, PIN {pin}.",
    joining: "Sie kommen jetzt in die Konferenz.",
    nine_joins: "Wenn Sie eine PIN für eine Konferenz haben, drücken Sie die 9.",
    five_joins: "Drücken Sie die 5, um in die Konferenz dazu zu kommen.",
    waiting: "Sie sind als Erste oder Erster in der Konferenz. Bitte bleiben Sie dran. Wer dazukommt, hört Sie.",
    over: "Diese Konferenz ist zu Ende. Auf Wiederhören.",
    ask_pin: "Bitte geben Sie die PIN der Konferenz ein und drücken Sie die Rautetaste.",
    wrong_pin: "Diese PIN stimmt nicht. Bitte geben Sie sie noch einmal ein und drücken Sie die Rautetaste.",
    no_more_pins: "Diese PIN stimmt nicht. Lassen Sie sich bitte über Ihre Seite anrufen, oder drücken Sie beim \
                   nächsten Anruf die 1, und wir rufen jemanden an. Auf Wiederhören.",
    not_put_through: "Sie wurden nicht verbunden. Auf Wiederhören.",
    hold: "Ihre Nummer ist {number}. Wir rufen so lange an, bis jemand antwortet. Wenn Sie möchten, bleiben \
           Sie dran: Wir versuchen, Sie zu verbinden. Sie können auch auflegen. Wir rufen in jedem Fall weiter an.",
    hold_on: "Noch hat niemand Ihren Anruf angenommen. Wir versuchen es bei der nächsten Person. Sie können auch \
              auflegen: Wir rufen weiter an.",
    take: "{who} wartet am Telefon, zu {number}. Drücken Sie die 1, um zu übernehmen und zu sprechen.",
    somebody: "Jemand",
    taken_by: "{by} kümmert sich schon darum. Sie können weiterschlafen. Auf Wiederhören.",
    has: "{by} kümmert sich um Ihren Notfall, {number}. Sie hören bei jedem Schritt von uns. Auf Wiederhören.",
    nobody: "Noch hat niemand Ihren Anruf angenommen. Ihre Nummer ist {number}. Wir rufen so lange an, bis jemand \
             antwortet, und melden uns, sobald es so weit ist. Auf Wiederhören.",
};
