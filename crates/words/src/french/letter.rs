//! What requesters write in French, as far as it decides something.

use crate::letter::Written;

pub(crate) const WRITTEN: &Written = &Written {
    broken: &[
        "toujours en panne",
        "encore en panne",
        "fonctionne toujours pas",
        "marche toujours pas",
        "fonctionne pas encore",
        "fonctionne encore pas",
        "pas réparé",
        "pas résolu",
        "de nouveau en panne",
        "à nouveau en panne",
    ],
    thanks: &["merci", "bon travail"],
    asks: &["mais ", "cependant", "toujours", "encore", "à nouveau", " pas ", " pas.", "n'", "ne "],
    alarm: &[
        "urgence",
        "en panne",
        "à l'arrêt",
        "ne pouvons plus travailler",
        "ne pouvons pas travailler",
    ],
    denied: &["pas une urgence", "pas d'urgence", "aucune urgence", "pas urgent"],
    signature: &["Envoyé de mon ", "Envoyé depuis ", "Télécharger Outlook", "Obtenir Outlook"],
    starts: &["Le "],
    wrote: &["a écrit :", "a écrit:"],
    original: &["-----Message d'origine"],
    from: &["De : ", "De: "],
    follows: &["Envoyé : ", "Envoyé: ", "Date : "],
};
