//! What requesters are told of their emergency, in French.

use domain::Milestone;

use super::time;
use crate::sentence::Sentence;

#[expect(clippy::too_many_lines, reason = "an arm a sentence")]
pub(crate) fn sentence(sentence: &Sentence<'_>) -> String {
    let plain = match sentence {
        Sentence::About(number) => return format!("Au sujet de {number}."),
        Sentence::Received(number) => {
            return format!("Nous avons bien reçu votre signalement. Son numéro est {number}.");
        }
        Sentence::ReceivedShort(number) => return format!("Signalement reçu : {number}."),
        Sentence::HasIt { by } => return format!("{} s’en occupe.", team(Some(by))),
        Sentence::BeingCalled => "Nous appelons sans relâche jusqu’à ce que quelqu’un réponde.",
        Sentence::OthersReport => "D’autres signalent le même problème.",
        Sentence::YouHear => {
            "Vous avez de nos nouvelles à chaque étape. Sur votre page, vous pouvez ajouter ce que \
             vous savez, ou une image."
        }
        Sentence::CallUs { phone, number } => {
            return format!("Vous pouvez aussi appeler le {phone} : indiquez {number}.");
        }
        Sentence::Milestone { milestone, again, by, customer } => {
            return reached(*milestone, *again, *by, *customer);
        }
        Sentence::CauseUnknown => "Nous ne connaissons pas encore la cause.",
        Sentence::NoFixYet => "Le correctif n’est pas encore prêt.",
        Sentence::NotInPlaceYet => "Il n’est pas encore en place.",
        Sentence::ToldWhenItWorks => "Nous vous prévenons quand tout fonctionne à nouveau.",
        Sentence::PleaseCheck => {
            "Merci de vérifier et de nous le dire. Si le problème persiste, nous reprenons aussitôt."
        }
        Sentence::ToldWhenOn => "Nous vous prévenons dès leur remise en service.",
        Sentence::HasNews { by: None } => "Nous avons des nouvelles pour vous.",
        Sentence::HasNews { by } => return format!("{} a des nouvelles pour vous.", team(*by)),
        Sentence::NobodyYet => "Nous sommes désolés : personne n’a encore répondu.",
        Sentence::NobodyToCall => "Nous n’avons encore trouvé personne à appeler et continuons.",
        Sentence::KeepCalling { called, rounds } => return keep_calling(*called, *rounds),
        Sentence::NothingNewSince { by, since } => {
            let since = time::clock(&since.local);
            return format!("Rien de nouveau pour le moment. {by} s’en occupe depuis {since}.");
        }
        Sentence::NothingNew { by } => {
            return format!("Rien de nouveau pour le moment. {by} s’en occupe.");
        }
        Sentence::NothingNewUnanswered => {
            "Rien de nouveau pour le moment. Personne n’a encore répondu ; nous continuons d’appeler."
        }
        Sentence::NextWordDue => "Vous devez avoir de nos nouvelles maintenant.",
        Sentence::NextWord(by) => {
            return format!("Prochaines nouvelles au plus tard {}.", time::at_moment(by));
        }
        Sentence::Off { service, until, moved } => {
            return off(*service, &time::at_moment(until), *moved);
        }
        Sentence::ConsentAsked { by, customer } => {
            let customer = customer.map(|name| format!(" pour {name}")).unwrap_or_default();
            return format!(
                "{by} demande votre accord : pouvons-nous suspendre des services{customer} pendant un \
                 moment ?"
            );
        }
        Sentence::Stops { services: "", .. } => {
            "Pendant ce temps, rien de ce que nous faisons pour vous ne fonctionne."
        }
        Sentence::Stops { services, .. } => {
            return format!("Pendant ce temps, ceci ne fonctionne plus pour vous : {services}.");
        }
        Sentence::EndsByItself(limit) => {
            return format!(
                "Cela prend fin de soi-même après {} au plus, et nous pouvons y mettre fin plus tôt. \
                 Nous vous disons quand cela commence, combien de temps cela dure et quand c’est fini.",
                time::length(*limit)
            );
        }
        Sentence::OpeningChangesNothing => {
            "Ouvrir la page ne suspend rien : vous y répondez par oui ou par non."
        }
        Sentence::CallOpenOnPage => {
            "Une conférence téléphonique est ouverte. Votre page explique comment la rejoindre."
        }
        Sentence::CallOpen => {
            "Une conférence téléphonique est ouverte ; vous pouvez la rejoindre maintenant."
        }
        Sentence::StillBroken => "On nous a dit que le problème persiste.",
        Sentence::CallingAgain => "Nous rappelons notre équipe d’astreinte.",
        Sentence::Closed => "Cette urgence est close.",
        Sentence::IfStillBroken => {
            "Si le problème persiste, dites-le : nous appelons quelqu’un aussitôt."
        }
        Sentence::GoesOnAs(number) => {
            return format!("Votre signalement se poursuit sous {number}.");
        }
        Sentence::SameProblem => {
            "C’est le même problème. Rien n’est perdu ; toutes les nouvelles viennent de là."
        }
        Sentence::BecameTicket(ticket) => {
            return format!("Merci. La suite se fait dans le ticket {ticket}.");
        }
        Sentence::HeadStillBroken => {
            "On nous a dit que le problème persiste. Nous rappelons notre équipe d’astreinte."
        }
        Sentence::HeadNobodyYet => {
            "Personne n’a encore répondu. Nous appelons jusqu’à ce que quelqu’un réponde."
        }
        Sentence::HeadCalling => {
            "Nous avons votre signalement et appelons notre équipe d’astreinte."
        }
        Sentence::HeadCauseKnown { by } => {
            return format!("Nous connaissons la cause. {} s’en occupe.", team(Some(by)));
        }
        Sentence::HeadFixWaits { by } => {
            let by = team(Some(by));
            return format!("Un correctif est prêt, mais pas encore en place. {by} s’en occupe.");
        }
        Sentence::HeadFixInPlace { by } => {
            return format!("Le correctif est en place. {} reste dessus.", team(Some(by)));
        }
        Sentence::HeadRestored => {
            "À notre connaissance, tout fonctionne à nouveau. Merci de vérifier et de nous le dire."
        }
        Sentence::HeadMerged => {
            "Votre signalement se poursuit dans une autre urgence, avec toutes ses nouvelles."
        }
        Sentence::HeadTicket => "Merci. La suite se fait dans un ticket, avec notre support.",
        Sentence::HeadConfirmed => {
            "Tout fonctionne à nouveau, cela a été confirmé. Cette urgence est close."
        }
        Sentence::HeadWasRestored => "Tout fonctionne à nouveau. Cette urgence est close.",
    };
    plain.to_owned()
}

