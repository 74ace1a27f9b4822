//! What requesters write in German, as far as it decides something.

use crate::letter::Written;

pub(crate) const WRITTEN: &Written = &Written {
    broken: &[
        "immer noch kaputt",
        "geht immer noch nicht",
        "funktioniert immer noch nicht",
        "läuft immer noch nicht",
        "geht noch nicht",
        "funktioniert noch nicht",
        "läuft noch nicht",
        "nicht behoben",
        "wieder kaputt",
        "wieder ausgefallen",
        "geht wieder nicht",
        "funktioniert wieder nicht",
    ],
    thanks: &["danke", "vielen dank", "super arbeit"],
    asks: &["aber ", "jedoch", "immer noch", "wieder ", "nicht", "kein"],
    alarm: &[
        "notfall",
        "ausfall",
        "ausgefallen",
        "steht still",
        "stehen still",
        "dringend",
        "geht nichts mehr",
        "nicht arbeiten",
    ],
    denied: &["kein notfall", "nicht dringend"],
    signature: &["Von meinem ", "Gesendet von ", "Holen Sie sich Outlook"],
    starts: &["Am "],
    wrote: &["schrieb"],
    original: &["-----Ursprüngliche Nachricht"],
    from: &["Von: "],
    follows: &["Gesendet: ", "Datum: "],
};
