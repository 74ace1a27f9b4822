//! What the emergency line says in German.

use crate::line::{Asked, End, Kept, name, spoken, until};

pub(crate) const KEPT: &Kept = &Kept {
    hidden: "Jemand mit unterdrückter Nummer",
    from: "Jemand von {number}",
    says: "{who} sagt am Telefon, dass es ein Notfall ist",
    called: "{who} hat die Notfallnummer angerufen",
    recording: "Am Telefon wurde {secs} s gesprochen. Die Aufnahme: {link}",
    transcript: "Am Telefon gesagt: {text}",
    other_number: "Bitte zurückrufen unter {number}",
};

pub(crate) const OFFER: &str = "Für Deutsch drücken Sie die {key}.";

pub(crate) fn ask(asked: &Asked, closes: &str) -> String {
    match asked {
        Asked::Emergency { vendor, desk_is_open: false, .. } => format!(
            "Dies ist die Notfallnummer von {}. Wenn etwas von uns ausgefallen ist und Ihrem Geschäft \
             gerade schadet, drücken Sie die 1, und wir rufen sofort jemanden an.",
            name(vendor)
        ),
        Asked::Emergency { vendor, desk_is_open: true, .. } => format!(
            "Dies ist die Notfallnummer von {}. Unser Support ist gerade besetzt{}. Für eine Nachricht an \
             den Support drücken Sie die 2. Wenn etwas ausgefallen ist und Ihrem Geschäft gerade \
             schadet, drücken Sie die 1, und wir rufen sofort jemanden an.",
            name(vendor),
            until(", bis ", closes, "")
        ),
        Asked::Report => "Danke, Ihr Anruf ist bei uns. Bitte nennen Sie nach dem Ton Ihren Namen, \
                          Ihre Firma und was nicht geht. Drücken Sie die Rautetaste, wenn Sie fertig \
                          sind. Sie können auch auflegen: Ihre Meldung ist schon bei uns."
            .to_owned(),
        Asked::CallBack { number } => format!(
            "Wir rufen Sie zurück unter {}. Wenn das stimmt, drücken Sie die 1. Für eine andere Nummer \
             drücken Sie die 2.",
            spoken(number)
        ),
        Asked::OtherNumber => "Bitte geben Sie die Nummer für den Rückruf mit Landesvorwahl ein und \
                               drücken Sie die Rautetaste."
            .to_owned(),
    }
}

pub(crate) fn goodbye(end: End) -> String {
    match end {
        End::Emergency(number) => format!(
            "Ihre Nummer ist E {}. Wir rufen so lange an, bis jemand antwortet, und melden uns, sobald \
             es so weit ist. Auf Wiederhören.",
            spoken(&number.0.to_string())
        ),
        End::Ticket(number) => format!(
            "Ihre Nummer ist T {}. Der Support hat es jetzt. Auf Wiederhören.",
            spoken(&number.0.to_string())
        ),
        End::Taken => "Es ist bei uns. Danke. Auf Wiederhören.".to_owned(),
    }
}
