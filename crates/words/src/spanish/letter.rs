//! What requesters write in Spanish, as far as it decides something.

use crate::letter::Written;

pub(crate) const WRITTEN: &Written = &Written {
    broken: &[
        "sigue fallando",
        "sigue sin funcionar",
        "sigue roto",
        "sigue caído",
        "sigue caido",
        "todavía no funciona",
        "todavia no funciona",
        "aún no funciona",
        "aun no funciona",
        "no está arreglado",
        "no esta arreglado",
        "no está resuelto",
        "no esta resuelto",
        "vuelve a fallar",
        "caído otra vez",
        "falla otra vez",
    ],
    thanks: &["gracias", "buen trabajo"],
    asks: &["pero ", "sin embargo", "sigue", "todavía", "todavia", "otra vez", "no "],
    alarm: &[
        "emergencia",
        "urgencia",
        "está caído",
        "esta caido",
        "están caídos",
        "está caída",
        "no podemos trabajar",
        "todo parado",
    ],
    denied: &[
        "no es una emergencia",
        "ninguna emergencia",
        "no es urgente",
        "sin urgencia",
        "no hay urgencia",
    ],
    signature: &["Enviado desde mi ", "Enviado desde ", "Obtener Outlook"],
    starts: &["El "],
    wrote: &["escribió:"],
    original: &["-----Mensaje original"],
    from: &["De: "],
    follows: &["Enviado: ", "Enviado el: ", "Fecha: "],
};
