//! Would a page be answered in each hour to come? For each hour the worst that any policy meets:
//! nobody, one person alone, a first step without anybody.

mod voiceless;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, civil::DateTime};

use crate::{
    Directory,
    directory::{Policy, Responder, Target},
    id::{PolicyId, ResponderId},
    span::{Span, common},
    zone::Clock,
};

/// How a page would fare, from good to bad.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Two people or more are called.
    Sure,
    /// The regular desk is open: emergencies are led to it first.
    Desk,
    /// The first step finds nobody and is passed over at once.
    FirstStepEmpty { policy: PolicyId },
    /// One person alone stands behind all steps.
    Alone { policy: PolicyId, responder: ResponderId },
    /// No step names anybody.
    Nobody { policy: PolicyId },
}

/// One hour of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hour {
    pub span: Span,
    /// Its beginning on the reader's clocks.
    pub local: DateTime,
    /// The worst of it.
    pub fate: Fate,
}

const HOUR: SignedDuration = SignedDuration::from_hours(1);

impl Directory {
    /// Each hour of `ahead`, from the last full one on the clocks of `time_zone`; none in a zone
    /// that does not exist.
    pub fn readiness(&self, ahead: Span, time_zone: &str) -> Vec<Hour> {
        let Some(clock) = Clock::of(time_zone) else { return Vec::new() };
        let fates: Vec<_> =
            self.policies.iter().flat_map(|policy| self.fates(policy, ahead)).collect();
        let open = self.open_hours(ahead);
        let mut hours = Vec::new();
        let mut from = full_hour(ahead.from, &clock);
        while let Some(span) = Span::new(from, from.saturating_add(HOUR).unwrap_or(from))
            && from < ahead.until
        {
            let met = fates.iter().filter(|(fate, _)| fate.and(span).is_some());
            let worst = met.map(|(_, fate)| fate.clone()).max();
            let within = span.and(ahead).unwrap_or(span);
            let is_desk = common(&[within], &open) == [within];
            let usual = if is_desk { Fate::Desk } else { Fate::Sure };
            let fate = match worst {
                None if self.policies.is_empty() => Fate::Nobody { policy: "none".into() },
                None => usual,
                Some(Fate::FirstStepEmpty { .. }) if is_desk => usual,
                Some(worst) => worst,
            };
            hours.push(Hour { span, local: clock.shows(from), fate });
            from = span.until;
        }
        hours
    }

    /// Whom each step of a policy would page at `now`, by its targets; its last resort's too.
    pub fn steps_at<'a>(
        &'a self,
        policy: &'a Policy,
        now: Timestamp,
    ) -> Vec<Vec<(&'a Target, Vec<&'a Responder>)>> {
        let people = |target: &'a Target| {
            let ids = self.resolve(target, now);
            (target, ids.iter().filter_map(|id| self.responder(id)).collect())
        };
        let steps = self.steps_of(policy).into_iter();
        steps.map(|step| step.page.iter().map(people).collect()).collect()
    }

    /// The stretches in which a policy is less than sure.
    fn fates(&self, policy: &Policy, ahead: Span) -> Vec<(Span, Fate)> {
        let steps = self.steps_of(policy);
        let targets: Vec<_> = (0..)
            .zip(steps)
            .flat_map(|(step, it)| it.page.iter().map(move |target| (step, target)))
            .map(|(step, target): (usize, &Target)| (step, self.called(target, ahead)))
            .collect();
        let ends = targets.iter().flat_map(|(_, spans)| spans);
        let mut cuts: Vec<Timestamp> = ends.flat_map(|(span, _)| [span.from, span.until]).collect();
        cuts.extend([ahead.from, ahead.until]);
        cuts.sort_unstable();
        cuts.dedup();
        let mut fates: Vec<(Span, Fate)> = Vec::new();
        for span in cuts.windows(2).filter_map(|cut| Span::new(cut[0], cut[1])) {
            let called = targets.iter().flat_map(|(step, spans)| {
                let now = spans.iter().filter(move |(turn, _)| turn.contains(span.from));
                now.map(move |(_, who)| (*step, who))
            });
            let called: Vec<_> = called.collect();
            let people: BTreeSet<_> = called.iter().map(|(_, who)| *who).collect();
            let id = || policy.id.clone();
            let fate = match people.iter().collect::<Vec<_>>().as_slice() {
                [] => Fate::Nobody { policy: id() },
                [one] => Fate::Alone { policy: id(), responder: (**one).clone() },
                _ if called.iter().all(|(step, _)| *step > 0) => {
                    Fate::FirstStepEmpty { policy: id() }
                }
                _ => continue,
            };
            fates.push((span, fate));
        }
        fates
    }

    /// Whom a target calls, and when.
    fn called(&self, target: &Target, ahead: Span) -> Vec<(Span, ResponderId)> {
        let Target::Schedule(id) = target else {
            let people = self.resolve(target, ahead.from).into_iter();
            return people.map(|person| (ahead, person)).collect();
        };
        let known = |id: &ResponderId| self.responder(id).is_some();
        let shifts = self
            .schedule(id)
            .map(|schedule| schedule.shifts_among(ahead.from, ahead.until, &known));
        let shifts = shifts.unwrap_or_default().into_iter();
        shifts.filter_map(|it| Some((Span::new(it.from, it.until)?, it.responder?))).collect()
    }
}

