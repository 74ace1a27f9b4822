//! What services being off would mean, said to the responder who decides. What the customer is asked
//! is in `requester`.

use domain::{directory::MayDisable, message::Brief};

use super::{Speaker, name, name_or};
use crate::{foreign, phrases::fill, time::Length};

/// Names that are read out one by one.
const NAMED: usize = 12;

/// What would happen if services were switched off.
pub(super) struct Proposal<'a> {
    pub(super) services: &'a [String],
    pub(super) may_disable: MayDisable,
    pub(super) limit_secs: i64,
    pub(super) agreed: bool,
    pub(super) software: &'a [String],
}

pub(super) fn proposed(
    proposal: &Proposal<'_>,
    brief: &Brief,
    speaker: Speaker<'_>,
) -> Vec<String> {
    let (t, language) = (&speaker.t.switch, speaker.language);
    let customer = brief.organization.as_deref().filter(|_| !brief.of_several);
    let customer = name_or(customer, t.this_customer);
    let stops = match proposal.services {
        [] => t.every_service.to_owned(),
        services => names(services, speaker),
    };
    let notices = match proposal.software {
        [] => t.nobody_asked.to_owned(),
        software => fill(t.would_notice, &[("software", &names(software, speaker))]),
    };
    let agreed = if proposal.agreed { t.agreed } else { t.not_agreed };
    let rule = match proposal.may_disable {
        MayDisable::Responder => t.rule_responder,
        MayDisable::Lead => t.rule_lead,
        MayDisable::TwoPeople => t.rule_two,
    };
    let limit = language.length(Length::of(proposal.limit_secs.unsigned_abs()));
    vec![
        fill(t.question, &[("customer", &customer)]),
        fill(t.would_stop, &[("stops", &stops), ("limit", &limit)]),
        language.join(&language.join(&notices, agreed), rule),
    ]
}

pub(super) fn answered(
    granted: bool,
    who: &str,
    service: Option<&str>,
    speaker: Speaker<'_>,
) -> String {
    let t = &speaker.t.switch;
    let what = service.map_or_else(|| t.all_services.to_owned(), |name| foreign::cut(name, 60));
    let phrase = if granted { t.says_yes } else { t.says_no };
    fill(phrase, &[("who", &name(who)), ("what", &what)])
}

fn names(all: &[String], speaker: Speaker<'_>) -> String {
    let shown: Vec<_> = all.iter().take(NAMED).map(|name| foreign::cut(name, 60)).collect();
    speaker.language.list(&shown, all.len().saturating_sub(NAMED))
}
