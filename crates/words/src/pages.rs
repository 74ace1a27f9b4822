//! What stands on the pages of requesters, in each language. A sentence with a value in it is what
//! stands before the value and what stands after it.

mod answering;

pub use answering::{Answering, AroundTwo, answering};

use crate::{Language, language::in_each, time::Length};

/// What stands before a value, and after it.
pub type Around = (&'static str, &'static str);

/// The pages of one language.
#[derive(Debug)]
pub struct Pages {
    pub skip: &'static str,
    pub tagline: &'static str,
    pub call_us: Around,
    /// What the choice of a language is called.
    pub languages: &'static str,
    pub home: Home,
    pub form: Form,
    pub portal: Portal,
    pub status: Status,
    pub ticket: Ticket,
    pub consent: Consent,
    pub said: Said,
    pub failed: Failed,
}

/// `/`
#[derive(Debug)]
pub struct Home {
    pub title: Around,
    pub question: &'static str,
    pub lead: &'static str,
    pub hurting: &'static str,
    /// Around how often we write, see [`every`].
    pub hurting_more: Around,
    pub wish: &'static str,
    pub wish_more: &'static str,
    pub or_call: Around,
    pub desk_open: &'static str,
    pub desk_closed: &'static str,
    pub closes: Around,
    pub opens: Around,
    pub all_the_same: &'static str,
    pub open_how: &'static str,
    pub closed_how: &'static str,
    pub what_counts: &'static str,
    pub counts: [&'static str; 4],
    pub in_doubt: &'static str,
}

/// `/request`, and what it shares with `/portal`.
#[derive(Debug)]
pub struct Form {
    pub title: &'static str,
    pub look_again: &'static str,
    pub heading: &'static str,
    pub not_sent: &'static str,
    pub nothing_lost: &'static str,
    /// The desk is open, perhaps until then, and has so long to pick it up, see [`within`].
    pub desk_open: &'static str,
    pub desk_until: Around,
    pub desk_first: Around,
    pub called: &'static str,
    pub production: &'static str,
    pub production_yes: &'static str,
    pub production_no: &'static str,
    pub impact: &'static str,
    pub workaround: &'static str,
    pub workaround_hint: &'static str,
    pub summary: &'static str,
    pub organization: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub email_hint: &'static str,
    pub phone: &'static str,
    pub phone_hint: &'static str,
    pub more: &'static str,
    pub details: &'static str,
    pub files: &'static str,
    /// Around how many files.
    pub files_hint: Around,
    pub authorize: &'static str,
    pub authorize_hint: &'static str,
    pub send: &'static str,
    pub no_summary: &'static str,
    pub no_address: &'static str,
    pub bad_email: &'static str,
    pub bad_phone: &'static str,
}

/// `/portal`
#[derive(Debug)]
pub struct Portal {
    pub title: &'static str,
    pub heading: &'static str,
    pub lead: &'static str,
    pub opens: Around,
    /// Around a link with [`Portal::there`].
    pub hurting: Around,
    pub there: &'static str,
    pub hear_by: Around,
    pub about: &'static str,
    pub summary: &'static str,
    pub send: &'static str,
    pub before: &'static str,
    pub before_how: &'static str,
}

/// `/r/...` of an emergency, and what it shares with that of a ticket.
#[derive(Debug)]
pub struct Status {
    pub arrived: Around,
    pub next_word: Around,
    /// Around the name of a service.
    pub service_off: Around,
    pub all_off: &'static str,
    pub until: Around,
    pub reason: &'static str,
    pub consent: &'static str,
    pub consent_for: &'static str,
    pub consent_read: &'static str,
    pub call: &'static str,
    pub call_phone: &'static str,
    /// Around the number that they gave.
    pub call_me: Around,
    pub works: &'static str,
    pub broken: &'static str,
    pub heard_nothing: &'static str,
    /// Around what was reported.
    pub reported: Around,
    pub happened: &'static str,
    pub times: Around,
    pub add: &'static str,
    pub renews: &'static str,
    pub write: &'static str,
    pub what: &'static str,
    pub what_hint: &'static str,
    pub add_it: &'static str,
    pub files: &'static str,
    pub lost: &'static str,
    pub lost_old: &'static str,
    pub lost_call: Around,
    pub lost_tries: &'static str,
    pub requester: &'static str,
}

/// `/r/...` of a ticket.
#[derive(Debug)]
pub struct Ticket {
    pub hear_by: Around,
    pub late: &'static str,
    pub pick_up: Around,
    pub opens: Around,
    pub ask: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub goes_on: Around,
    pub see: &'static str,
    pub emergency: &'static str,
    pub emergency_hint: &'static str,
    pub wrote: Around,
    pub talk: &'static str,
    pub write: &'static str,
    pub message: &'static str,
    pub send: &'static str,
    pub solved: &'static str,
    pub is_solved: &'static str,
    pub desk_says_solved: &'static str,
    pub waits: &'static str,
    pub escalated: &'static str,
    pub on_it: &'static str,
    pub has_it: &'static str,
    pub thanks: &'static str,
    pub open_now: &'static str,
}

/// `/r/.../consent`
#[derive(Debug)]
pub struct Consent {
    /// Around the number.
    pub title: Around,
    /// Around the customer.
    pub question: Around,
    /// Between who asked, when, and the number, and after it.
    pub asked: (&'static str, &'static str, &'static str),
    pub means: &'static str,
    pub kept: &'static str,
    /// Around a phone number, where there is one.
    pub urgent: Around,
    pub urgent_phone: &'static str,
    /// After who answered.
    pub agreed: &'static str,
    pub disagreed: &'static str,
    pub replaces: &'static str,
    pub name: &'static str,
    /// Around the customer.
    pub for_whom: Around,
    pub yes: &'static str,
    pub no: &'static str,
}

/// What was just done.
#[derive(Debug)]
pub struct Said {
    pub added: &'static str,
    pub sent: &'static str,
    pub files: &'static str,
    pub heard: &'static str,
    pub confirmed: &'static str,
    pub broken: &'static str,
    pub emergency: &'static str,
    pub solved: &'static str,
    pub agreed: &'static str,
    pub disagreed: &'static str,
    pub not_solved: &'static str,
    pub calling: &'static str,
    pub called_enough: &'static str,
    pub slower: &'static str,
    pub empty: &'static str,
}

/// Why a page cannot be shown: a title, and what to do.
#[derive(Debug)]
pub struct Failed {
    pub not_found: Around,
    pub forbidden: Around,
    pub conflict: Around,
    pub incomplete: Around,
    pub too_large: Around,
    pub too_much: Around,
    pub method: Around,
    pub unavailable: Around,
    pub broke: Around,
    pub other: Around,
    pub to_the_start: &'static str,
}

/// The pages in a language.
pub fn pages(language: Language) -> &'static Pages {
    in_each!(language, pages::PAGES)
}

/// How often: "every hour", "every 2 hours".
pub fn every(seconds: u64, language: Language) -> String {
    in_each!(language, pages::every)(Length::of(seconds))
}

/// In what time: "within 15 minutes".
pub fn within(seconds: u64, language: Language) -> String {
    in_each!(language, pages::within)(Length::of(seconds))
}

/// How a script writes distances as [`crate::time::distance`] does: now, in, ago, and each unit for
/// one and for many, from seconds to days, between bars.
pub fn distances(language: Language) -> &'static str {
    in_each!(language, pages::DISTANCES)
}
