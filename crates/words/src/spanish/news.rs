//! What requesters are told of their emergency, in Spanish.

use domain::Milestone;

use super::time;
use crate::sentence::Sentence;

#[expect(clippy::too_many_lines, reason = "an arm a sentence")]
pub(crate) fn sentence(sentence: &Sentence<'_>) -> String {
    let plain = match sentence {
        Sentence::About(number) => return format!("Acerca de {number}."),
        Sentence::Received(number) => {
            return format!("Hemos recibido su aviso. Su número es {number}.");
        }
        Sentence::ReceivedShort(number) => return format!("Aviso recibido: {number}."),
        Sentence::HasIt { by } => return format!("{} se ocupa de ello.", team(Some(by))),
        Sentence::BeingCalled => "Estamos llamando una y otra vez hasta que alguien responda.",
        Sentence::OthersReport => "Otras personas avisan del mismo problema.",
        Sentence::YouHear => {
            "Le informamos a cada paso. En su página puede añadir lo que sepa, o una imagen."
        }
        Sentence::CallUs { phone, number } => {
            return format!("También puede llamar al {phone}: indique {number}.");
        }
        Sentence::Milestone { milestone, again, by, customer } => {
            return reached(*milestone, *again, *by, *customer);
        }
        Sentence::CauseUnknown => "Aún no conocemos la causa.",
        Sentence::NoFixYet => "La corrección aún no está lista.",
        Sentence::NotInPlaceYet => "Aún no está instalada.",
        Sentence::ToldWhenItWorks => "Le avisamos cuando todo vuelva a funcionar.",
        Sentence::PleaseCheck => {
            "Compruébelo, por favor, y díganoslo. Si sigue fallando, volvemos enseguida."
        }
        Sentence::ToldWhenOn => "Le avisamos cuando vuelvan a estar activos.",
        Sentence::HasNews { by: None } => "Tenemos novedades para usted.",
        Sentence::HasNews { by } => return format!("{} tiene novedades para usted.", team(*by)),
        Sentence::NobodyYet => "Lo sentimos: todavía no ha respondido nadie.",
        Sentence::NobodyToCall => "Aún no hemos encontrado a quién llamar y seguimos intentándolo.",
        Sentence::KeepCalling { called, rounds } => return keep_calling(*called, *rounds),
        Sentence::NothingNewSince { by, since } => {
            let since = time::since(&since.local);
            return format!("Por ahora no hay novedades. {by} trabaja en ello desde {since}.");
        }
        Sentence::NothingNew { by } => {
            return format!("Por ahora no hay novedades. {by} trabaja en ello.");
        }
        Sentence::NothingNewUnanswered => {
            "Por ahora no hay novedades. Todavía no ha respondido nadie; seguimos llamando."
        }
        Sentence::NextWordDue => "Ahora le debemos noticias.",
        Sentence::NextWord(by) => {
            return format!("Próximas noticias, a más tardar {}.", time::at_moment(by));
        }
        Sentence::Off { service, until, moved } => {
            return off(*service, &time::at_moment(until), *moved);
        }
        Sentence::ConsentAsked { by, customer } => {
            let customer = customer.map(|name| format!(" para {name}")).unwrap_or_default();
            return format!(
                "{by} pide su consentimiento: ¿podemos desactivar servicios{customer} durante un \
                 tiempo?"
            );
        }
        Sentence::Stops { services: "", .. } => {
            "Mientras tanto, nada de lo que hacemos para usted funciona."
        }
        Sentence::Stops { services, .. } => {
            return format!("Mientras tanto, esto deja de funcionar para usted: {services}.");
        }
        Sentence::EndsByItself(limit) => {
            return format!(
                "Termina por sí solo tras {} como máximo, y podemos terminarlo antes. Le decimos \
                 cuándo empieza, cuánto dura y cuándo ha terminado.",
                time::length(*limit)
            );
        }
        Sentence::OpeningChangesNothing => {
            "Abrir la página no desactiva nada: allí responde usted sí o no."
        }
        Sentence::CallOpenOnPage => {
            "Hay una llamada en grupo abierta. En su página pone cómo unirse."
        }
        Sentence::CallOpen => "Hay una llamada en grupo abierta; puede unirse ahora.",
        Sentence::StillBroken => "Nos han dicho que sigue fallando.",
        Sentence::CallingAgain => "Volvemos a llamar a nuestro equipo de guardia.",
        Sentence::Closed => "Esta emergencia está cerrada.",
        Sentence::IfStillBroken => "Si sigue fallando, díganoslo: llamamos a alguien enseguida.",
        Sentence::GoesOnAs(number) => return format!("Su aviso continúa como {number}."),
        Sentence::SameProblem => {
            "Es el mismo problema. No se pierde nada; todas las noticias llegan desde allí."
        }
        Sentence::BecameTicket(ticket) => {
            return format!("Gracias. Esto continúa como tique {ticket}.");
        }
        Sentence::HeadStillBroken => {
            "Nos han dicho que sigue fallando. Volvemos a llamar a nuestro equipo de guardia."
        }
        Sentence::HeadNobodyYet => {
            "Todavía no ha respondido nadie. Seguimos llamando hasta que alguien responda."
        }
        Sentence::HeadCalling => "Tenemos su aviso y estamos llamando a nuestro equipo de guardia.",
        Sentence::HeadCauseKnown { by } => {
            return format!("Conocemos la causa. {} trabaja en ello.", team(Some(by)));
        }
        Sentence::HeadFixWaits { by } => {
            let by = team(Some(by));
            return format!(
                "La corrección está lista, pero aún no está instalada. {by} trabaja en ello."
            );
        }
        Sentence::HeadFixInPlace { by } => {
            return format!("La corrección está instalada. {} sigue en ello.", team(Some(by)));
        }
        Sentence::HeadRestored => {
            "Hasta donde vemos, todo vuelve a funcionar. Compruébelo, por favor, y díganoslo."
        }
        Sentence::HeadMerged => "Su aviso continúa en otra emergencia, con todas sus noticias.",
        Sentence::HeadTicket => "Gracias. Esto continúa como tique con nuestro equipo de soporte.",
        Sentence::HeadConfirmed => {
            "Vuelve a funcionar, como se ha confirmado. Esta emergencia está cerrada."
        }
        Sentence::HeadWasRestored => "Vuelve a funcionar. Esta emergencia está cerrada.",
    };
    plain.to_owned()
}