fn reached(milestone: Milestone, again: bool, by: Option<&str>, customer: Option<&str>) -> String {
    const STEP_BACK: &str = "Un pas en arrière : ce que nous vous avions dit ne tient plus.";
    let who = team(by);
    let at_whom = customer.map(|customer| format!(" pour {customer}")).unwrap_or_default();
    let plain = match (milestone, again) {
        (Milestone::Received, _) => "Nous avons bien reçu votre signalement.",
        (Milestone::Answered, false) => {
            return format!("{who} a répondu et a pris votre signalement.");
        }
        (Milestone::Answered, true) => return format!("{who} a pris le relais."),
        (Milestone::Investigating, false) => return format!("{who} cherche la cause."),
        (Milestone::Investigating, true) => {
            return format!("{STEP_BACK} {who} cherche à nouveau la cause.");
        }
        (Milestone::Reproduced, false) => return format!("{who} a reproduit le problème."),
        (Milestone::Reproduced, true) => {
            return format!("{STEP_BACK} {who} a de nouveau reproduit le problème.");
        }
        (Milestone::Escalated, _) => return format!("{who} a fait appel à du renfort."),
        (Milestone::RootCauseIdentified, false) => "Nous connaissons la cause.",
        (Milestone::RootCauseIdentified, true) => {
            "Un pas en arrière : la cause n’était pas celle que nous pensions. Nous la connaissons \
             maintenant."
        }
        (Milestone::FixDeveloped, false) => "Nous avons préparé un correctif.",
        (Milestone::FixDeveloped, true) => {
            "Un pas en arrière : le premier correctif n’a pas tenu. Nous en avons préparé un autre."
        }
        (Milestone::FixDeployed, false) => "Le correctif est en place.",
        (Milestone::FixDeployed, true) => {
            "Le premier correctif n’a pas tenu. Un autre est en place."
        }
        (Milestone::Restored, _) => "À notre connaissance, tout fonctionne à nouveau.",
        (Milestone::ServicesDisabled, _) => {
            return format!("Nos services{at_whom} sont suspendus pour le moment.");
        }
        (Milestone::ServicesEnabled, _) => {
            return format!("Nos services{at_whom} sont de nouveau en service.");
        }
    };
    plain.to_owned()
}

fn off(service: Option<&str>, until: &str, moved: bool) -> String {
    let (what, are) = match service {
        Some(service) => (format!("Notre service {service}"), "est suspendu"),
        None => ("Nos services".to_owned(), "sont suspendus"),
    };
    if moved {
        return format!(
            "{what} {are}. La fin a changé par rapport à notre annonce : au plus tard {until}."
        );
    }
    format!("{what} {are} pour le moment. Fin au plus tard {until}.")
}

/// What was tried while nobody answered.
fn keep_calling(called: u32, rounds: u32) -> String {
    let rounds = if rounds > 1 { format!(" en {rounds} tours") } else { String::new() };
    let called = match called {
        1 => "une personne".to_owned(),
        _ => format!("{called} personnes"),
    };
    format!("Nous avons appelé {called}{rounds} et continuons jusqu’à ce que quelqu’un réponde.")
}

pub(crate) fn writes(by: Option<&str>) -> String {
    by.map_or_else(|| "Nous vous écrivons :".to_owned(), |by| format!("{by} écrit :"))
}

pub(crate) fn emergency_at(who: &str) -> String {
    format!("Urgence chez {who}")
}

pub(crate) fn list(names: &[String], more: usize) -> String {
    match (names.split_last(), more) {
        (None, _) => String::new(),
        (Some((only, [])), 0) => only.clone(),
        (Some((last, others)), 0) => format!("{} et {last}", others.join(", ")),
        (Some(_), more) => format!("{} et {more} de plus", names.join(", ")),
    }
}

/// "Ana Ruiz, de notre équipe d’astreinte,"
pub(super) fn team(by: Option<&str>) -> String {
    let named = |by| format!("{by}, de notre équipe d’astreinte,");
    by.map_or_else(|| "Notre équipe d’astreinte".to_owned(), named)
}
