//! What stands on the pages behind a responder's links, in French.

use crate::pages::Answering;

pub(crate) const ANSWERING: &Answering = &Answering {
    impact: "Impact",
    reported_by: "Signalé par",
    opened: "Ouvert",
    has_it: "S’en occupe",
    over: "C’est terminé. Il n’y a plus rien à répondre.",
    offered: (
        "Vous êtes d’astreinte. Reprendre l’urgence de ",
        " ? D’ici là, elle reste où elle est ; fin de la question : ",
        ".",
    ),
    you_have_it: ("C’est à vous, ", "."),
    take_over: "Reprendre",
    answer: "Répondre : je m’en occupe",
    it_stays: "Non, cela reste",
    cannot: "Je ne peux pas",
    investigating: "J’y travaille",
    reach: "Joindre la personne :",
    only_for: ("Cette page est pour ", ". L’ouvrir ne change rien ; seuls les boutons agissent."),
    console: "Ouvrir dans la console",
    test: "Appel de test",
    test_ringing: "Un appel de test : rien n’est en panne",
    test_missed: "Vous n’avez pas répondu à l’appel de test",
    test_over: "Cette astreinte est terminée",
    test_answered: "Merci, vous êtes là",
    test_late: "Merci, l’astreinte est de nouveau à vous",
    test_keeper: ("", " reste d’astreinte pour ", ", jusqu’à votre réponse."),
    test_answer_by: (
        "Vous êtes maintenant d’astreinte pour ",
        ". Réponse attendue avant : ",
        ", pour savoir que nous pouvons vous joindre.",
    ),
    i_am_here: "Je suis là",
    only_the_button: "Ouvrir cette page ne change rien ; seul le bouton agit.",
    nothing_left: "Il n’y a plus rien à répondre.",
};
