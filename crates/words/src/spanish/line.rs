//! What the emergency line says in Spanish.

use crate::line::{Asked, End, Kept, name, spoken, until};

pub(crate) const KEPT: &Kept = &Kept {
    hidden: "Una persona con número oculto",
    from: "Una persona del {number}",
    says: "{who} dice por teléfono que es una emergencia",
    called: "{who} ha llamado a la línea de emergencias",
    recording: "Mensaje telefónico de {secs} s. La grabación: {link}",
    transcript: "Dicho por teléfono: {text}",
    other_number: "Por favor, llame al {number}",
};

pub(crate) const OFFER: &str = "Para español, pulse {key}.";

pub(crate) fn ask(asked: &Asked, closes: &str) -> String {
    match asked {
        Asked::Emergency { vendor, desk_is_open: false, .. } => format!(
            "Esta es la línea de emergencias de {}. Si algo nuestro ha fallado y está dañando su \
             negocio ahora, pulse 1 y llamamos a una persona enseguida.",
            name(vendor)
        ),
        Asked::Emergency { vendor, desk_is_open: true, .. } => format!(
            "Esta es la línea de emergencias de {}. Nuestro equipo de soporte está disponible{}. Para \
             dejarle un mensaje, pulse 2. Si algo ha fallado y está dañando su negocio ahora, pulse 1 y \
             llamamos a una persona enseguida.",
            name(vendor),
            until(" hasta ", closes, "")
        ),
        Asked::Report => "Gracias, tenemos su llamada. Después de la señal, diga su nombre, su \
                          empresa y qué ocurre. Pulse almohadilla cuando termine. También puede \
                          colgar: ya tenemos su aviso."
            .to_owned(),
        Asked::CallBack { number } => format!(
            "Le devolveremos la llamada al {}. Si es correcto, pulse 1. Para otro número, pulse 2.",
            spoken(number)
        ),
        Asked::OtherNumber => "Marque el número al que debemos llamar, con el prefijo del país, y \
                               pulse almohadilla."
            .to_owned(),
    }
}

pub(crate) fn goodbye(end: End) -> String {
    match end {
        End::Emergency(number) => format!(
            "Su número es E {}. Estamos llamando una y otra vez hasta que alguien responda, y le \
             avisamos en cuanto ocurra. Adiós.",
            spoken(&number.0.to_string())
        ),
        End::Ticket(number) => format!(
            "Su número es T {}. El equipo de soporte lo tiene. Adiós.",
            spoken(&number.0.to_string())
        ),
        End::Taken => "Lo tenemos. Gracias. Adiós.".to_owned(),
    }
}
