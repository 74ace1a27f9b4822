//! What stands on the pages of requesters, in English.

use super::time;
use crate::{
    pages::{Consent, Failed, Form, Home, Pages, Portal, Said, Status, Ticket},
    time::Length,
};

pub(crate) const DISTANCES: &str =
    "now|in *|* ago| second| seconds| minute| minutes| hour| hours| day| days| ";

pub(crate) fn every(length: Length) -> String {
    match length {
        Length::Hours(1) => "every hour".to_owned(),
        Length::Minutes(1) => "every minute".to_owned(),
        Length::Days(1) => "every day".to_owned(),
        Length::Seconds(_)
        | Length::Minutes(_)
        | Length::Hours(_)
        | Length::HoursMinutes(..)
        | Length::Days(_) => format!("every {}", time::length(length)),
    }
}

pub(crate) fn within(length: Length) -> String {
    format!("within {}", time::length(length))
}

pub(crate) const PAGES: &Pages = &Pages {
    skip: "Skip to the page",
    tagline: "Emergency support",
    call_us: ("You can always call us: ", ""),
    languages: "Language",
    home: Home {
        title: ("", ": emergency support"),
        question: "Is this an emergency?",
        lead: "If our product has stopped, and your business with it, tell us now. A person is called \
               at once, day or night.",
        hurting: "This is hurting our business now",
        hurting_more: ("Three questions. No account. You hear from us at least ", "."),
        wish: "A question or a wish",
        wish_more: "Deadlines, priorities, how-to: our regular desk answers.",
        or_call: ("Or call ", "."),
        desk_open: "Our regular desk is open",
        desk_closed: "Our regular desk is closed",
        closes: ("It closes at ", "."),
        opens: ("It opens at ", "."),
        all_the_same: "Emergencies are answered all the same.",
        open_how: "A severity-1 problem goes to the desk first; if nobody there picks it up in time, \
                   the person on call is paged.",
        closed_how: "Emergencies are answered by the person on call.",
        what_counts: "What counts as an emergency",
        counts: [
            "Production is down, or unusable for many.",
            "What you show or send to your customers is badly wrong.",
            "You cannot sell, bill or get paid.",
            "Data, security or the law are at stake.",
        ],
        in_doubt: "In doubt, tell us. We would rather be woken for nothing than miss you.",
    },
    form: Form {
        title: "Report an emergency",
        look_again: "Please look again: ",
        heading: "Tell us what is wrong",
        not_sent: "Not sent yet.",
        nothing_lost: "Nothing you wrote is lost. Please look at:",
        desk_open: "Our regular desk is open",
        desk_until: (" until ", ""),
        desk_first: (" and gets this first. If nobody there picks it up ", ", a person is called."),
        called: "A person is called as soon as you send this.",
        production: "1. Is it production?",
        production_yes: "Yes, real customers or staff are hit",
        production_no: "No, a test or a trial",
        impact: "2. What can your business not do?",
        workaround: "3. Is there a way around it?",
        workaround_hint: "If there is one, which? Empty means no.",
        summary: "What is wrong, in one sentence?",
        organization: "Your company",
        name: "Your name",
        email: "E-mail",
        email_hint: "Mail or phone: one is enough.",
        phone: "Phone",
        phone_hint: "With country code, as +1 555 010 0199.",
        more: "More, if you have it (optional)",
        details: "Details",
        files: "Pictures or files",
        files_hint: ("Up to ", ", 10 MB each"),
        authorize: "If it cannot be restored in reasonable time, you may switch our services off for \
                    a while.",
        authorize_hint: "Optional. It can stop harm, such as wrong prices on show. You are told before \
                         and after.",
        send: "Send, and call a person",
        no_summary: "Say in one sentence what is wrong, so that we call the right person.",
        no_address: "Give an e-mail address or a phone number, so that we can answer you.",
        bad_email: "This e-mail address looks incomplete: it needs a name, an @ and a domain.",
        bad_phone: "This phone number looks incomplete: write it with the country code, as \
                    +1 555 010 0199.",
    },
    portal: Portal {
        title: "Write to our desk",
        heading: "Write to our regular desk",
        lead: "For questions, wishes, deadlines and whatever can wait for the desk",
        opens: (", which opens at ", ""),
        hurting: (". If your business is being hurt now, ", " instead."),
        there: "tell us there",
        hear_by: ("Sent now, you hear from us by ", "."),
        about: "What is it about?",
        summary: "In one sentence",
        send: "Send it to the desk",
        before: "Sent something before?",
        before_how: "Open the private link in the mail or text message we sent you: there you see the \
                     answers, reply, and say whether it is solved.",
    },
    status: Status {
        arrived: (" arrived at ", ""),
        next_word: ("Next word from us by ", "."),
        service_off: ("Our service ", " is switched off for you"),
        all_off: "Our services are switched off for you",
        until: (" until ", " at the latest."),
        reason: "The reason:",
        consent: "We ask for your consent",
        consent_for: " to switch services off for a while.",
        consent_read: "Read it and answer",
        call: "There is a call you can join:",
        call_phone: "By phone:",
        call_me: ("Call me on ", ""),
        works: "It works again",
        broken: "This is still broken",
        heard_nothing: "I have heard nothing",
        reported: (
            "You reported: “",
            "”. Keep the address of this page: it is yours alone, and it shows everything we tell you.",
        ),
        happened: "What has happened",
        times: ("Times are in ", "."),
        add: "Add something",
        renews: "This page renews itself every minute.",
        write: "Write without being interrupted",
        what: "What should we know?",
        what_hint: "The person on it is told at once.",
        add_it: "Add it",
        files: "Pictures and files",
        lost: "This page cannot reach us.",
        lost_old: "What you see may be old.",
        lost_call: ("Call ", "."),
        lost_tries: "It tries again by itself.",
        requester: "Requester",
    },
    ticket: Ticket {
        hear_by: ("You hear from us by ", "."),
        late: "You were to hear from us by now. We are sorry: the lead of our desk has been told.",
        pick_up: (
            "If nobody at the desk has picked it up by ",
            ", we page the person on call. You need do nothing.",
        ),
        opens: ("Our desk opens at ", "."),
        ask: "Is it?",
        yes: "Yes, it is solved",
        no: "No, it is not",
        goes_on: ("It goes on as emergency ", "."),
        see: "See how it stands",
        emergency: "This has become an emergency",
        emergency_hint: "If it is stopping your business now: one tap, and a person is called at once. \
                         We believe you.",
        wrote: ("You wrote: “", "”. Keep the address of this page: it is yours alone."),
        talk: "What was said",
        write: "Write to the desk",
        message: "Your message",
        send: "Send it",
        solved: "It is solved, thank you",
        is_solved: "This is solved",
        desk_says_solved: "Our desk says that this is solved",
        waits: "Our desk has answered, and waits for you",
        escalated: "This goes on as an emergency",
        on_it: "Our desk is on it",
        has_it: "Our desk has it",
        thanks: "Thank you. This is with our regular desk",
        open_now: "Our regular desk is open now and answers you first.",
    },
    consent: Consent {
        title: ("", ": your consent"),
        question: ("May we switch services off for ", " for a while?"),
        asked: (" asked this at ", ", for ", ". The reason:"),
        means: "What it means",
        kept: "Your answer is kept with your name. You can change it as long as the emergency is open. \
               Services that are off are switched on by us, not by your answer: call us if that is urgent",
        urgent: (", on ", ""),
        urgent_phone: ".",
        agreed: " has agreed.",
        disagreed: " has not agreed.",
        replaces: "A new answer replaces that one.",
        name: "Your name",
        for_whom: ("You answer for ", ""),
        yes: "Yes, you may switch them off",
        no: "No, leave them on",
    },
    said: Said {
        added: "Thank you. The person on it can see it now.",
        sent: "Thank you. It is with the desk.",
        files: "Your words arrived. A file did not: it was too large, one too many, or could not be \
                read. You can add it below.",
        heard: "We are sorry. The person on it has been told that you are waiting for news.",
        confirmed: "Thank you for telling us. We are glad that it works again.",
        broken: "Thank you for telling us. It is open again, and a person is being called.",
        emergency: "We believe you. A person is being called now.",
        solved: "Thank you. The ticket is solved; write again if it is not.",
        agreed: "Thank you. The person on it knows that you agree. Nothing is off yet.",
        disagreed: "Thank you. The person on it knows that you do not agree.",
        not_solved: "Thank you for telling us. It is open again, and the desk has it.",
        calling: "We are calling you now. Press 1 when you are asked to.",
        called_enough: "We have called you several times. Please dial the number above.",
        slower: "That was a lot at once. What you wrote stands below: send it again in a minute.",
        empty: "There was nothing to add: write something, or choose a file.",
    },
    failed: Failed {
        not_found: (
            "There is no such page",
            "The address may be incomplete: private links are long, and mail programs break them.",
        ),
        forbidden: ("This is not yours to do", "Nothing has changed."),
        conflict: ("This cannot be done now", "Nothing has changed."),
        incomplete: ("Something is missing", "Nothing has changed."),
        too_large: (
            "That was too large",
            "Nothing was taken in. Files may have 10 MB each; send the words first, files after.",
        ),
        too_much: ("A little slower, please", "Wait a minute, then try again."),
        method: ("This address takes something else", "Go back and use the button on the page."),
        unavailable: (
            "We cannot write this down now",
            "Nothing has been taken in. Try again in a moment, or call us.",
        ),
        broke: ("Something broke on our side", "Try again. If it is urgent, call us."),
        other: ("That did not work", "Go back, look again, and try once more."),
        to_the_start: "To the start",
    },
};
