//! German for responders: the switch.

use crate::phrases::{Switch, Switched};

pub(crate) const SWITCH: Switch = Switch {
    not_confirmed: "Niemand hat bestätigt, dass {what} abgeschaltet werden.",
    not_confirmed_more: "Sie bleiben an. Fragen Sie erneut, falls es noch nötig ist.",
    switched_off: "{by} hat abgeschaltet: {what}. Ende {due}.",
    ends: "{what}: wieder an {due}, von selbst.",
    ends_more: "Wenn sie aus bleiben müssen, setzen Sie ein späteres Ende.",
    on_again: "Die Zeit ist um, wieder an: {what}.",
    asked: "{who} möchte abschalten: {what}.",
    program: "Ein Programm (im Namen von {by})",
    reason: "Der Grund: \"{reason}\".",
    lasts_second: "Ende wäre {due}. Eine zweite Person muss bestätigen, spätestens {by_when}.",
    lasts_two: "Ende wäre {due}. Zwei Personen müssen bestätigen, spätestens {by_when}.",
    confirm_reply: "Zum Abschalten Antwort {words}.",
    confirm_tap: "Bestätigen: abschalten",
    leave_on: "Anlassen",
    end_reply: "Jetzt beenden: Antwort {words}.",
    on_tap: "Wieder einschalten",
    subject: "Abschaltung für {customer}",
    what_all: "alle Dienste für {customer}",
    what_service: "die Dienste {service} für {customer}",
    a_customer: "einen Kunden",
    this_customer: "diesen Kunden",
    question: "Die angemessene Zeit ist um, und es läuft nicht wieder: Sollen Dienste für \
               {customer} abgeschaltet werden?",
    every_service: "alles, was wir anbieten",
    would_stop: "Es hielte an: {stops}. Höchstens {limit}.",
    nobody_asked: "Keine Software von dort hat zuletzt danach gefragt: Vielleicht ändert es \
                   nichts.",
    would_notice: "Sofort merken würden es: {software}.",
    agreed: "Die Zustimmung liegt vor.",
    not_agreed: "Die Zustimmung fehlt noch: Sie können darum bitten.",
    says_yes: "{who} stimmt der Abschaltung zu: {what}.",
    says_no: "{who} stimmt der Abschaltung nicht zu: {what}.",
    all_services: "alle Dienste",
    rule_responder: "Jede Person in Bereitschaft darf abschalten.",
    rule_lead: "Die Leitung darf abschalten.",
    rule_two: "Zwei Personen müssen zustimmen: Die erste fragt, die zweite bestätigt.",
};

pub(crate) const SWITCHED: Switched = Switched {
    off: "Abgeschaltet: {what}. Ende {due}, gewünscht von {by}. Früher wieder an: {words}",
    still_asked: "Noch ist nichts aus: {what}. Ein Programm hat gefragt, Sie sind die erste \
                  Person. Eine zweite wird jetzt gefragt und muss bestätigen, spätestens {due}.",
    stay_on: "Verstanden, es bleibt an: {what}. Niemand kann es mehr bestätigen.",
    on_again: "Wieder an: {what}. Alle Betroffenen hören davon.",
    was_on: "Nichts wurde geändert: Die Dienste für {customer} sind an.",
    nothing_asked: "Nichts wurde geschaltet: Zu diesen Ziffern wartet keine Frage. Vielleicht \
                    wurde sie bestätigt, zurückgenommen, oder die Zeit war um. Es kann erneut \
                    gefragt werden.",
    not_quite: "Nichts wurde geschaltet. Zum Bestätigen antworten Sie mit dem Wort confirm und den \
                sechs Ziffern unserer Nachricht, sonst nichts.",
    all_on: "Nichts wurde geändert: Alle Dienste sind an, für alle Kunden.",
    whose: "Nichts wurde geändert. Für wen? Aus sind {listed}. Antwort: switch on {first}",
    nobody: "Nichts wurde geändert: Wir kennen weder Kunden noch Dienst mit dem Namen \"{words}\". \
             {off}",
    nobody_all_on: "Alle Dienste sind an, für alle Kunden.",
    nobody_off: "Aus sind {listed}.",
    only_console: "Nichts wurde geschaltet: Abgeschaltet wird nur in der Konsole, unter Switches, \
                   wo Sie sehen, was stehen bliebe.",
    refused: "Nichts wurde geschaltet: {refused}.",
    what: "{services} für {customer}",
    all: "alle Dienste",
};
