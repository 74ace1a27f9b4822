//! French for responders: the switch.

use crate::phrases::{Switch, Switched};

pub(crate) const SWITCH: Switch = Switch {
    not_confirmed: "Personne n'a confirmé la coupure : {what}.",
    not_confirmed_more: "Tout reste en service. Redemandez si c'est encore nécessaire.",
    switched_off: "{by} a coupé : {what}. Fin {due}.",
    ends: "{what} : remise en service automatique {due}.",
    ends_more: "S'ils doivent rester coupés, donnez une fin plus tardive.",
    on_again: "Le temps est écoulé, de nouveau en service : {what}.",
    asked: "{who} demande de couper : {what}.",
    program: "Un programme (au nom de {by})",
    reason: "La raison : \"{reason}\".",
    lasts_second: "Fin prévue {due}. Une seconde personne doit confirmer au plus tard {by_when}.",
    lasts_two: "Fin prévue {due}. Deux personnes doivent confirmer au plus tard {by_when}.",
    confirm_reply: "Pour couper, répondez {words}.",
    confirm_tap: "Confirmer : couper",
    leave_on: "Laisser en service",
    end_reply: "Pour y mettre fin, répondez {words}.",
    on_tap: "Remettre en service",
    subject: "La coupure de {customer}",
    what_all: "tous les services de {customer}",
    what_service: "les services {service} de {customer}",
    a_customer: "un client",
    this_customer: "ce client",
    question: "Délai raisonnable passé sans rétablissement : couper des services pour {customer} ?",
    every_service: "tous nos services",
    would_stop: "S'arrêterait : {stops}. Au plus {limit}.",
    nobody_asked: "Aucun de leurs logiciels ne l'a consulté récemment : peut-être sans effet.",
    would_notice: "Le remarqueraient aussitôt : {software}.",
    agreed: "Ils ont donné leur accord.",
    not_agreed: "Leur accord manque encore : demandez-le.",
    says_yes: "{who} accepte la coupure : {what}.",
    says_no: "{who} n'accepte pas la coupure : {what}.",
    all_services: "tous les services",
    rule_responder: "Toute personne d'astreinte peut couper.",
    rule_lead: "Un responsable peut couper.",
    rule_two: "Il faut deux personnes : l'une demande, l'autre confirme.",
};

pub(crate) const SWITCHED: Switched = Switched {
    off: "Coupé : {what}. Fin {due}, à la demande de {by}. Avant : {words}",
    still_asked: "Rien n'est encore coupé : {what}. Un programme l'a demandé, vous êtes la \
                  première personne. Une seconde doit confirmer au plus tard {due}.",
    stay_on: "Compris, rien n'est coupé : {what}. Personne ne peut plus confirmer.",
    on_again: "Remis en service : {what}. Toutes les personnes concernées sont prévenues.",
    was_on: "Rien n'a été changé : les services de {customer} fonctionnent.",
    nothing_asked: "Rien n'a été coupé : aucune demande sous ces chiffres. Peut-être déjà \
                    confirmée, retirée ou expirée. On peut redemander.",
    not_quite: "Rien n'a été coupé. Pour confirmer, répondez confirm et les six chiffres de notre \
                message, rien d'autre.",
    all_on: "Rien n'a été changé : tous les services fonctionnent, pour tous les clients.",
    whose: "Rien n'a été changé. Pour qui ? Coupés : {listed}. Répondez : switch on {first}",
    nobody: "Rien n'a été changé : aucun client ni service ne s'appelle \"{words}\". {off}",
    nobody_all_on: "Tous les services fonctionnent, pour tous les clients.",
    nobody_off: "Coupés : {listed}.",
    only_console: "Rien n'a été coupé : cela se fait seulement dans la console, sous Switches, où \
                   l'on voit ce qui s'arrêterait.",
    refused: "Rien n'a été coupé : {refused}.",
    what: "{services} de {customer}",
    all: "tous les services",
};
