//! French on the phone: conferences, and callers who hold.

use crate::phrases::Calls;

pub(crate) const CALLS: Calls = Calls {
    about: "Voici la conférence au sujet de {number}.",
    about_who: "Voici la conférence au sujet de {number}, {who}.",
    press_to_join: "Appuyez sur 1 pour la rejoindre.",
    moved: "La conférence téléphonique n'a pas pu s'ouvrir. Les demandeurs ont un autre accès.",
    call: "Conférence",
    calling_you: "{number} : nous vous appelons pour la conférence. Appuyez alors sur 1.",
    or_dial: "Ou composez le {phone}, code {pin}.",
    joining: "Vous entrez dans la conférence.",
    nine_joins: "Si vous avez le code d’une conférence, appuyez sur 9.",
    five_joins: "Appuyez sur 5 pour rejoindre la conférence à ce sujet.",
    waiting: "Personne d’autre n’est encore dans la conférence. Restez en ligne : on vous entendra dès qu’on \
              arrivera.",
    over: "Cette conférence est terminée. Au revoir.",
    ask_pin: "Tapez le code de la conférence, puis appuyez sur la touche dièse.",
    wrong_pin: "Ce code n’est pas le bon. Tapez-le de nouveau, puis appuyez sur la touche dièse.",
    no_more_pins: "Ce code n’est pas le bon. Faites-vous appeler depuis votre page, ou appuyez sur 1 en rappelant, et \
                   nous appellerons quelqu’un. Au revoir.",
    not_put_through: "Vous n’avez pas été mis en relation. Au revoir.",
    hold: "Votre numéro est {number}. Nous appelons sans relâche jusqu’à ce que quelqu’un réponde. Si vous le \
           souhaitez, restez en ligne : nous essayons de vous mettre en relation. Vous pouvez aussi raccrocher. Les \
           appels continuent dans tous les cas.",
    hold_on: "Personne n’a encore pris votre appel. Nous essayons la personne suivante. Vous pouvez aussi raccrocher : \
              les appels continuent.",
    take: "{who} est en ligne, au sujet de {number}. Appuyez sur 1 pour prendre l’appel et lui parler.",
    somebody: "Quelqu’un",
    taken_by: "{by} s’en occupe déjà. Vous pouvez vous rendormir. Au revoir.",
    has: "{by} s’occupe de votre urgence, {number}. Nous vous tenons au courant à chaque étape. Au revoir.",
    nobody: "Personne n’a encore pris votre appel. Votre numéro est {number}. Nous appelons sans relâche jusqu’à ce \
             que quelqu’un réponde, et vous prévenons aussitôt. Au revoir.",
};