fn full_hour(at: Timestamp, clock: &Clock) -> Timestamp {
    let shown = clock.shows(at).time();
    let past = i64::from(shown.minute()) * 60 + i64::from(shown.second());
    at.saturating_sub(SignedDuration::new(past, shown.subsec_nanosecond())).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
[[responder]]
id = "ana"
name = "Ana"
[[responder]]
id = "ben"
name = "Ben"
[[schedule]]
id = "nights"
time_zone = "Europe/London"
[[schedule.rotation]]
members = ["ana"]
starts = "2026-03-02T18:00"
handoff = "1w"
during = [{ days = "mon-fri", from = "18:00", until = "08:30" }]
[[policy]]
id = "p"
steps = [{ page = ["schedule:nights"] }, { page = ["responder:ana"] }]
[[region]]
id = "england"
time_zone = "Europe/London"
hours = [{ days = "mon-fri", from = "09:00", until = "17:00" }]
"#;

    fn told(text: &str, from: &str, hours: i64, zone: &str) -> String {
        let directory: Directory = toml::from_str(text).unwrap();
        let from: Timestamp = from.parse().unwrap();
        let ahead = Span::new(from, from + SignedDuration::from_hours(hours)).unwrap();
        let letter = |hour: &Hour| match hour.fate {
            Fate::Sure => 's',
            Fate::Desk => 'd',
            Fate::FirstStepEmpty { .. } => 'e',
            Fate::Alone { .. } => 'A',
            Fate::Nobody { .. } => 'N',
        };
        directory.readiness(ahead, zone).iter().map(letter).collect()
    }

    #[test]
    fn each_hour_shows_the_worst_of_it() {
        let noon = "2026-03-02T12:20Z";
        // One person behind all steps: alone, at every hour.
        assert_eq!(told(TEXT, noon, 24, "Europe/London"), "A".repeat(25));
        // Two people: the second step catches what the first one leaves.
        let two = TEXT.replace("[\"responder:ana\"]", "[\"responder:ana\", \"responder:ben\"]");
        assert_eq!(told(&two, noon, 24, "Europe/London"), "dddddessssssssssssssedddd");
        // The schedule alone: nobody from 08:30 until 09:00 and by day.
        let bare = TEXT.replace(", { page = [\"responder:ana\"] }", "");
        assert_eq!(told(&bare, noon, 24, "Europe/London"), "NNNNNNAAAAAAAAAAAAAANNNNN");
        // The last resort stands behind it.
        let resort = bare.replace("id = \"p\"", "id = \"p\"\ndefault = true\nlast_resort = \"q\"")
            + "[[policy]]\nid = \"q\"\nsteps = [{ page = [\"responder:ana\", \"responder:ben\"] }]\n";
        assert_eq!(told(&resort, noon, 24, "Europe/London"), "dddddessssssssssssssedddd");
        let none = bare.split("[[policy]]").next().unwrap();
        assert_eq!(told(none, noon, 2, "Europe/London"), "NNN");
        assert_eq!(told(TEXT, noon, 2, "Nowhere/Land"), "");
    }

    #[test]
    fn an_hour_is_sure_only_if_each_moment_of_it_is() {
        let directory: Directory = toml::from_str(TEXT).unwrap();
        let from: Timestamp = "2026-03-26T00:00Z".parse().unwrap();
        let ahead = Span::new(from, from + SignedDuration::from_hours(7 * 24)).unwrap();
        let target: Target = "schedule:nights".parse().unwrap();
        let bare = TEXT.replace(", { page = [\"responder:ana\"] }", "");
        let bare: Directory = toml::from_str(&bare).unwrap();
        for hour in bare.readiness(ahead, "America/St_Johns") {
            let minutes = (0..60).map(|m| hour.span.from + SignedDuration::from_mins(m));
            let mut minutes = minutes.filter(|at| ahead.contains(*at));
            let is_empty = minutes.any(|at| directory.resolve(&target, at).is_empty());
            assert_eq!(matches!(hour.fate, Fate::Nobody { .. }), is_empty, "{}", hour.local);
        }
    }
}