fn reached(milestone: Milestone, again: bool, by: Option<&str>, customer: Option<&str>) -> String {
    const STEP_BACK: &str = "Un paso atrás: lo que le dijimos ya no vale.";
    let who = team(by);
    let at_whom = customer.map(|customer| format!(" para {customer}")).unwrap_or_default();
    let plain = match (milestone, again) {
        (Milestone::Received, _) => "Hemos recibido su aviso.",
        (Milestone::Answered, false) => return format!("{who} ha respondido y tiene su aviso."),
        (Milestone::Answered, true) => return format!("{who} ha tomado el relevo."),
        (Milestone::Investigating, false) => return format!("{who} está investigando."),
        (Milestone::Investigating, true) => {
            return format!("{STEP_BACK} {who} vuelve a investigar.");
        }
        (Milestone::Reproduced, false) => return format!("{who} ha reproducido el problema."),
        (Milestone::Reproduced, true) => {
            return format!("{STEP_BACK} {who} ha vuelto a reproducir el problema.");
        }
        (Milestone::Escalated, _) => return format!("{who} ha llamado a más personas."),
        (Milestone::RootCauseIdentified, false) => "Conocemos la causa.",
        (Milestone::RootCauseIdentified, true) => {
            "Un paso atrás: la causa era otra de la que pensábamos. Ahora la conocemos."
        }
        (Milestone::FixDeveloped, false) => "Hemos preparado una corrección.",
        (Milestone::FixDeveloped, true) => {
            "Un paso atrás: la corrección anterior no sirvió. Hemos preparado otra."
        }
        (Milestone::FixDeployed, false) => "La corrección está instalada.",
        (Milestone::FixDeployed, true) => "La corrección anterior no sirvió. Hay otra instalada.",
        (Milestone::Restored, _) => "Hasta donde vemos, todo vuelve a funcionar.",
        (Milestone::ServicesDisabled, _) => {
            return format!("Nuestros servicios{at_whom} están desactivados por ahora.");
        }
        (Milestone::ServicesEnabled, _) => {
            return format!("Nuestros servicios{at_whom} vuelven a estar activos.");
        }
    };
    plain.to_owned()
}

fn off(service: Option<&str>, until: &str, moved: bool) -> String {
    let what = match service {
        Some(service) => format!("Nuestro servicio {service} está desactivado"),
        None => "Nuestros servicios están desactivados".to_owned(),
    };
    if moved {
        return format!("{what}. El final ha cambiado: será a más tardar {until}.");
    }
    format!("{what} por ahora. Terminará a más tardar {until}.")
}

/// What was tried while nobody answered.
fn keep_calling(called: u32, rounds: u32) -> String {
    let rounds = if rounds > 1 { format!(" en {rounds} rondas") } else { String::new() };
    let called = match called {
        1 => "una persona".to_owned(),
        _ => format!("{called} personas"),
    };
    format!("Hemos llamado a {called}{rounds} y seguimos hasta que alguien responda.")
}

pub(crate) fn writes(by: Option<&str>) -> String {
    by.map_or_else(|| "Le escribimos:".to_owned(), |by| format!("{by} escribe:"))
}

pub(crate) fn emergency_at(who: &str) -> String {
    format!("Emergencia en {who}")
}

pub(crate) fn list(names: &[String], more: usize) -> String {
    match (names.split_last(), more) {
        (None, _) => String::new(),
        (Some((only, [])), 0) => only.clone(),
        (Some((last, others)), 0) => format!("{} {} {last}", others.join(", "), and(last)),
        (Some(_), more) => format!("{} y {more} más", names.join(", ")),
    }
}

/// "y", but "e" before the sound of an i.
fn and(next: &str) -> &'static str {
    let next = next.to_lowercase();
    let sounds_so = next.starts_with(['i', 'í']) || next.starts_with("hi");
    if sounds_so && !next.starts_with("hie") { "e" } else { "y" }
}

/// "Ana Ruiz, de nuestro equipo de guardia,"
pub(super) fn team(by: Option<&str>) -> String {
    let named = |by| format!("{by}, de nuestro equipo de guardia,");
    by.map_or_else(|| "Nuestro equipo de guardia".to_owned(), named)
}
