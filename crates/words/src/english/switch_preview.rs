//! What switching off would do, or has done.

use domain::switch::{Doubt, Preview, Scope, Software};
use jiff::Timestamp;

use crate::time::Length;

use super::{
    name, people,
    switch::{self, names},
    time,
};

pub(crate) fn preview(
    preview: &Preview,
    done: bool,
    moment: &dyn Fn(Timestamp) -> String,
) -> Vec<String> {
    let customer = name(&preview.customer);
    let what = match (&preview.scope, preview.services.as_slice()) {
        (Scope::All, []) => "all services".to_owned(),
        (Scope::All, services) => format!("all services: {}", names(services)),
        (Scope::Service(_), services) => names(services),
    };
    let mut said = Vec::new();
    said.push(match (done, preview.is_off) {
        (true, _) => format!("Off for {customer} is {what}."),
        (false, true) => format!("Off for {customer} already is {what}."),
        (false, false) => format!("Nothing is changed. For {customer} this would stop {what}."),
    });
    if !done {
        said.extend(preview.rule.map(|(rule, limit)| {
            let limit = time::length(Length::of(limit.as_secs().unsigned_abs()));
            let who = names(&preview.who_may);
            format!("{} Who may: {who}. For {limit} at most.", switch::rule(rule))
        }));
        if preview.agreement.is_some() {
            said.push("The customer has agreed.".to_owned());
        }
    }
    said.push(told(preview, done));
    for software in &preview.software {
        said.push(notices(software, done, moment));
    }
    let doubts = preview.doubts().into_iter();
    said.extend(
        doubts
            .filter_map(|found| if done { regret(found) } else { Some(doubt(found)) })
            .map(|sentence| format!("Beware: {sentence}.")),
    );
    said
}

/// "3 people of E-1042 and E-1043 would be told; of the team: Cho Lin."
fn told(preview: &Preview, done: bool) -> String {
    let numbers: Vec<_> = preview.emergencies.iter().map(ToString::to_string).collect();
    let verb = match (done, preview.requesters) {
        (false, _) => "would be told",
        (true, 1) => "is told",
        (true, _) => "are told",
    };
    let requesters = match preview.requesters {
        0 => "No requester waits for news".to_owned(),
        count => {
            format!("{} of {} {verb}", switch::capital(&people(count)), names(&numbers))
        }
    };
    match preview.leads.as_slice() {
        [] => format!("{requesters}."),
        leads => format!("{requesters}; of the team: {}.", names(leads)),
    }
}

fn notices(software: &Software, done: bool, moment: &dyn Fn(Timestamp) -> String) -> String {
    let who = name(&software.name);
    match (software.asked_at, software.would_notice, done) {
        (None, _, false) => format!("{who} has never asked, and would not notice."),
        (None, _, true) => format!("{who} has never asked: it has not noticed."),
        (Some(at), true, false) => format!("{who} asked last {}, and would notice.", moment(at)),
        (Some(at), true, true) => {
            format!("{who} asked last {}: it notices at its next question.", moment(at))
        }
        (Some(at), false, _) => format!("{who} asked last {}, and not since.", moment(at)),
    }
}

pub(crate) fn doubt(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::NobodyMay => "nobody may switch off: the directory has no rule for it",
        Doubt::NoSoftware => "no software has a key for this switch: nothing would stop",
        Doubt::NoneAsked => {
            "no software has asked for this switch within a day: perhaps nothing would stop"
        }
        Doubt::NotAgreed => "the customer has to agree first, and has not",
    }
}

/// The same once it was done, where it still matters.
fn regret(doubt: Doubt) -> Option<&'static str> {
    match doubt {
        Doubt::NoSoftware => Some("no software has a key for this switch: nothing has stopped"),
        Doubt::NoneAsked => {
            Some("no software has asked for this switch within a day: perhaps nothing has stopped")
        }
        Doubt::NobodyMay | Doubt::NotAgreed => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::{Number, directory::MayDisable};
    use jiff::SignedDuration;

    use super::*;

    fn of(software: Vec<Software>) -> Preview {
        Preview {
            customer: "Acme Stores".to_owned(),
            scope: Scope::All,
            services: vec!["checkout".to_owned(), "search".to_owned()],
            rule: Some((MayDisable::TwoPeople, SignedDuration::from_hours(4))),
            who_may: vec!["Cho Lin".to_owned(), "Ana Ruiz".to_owned()],
            consent_needed: true,
            agreement: None,
            emergencies: vec![Number(1042)],
            requesters: 2,
            leads: vec!["Cho Lin".to_owned()],
            software,
            is_off: false,
        }
    }

    fn said(it: &Preview, done: bool) -> Vec<String> {
        preview(it, done, &|at| format!("at {at:.0}"))
    }

    #[test]
    fn before_it_is_done() {
        let now: Timestamp = "2026-11-23T08:00:00Z".parse().expect("a moment");
        let asked = Software::new("shop".to_owned(), Some(now), now);
        let never = Software::new("till".to_owned(), None, now);
        let first = [
            "Nothing is changed. For Acme Stores this would stop all services: checkout and search.",
            "Two people have to agree: the first asks, the second confirms. Who may: Cho Lin and Ana \
             Ruiz. For 4 hours at most.",
            "2 people of E-1042 would be told; of the team: Cho Lin.",
        ];
        let heard = [
            "shop asked last at 2026-11-23T08:00:00Z, and would notice.",
            "till has never asked, and would not notice.",
            "Beware: the customer has to agree first, and has not.",
        ];
        assert_eq!(said(&of(vec![asked, never]), false), [first, heard].concat());
        let unheard = [
            "Beware: no software has a key for this switch: nothing would stop.",
            "Beware: the customer has to agree first, and has not.",
        ];
        assert_eq!(said(&of(Vec::new()), false), [first.as_slice(), &unheard].concat());
    }

    #[test]
    fn after_it_was_done() {
        let now: Timestamp = "2026-11-23T08:00:00Z".parse().expect("a moment");
        let asked = Software::new("shop".to_owned(), Some(now), now);
        let scope = Scope::Service("checkout".to_owned());
        let services = vec!["checkout".to_owned()];
        let one = Preview { scope, services, requesters: 1, ..of(vec![asked]) };
        let expected = [
            "Off for Acme Stores is checkout.",
            "One person of E-1042 is told; of the team: Cho Lin.",
            "shop asked last at 2026-11-23T08:00:00Z: it notices at its next question.",
        ];
        assert_eq!(said(&one, true), expected);
        let nobody = Preview { requesters: 0, emergencies: Vec::new(), ..of(Vec::new()) };
        let expected = [
            "Off for Acme Stores is all services: checkout and search.",
            "No requester waits for news; of the team: Cho Lin.",
            "Beware: no software has a key for this switch: nothing has stopped.",
        ];
        assert_eq!(said(&nobody, true), expected);
    }
}
