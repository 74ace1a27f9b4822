//! German for responders: answers to replies.

use crate::phrases::{Answers, OnCall};

pub(crate) const ANSWERS: Answers = Answers {
    answered: "{number} ist bei Ihnen.{whom}",
    call_back: "Rückruf",
    answered_reply: "Antwort: {code}inv, sobald Sie dran sind; {code}up und eine Zeile.",
    told: "{number}: {milestone}. Mitgeteilt an {people}.",
    updated: "{number}: mitgeteilt an {people}.",
    next_word: "Nächste Nachricht fällig {due}.",
    already_yours: "{number} ist schon bei Ihnen. {code} inv sagt, dass Sie dran sind.",
    came_in: "{number}: Danke, dass Sie helfen. {responder} weiß Bescheid.",
    the_responder: "Die Bereitschaft",
    taken: "{number}: {by} kümmert sich darum{since}. Sie können weiterschlafen.",
    since: ", seit {at}",
    escalated: "{number}: Wir rufen {called} an. Das wurde mitgeteilt.",
    more_people: "weitere Personen",
    call_open: "{number}: Die Konferenz ist offen, und das wurde mitgeteilt.",
    phone: "Telefon {phone}.",
    pin: "PIN {pin}.",
    no_bridge: "{number}: Hier ist keine Konferenz eingerichtet. Bitte rufen Sie selbst an.",
    declined: "{number}: Verstanden. Wir rufen jetzt die nächste Person an.",
    wait: "Es warten {people}.",
    nobody: "{number}: Niemand wurde angerufen. Wir kennen nicht:",
    known: "Bekannt sind {known}.",
    no_one: "niemand",
    which: "{open} Beginnen Sie mit der Nummer.",
    you_have: "Offen bei Ihnen ({count}): {names}{more}",
    not_open: "{wanted} ist bei Ihnen nicht offen, und auch sonst nichts.",
    not_open_but: "{wanted} ist bei Ihnen nicht offen. {open}",
    nothing_open: "Bei Ihnen ist nichts offen, also wurde nichts geändert.",
    unknown_sender: "Wir wissen nicht, wer Sie sind, also wurde nichts geändert.",
    call_to_report: "Einen Notfall melden Sie unter {phone}.",
    report_here: "Notfall melden: {link}",
    reported: "Ihre Meldung ist bei uns: {number}. {what}",
    being_called: "Wir rufen jemanden an, bis wir ihn erreichen.",
    desk_has_it: "Der Support hat es.",
    news_here: "Neues und Platz für Ergänzungen: {link}",
    heard: "Danke, es steht bei Ihrem Fall, wo wir es sehen. Schreiben Sie jederzeit mehr.",
    help: "{code}ok oder ja: übernehmen, {code}nein: geht nicht. Dann inv in Arbeit, rep \
           nachgestellt, rc Ursache, fix fertig, dep eingespielt, res läuft wieder, up Neues, esc \
           Team, call Konferenz, st Stand. Worte danach hören die Meldenden. Die Nummer kann \
           fehlen, wenn nur eines offen ist.",
    nothing_said: "{number}: Es fehlen die Worte, also wurde nichts gesendet. Versuchen Sie \
                   {example}.",
    up_example: "{code} up und eine Zeile",
    esc_example: "{code} esc und wer gebraucht wird",
    unclear: "Nicht verstanden, also wurde nichts geändert. {code}ok = übernehmen, {code}nein = \
              geht nicht, {code}up und eine Zeile = Neues, oder help.",
    refused: "{number}: {refusal}.",
    failed: "Das hat nicht geklappt, und nichts wurde geändert. Bitte senden Sie es noch einmal.",
    is_closed: "Das ist abgeschlossen, also wurde nichts geändert",
    has_it: "{by} hat es, also wurde nichts geändert",
    not_called: "Sie wurden dafür nicht angerufen, also wurde nichts geändert",
    nobody_there: "\"{words}\" kennen wir nicht, also wurde niemand angerufen",
    switched_off: "Dienste sind für diesen Kunden noch abgeschaltet: Schalten Sie sie erst wieder \
                   ein",
    refused_else: "Das geht so nicht ({refused}), nichts wurde geändert",
};

pub(crate) const ON_CALL: OnCall = OnCall {
    really_ill: "Gute Besserung. Antwort ill yes, dann haben Sie keine Bereitschaft bis {until}: \
                 Andere vertreten Sie, und Ihre offenen Anrufe gehen sofort weiter.",
    swap_yes: "Die Schicht ist Ihre, der Kalender ist geändert. Danke.",
    swap_no: "Verstanden: Alles bleibt, wie es ist, und wir sagen es weiter.",
    no_swap: "Kein Tausch wartet auf Ihre Antwort, also wurde nichts geändert.",
    several_swaps: "Mehrere Tausche warten auf Sie: Bitte antworten Sie über den Link in jeder \
                    Nachricht.",
    verified: "Danke. Dieser Weg ist bestätigt: Anrufe darüber erreichen Sie.",
    unchanged: "Nichts wurde geändert: {refused}.",
    drill_answered: "Danke: Der Testanruf hat Sie erreicht, Sie haben Bereitschaft.",
    no_drill: "Danke. Kein Testanruf wartet mehr auf Ihre Antwort.",
    handoff_declined: "{number}: Verstanden. Es bleibt, wo es ist, und wir sagen es dort.",
    off: "Sie haben keine Bereitschaft bis {until}. Gute Besserung.",
    off_was_not: " Sie hatten bis dahin keine Bereitschaft.",
    off_covered: " {schedule}: {by}.",
    off_hole: " {schedule}: NIEMAND kann vertreten. Die Leitung weiß Bescheid.",
    no_code: "Es wartet kein Code, oder seine Zeit ist um: Fordern Sie einen an",
    wrong_code: "Das ist nicht der Code (Versuche übrig: {attempts})",
    code_void: "Das ist nicht der Code, und er gilt nicht mehr: Fordern Sie einen neuen an",
};
