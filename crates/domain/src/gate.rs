//! Tells an emergency from a ticket. In doubt it pages: a missed emergency is worse than a false
//! one.

use serde::{Deserialize, Serialize};

use crate::{
    message::TicketReason,
    request::{Channel, Request},
    settings::{CoverageSettings, InHours},
};

/// Where a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Emergency(Rule),
    /// `urgent`: a severity-1 problem in regular hours, which pages if the desk is slow.
    Ticket {
        reason: TicketReason,
        urgent: bool,
    },
}

/// Which rule made it an emergency, kept so that the gate can be tuned from figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// A material impact on production.
    Definition,
    /// The impact was not said, or could not be understood.
    InDoubt,
    /// The requester says that it is one.
    RequestersWord,
    /// A monitoring system found it.
    Monitoring,
    /// A ticket in regular hours that nobody picked up in time.
    NotPickedUp,
    /// A person at the desk, or the requester of a ticket, made it one.
    FromTicket,
}

impl Rule {
    pub fn name(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::InDoubt => "in_doubt",
            Self::RequestersWord => "requesters_word",
            Self::Monitoring => "monitoring",
            Self::NotPickedUp => "not_picked_up",
            Self::FromTicket => "from_ticket",
        }
    }
}

/// Decides where a request goes, while the regular desk is open or not.
pub fn decide(request: &Request, desk_is_open: bool, settings: &CoverageSettings) -> Verdict {
    if request.still_an_emergency {
        return Verdict::Emergency(Rule::RequestersWord);
    }
    let is_urgent = request.is_material() && request.production != Some(false);
    if desk_is_open && settings.in_hours == InHours::Portal {
        return Verdict::Ticket { reason: TicketReason::RegularHours, urgent: is_urgent };
    }
    if !is_urgent {
        return Verdict::Ticket { reason: TicketReason::NotAnEmergency, urgent: false };
    }
    Verdict::Emergency(match (request.channel, request.impact) {
        (Channel::Monitoring, _) => Rule::Monitoring,
        (_, Some(_)) => Rule::Definition,
        (_, None) => Rule::InDoubt,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Impact;

    #[test]
    fn in_doubt_it_pages() {
        let off_hours = |request: &Request| decide(request, false, &CoverageSettings::default());
        let says = |impact| Request { impact, ..Request::default() };

        assert_eq!(off_hours(&says(None)), Verdict::Emergency(Rule::InDoubt));
        for impact in Impact::ALL {
            let expected = if impact.is_material() {
                Verdict::Emergency(Rule::Definition)
            } else {
                Verdict::Ticket { reason: TicketReason::NotAnEmergency, urgent: false }
            };
            assert_eq!(off_hours(&says(Some(impact))), expected, "{impact:?}");
        }
    }

    #[test]
    fn a_requester_who_insists_is_believed() {
        let request = Request {
            impact: Some(Impact::Question),
            production: Some(false),
            still_an_emergency: true,
            ..Request::default()
        };
        for desk_is_open in [false, true] {
            let verdict = decide(&request, desk_is_open, &CoverageSettings::default());
            assert_eq!(verdict, Verdict::Emergency(Rule::RequestersWord));
        }
    }

    #[test]
    fn the_open_desk_gets_a_ticket_that_is_urgent_if_it_hurts() {
        let settings = CoverageSettings::default();
        for (impact, urgent) in [(Impact::Outage, true), (Impact::Deadline, false)] {
            let request = Request { impact: Some(impact), ..Request::default() };
            let reason = TicketReason::RegularHours;
            assert_eq!(decide(&request, true, &settings), Verdict::Ticket { reason, urgent });
            let paging =
                CoverageSettings { in_hours: InHours::Page, ..CoverageSettings::default() };
            let at_night = decide(&request, false, &paging);
            assert_eq!(decide(&request, true, &paging), at_night);
        }
    }

    #[test]
    fn monitoring_pages_off_hours_for_what_is_material() {
        let alert = |impact| Request { impact, channel: Channel::Monitoring, ..Request::default() };
        let settings = CoverageSettings::default();
        for impact in [Some(Impact::Outage), Some(Impact::OtherMaterial), None] {
            let verdict = decide(&alert(impact), false, &settings);
            assert_eq!(verdict, Verdict::Emergency(Rule::Monitoring), "{impact:?}");
            let by_day = Verdict::Ticket { reason: TicketReason::RegularHours, urgent: true };
            assert_eq!(decide(&alert(impact), true, &settings), by_day, "{impact:?}");
        }
        let warning = decide(&alert(Some(Impact::Question)), false, &settings);
        let reason = TicketReason::NotAnEmergency;
        assert_eq!(warning, Verdict::Ticket { reason, urgent: false });
    }

    #[test]
    fn a_test_system_can_wait() {
        let request =
            Request { impact: Some(Impact::Outage), production: Some(false), ..Request::default() };
        let reason = TicketReason::NotAnEmergency;
        let verdict = decide(&request, false, &CoverageSettings::default());
        assert_eq!(verdict, Verdict::Ticket { reason, urgent: false });
    }
}
