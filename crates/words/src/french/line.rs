//! What the emergency line says in French.

use crate::line::{Asked, End, Kept, name, spoken, until};

pub(crate) const KEPT: &Kept = &Kept {
    hidden: "Une personne au numéro masqué",
    from: "Une personne du {number}",
    says: "{who} dit au téléphone que c’est une urgence",
    called: "{who} a appelé la ligne d’urgence",
    recording: "Message téléphonique de {secs} s. L’enregistrement : {link}",
    transcript: "Dit au téléphone : {text}",
    other_number: "Merci de rappeler au {number}",
};

pub(crate) const OFFER: &str = "Pour le français, appuyez sur {key}.";

pub(crate) fn ask(asked: &Asked, closes: &str) -> String {
    match asked {
        Asked::Emergency { vendor, desk_is_open: false, .. } => format!(
            "Vous êtes sur la ligne d’urgence de {}. Si un de nos services est en panne et nuit \
             maintenant à votre activité, appuyez sur 1, et nous appelons quelqu’un aussitôt.",
            name(vendor)
        ),
        Asked::Emergency { vendor, desk_is_open: true, .. } => format!(
            "Vous êtes sur la ligne d’urgence de {}. Notre support est ouvert{}. Pour lui laisser un \
             message, appuyez sur 2. Si quelque chose est en panne et nuit maintenant à votre activité, \
             appuyez sur 1, et nous appelons quelqu’un aussitôt.",
            name(vendor),
            until(" jusqu’à ", closes, "")
        ),
        Asked::Report => "Merci, nous avons votre appel. Après le bip, dites votre nom, votre \
                          entreprise et ce qui ne va pas. Appuyez sur dièse quand vous avez terminé. \
                          Vous pouvez aussi raccrocher : votre signalement est déjà chez nous."
            .to_owned(),
        Asked::CallBack { number } => format!(
            "Nous vous rappellerons au {}. Si c’est exact, appuyez sur 1. Pour un autre numéro, appuyez \
             sur 2.",
            spoken(number)
        ),
        Asked::OtherNumber => "Veuillez composer le numéro à rappeler, avec l’indicatif du pays, puis \
                               appuyez sur dièse."
            .to_owned(),
    }
}

pub(crate) fn goodbye(end: End) -> String {
    match end {
        End::Emergency(number) => format!(
            "Votre numéro est E {}. Nous appelons sans relâche jusqu’à ce que quelqu’un réponde, et \
             vous prévenons aussitôt. Au revoir.",
            spoken(&number.0.to_string())
        ),
        End::Ticket(number) => format!(
            "Votre numéro est T {}. Le support s’en occupe. Au revoir.",
            spoken(&number.0.to_string())
        ),
        End::Taken => "C’est bien reçu. Merci. Au revoir.".to_owned(),
    }
}
