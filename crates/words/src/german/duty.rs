//! German for responders: being on call.

use crate::phrases::{Duty, Handoff};

pub(crate) const DUTY: Duty = Duty {
    opening: "Es geht um die Bereitschaft.",
    swap_asks: "{by} möchte eine Schicht tauschen",
    nobody_stands_in: "NIEMAND vertritt {who}",
    was_taken_off: "{who} hat keine Bereitschaft mehr",
    you_are_on_call: "Sie haben Bereitschaft",
    your_code: "Ihr Code von Frontline",
    nobody_answered_test: "NIEMAND hat auf den Testanruf geantwortet: {who}",
    has_not_answered: "{who} hat auf den Testanruf nicht geantwortet",
    the_test_page: "Der Testanruf",
    shift_begins: "Ihre Schicht beginnt gleich",
    shift_anothers: "Ihre Schicht hat jemand anderes",
    your_swap: "Ihr Tausch",
    test_reply: "Antwort: test ok.",
    swap_reply: "Antwort: swap yes oder swap no.",
    stretch: "({from} bis {until})",
    swap_asked: "{by} bittet Sie, Bereitschaft für {schedule} zu übernehmen {stretch}.",
    in_return: "Dafür wird Ihre übernommen {stretch}.",
    nothing_back: "Im Gegenzug wird nichts angeboten.",
    without_answer: "Ohne Antwort bleibt alles, wie es ist: spätestens {at}.",
    swap_taken: "{by} übernimmt Ihre Schicht {schedule} {stretch}. Der Kalender ist geändert.",
    swap_cannot: "{by} kann Ihre Schicht {schedule} nicht übernehmen {stretch}.",
    still_on_call: "Sie haben dann weiterhin Bereitschaft.",
    swap_lapsed: "{by} hat zu Ihrer Schicht {schedule} nicht geantwortet {stretch}.",
    put_on_call: "Sie haben Bereitschaft für {schedule}, {from} bis {until}: {note}.",
    why_stands_in: "Sie vertreten {who}",
    why_not_answered: "{who} hat auf den Testanruf nicht geantwortet, also bleiben Sie in \
                       Bereitschaft",
    why_put_by: "eingeteilt von {who}",
    cannot_until: "{who} kann keine Bereitschaft haben: bis {until}.",
    stands_in: "{by} vertritt bei {schedule}.",
    nobody_can: "NIEMAND kann bei {schedule} vertreten: Bitte teilen Sie jetzt jemanden ein.",
    code_sms: "{secret} ist Ihr Code von Frontline. Antworten Sie damit, oder geben Sie ihn dort \
               ein, wo Sie ihn angefordert haben. Gültig bis {until}.",
    enter_it: "Eingeben",
    code_is: "Ihr Code ist {secret}.",
    code_opening: "Hier ist Frontline, wegen Ihrer Anrufe in der Nacht.",
    code_spoken: "Ihr Code ist {secret}. Noch einmal: {secret}.",
    code_proves: "Er zeigt, dass dieser Weg Sie erreicht, und gilt bis {until}.",
    code_unasked: "Wenn Sie ihn nicht angefordert haben, ist nichts zu tun.",
    code_unknown: "nicht bekannt",
};

pub(crate) const HANDOFF: Handoff = Handoff {
    comes: "Sie haben Bereitschaft für {schedule}, {from} bis {until}.",
    nothing_open: "Nichts ist offen.",
    and_more: "Und {more} weitere.",
    and_more_console: "Und {more} weitere: Sie stehen in der Konsole.",
    once_on_call: "Sobald Sie Bereitschaft haben, werden Sie gebeten, zu übernehmen, was andere \
                   haben; bis dahin bleibt es bei ihnen.",
    not_after_all: "Sie haben doch keine Bereitschaft für {schedule}. Beginn wäre gewesen: {from}.",
    asked: "{of} hat jetzt Bereitschaft und wurde gebeten, zu übernehmen. Bis dahin bleibt es bei \
            Ihnen.",
    asked_until: "Hören wir nichts, bleibt es bei Ihnen, und wir sagen es Ihnen spätestens {at}.",
    declined: "{with} kann nicht übernehmen. Es bleibt bei Ihnen.",
    silent: "{with} hat sich dazu nicht gemeldet. Es bleibt bei Ihnen.",
    not_taken: "Sie haben nicht übernommen. Es bleibt bei {with}.",
    case: "{number}{who}: {summary} {milestone}, {has}",
    has_it: "bei {by}",
    nobody_has: "noch hat niemand geantwortet",
    next_word: ", nächste Nachricht {at}",
    off: ", Dienste sind abgeschaltet",
    case_end: ".",
    offered: "Sie haben jetzt Bereitschaft. {by} hat {number}: {summary} Übernehmen?",
    offered_reply: "Antwort: {code}ok = übernehmen, {code}nein = es bleibt.",
    take_over: "Ich übernehme",
    it_stays: "Es bleibt",
    until_you_do: "Bis dahin bleibt es bei {by}; auch, wenn wir nichts von Ihnen hören. Frist: \
                   {at}.",
};
