//! What the console and the requester's page say.

use domain::{
    Actor, Emergency, Fact, Happening, Milestone, Number,
    emergency::{Deadline, Ladder, Person, Phase, Promise, Reason},
    message::PageWhy,
    request::Impact,
};
use jiff::SignedDuration;
use words::{
    Language, Reader, headline,
    line::{self, Asked, End},
    names, time, timeline,
};

use crate::messages::{self, TICKET, now};

#[test]
fn the_headline_of_every_state() {
    let all = headlines();
    let lines: Vec<_> = all.iter().map(|it| headline(it, &messages::requester())).collect();
    insta::assert_snapshot!("headline", lines.join("\n"));
}

/// What requesters read on their pages, the languages below each other.
#[test]
fn pages_of_requesters_in_every_language() {
    let mut lines = Vec::new();
    for language in Language::ALL {
        let reader = Reader { locale: language.tag().to_owned(), ..messages::requester() };
        lines.push(format!("=== {}", language.name()));
        lines.extend(headlines().iter().map(|emergency| headline(emergency, &reader)));
        let seen = facts().into_iter().filter(|fact| fact.happening.visible_to_requester());
        lines.extend(seen.map(|fact| timeline::sentence(&fact, &reader, true)));
        lines.extend(Impact::ALL.map(|it| names::impact_choice(it, &reader).to_owned()));
        lines.extend(Impact::ALL.map(|it| words::gate::not_met(Some(it), &reader).to_owned()));
        lines.extend(headlines().iter().map(|it| names::state(it, &reader).to_owned()));
        for hours in [-30, -1, 0, 1, 20, 60, 24 * 30, 24 * 60] {
            let at = now() + SignedDuration::from_hours(hours);
            lines.push(time::moment(at, &reader));
        }
        let vendor = "Northwind".to_owned();
        let closes = now() + SignedDuration::from_hours(2);
        for asked in [
            Asked::Emergency { vendor: vendor.clone(), desk_is_open: false, until: None },
            Asked::Emergency { vendor: vendor.clone(), desk_is_open: true, until: None },
            Asked::Emergency { vendor, desk_is_open: true, until: Some(closes) },
            Asked::Report,
            Asked::CallBack { number: "+15550100001".to_owned() },
            Asked::OtherNumber,
        ] {
            lines.push(line::ask(&asked, &reader));
        }
        let ends = [End::Emergency(Number(1007)), End::Ticket(TICKET), End::Taken];
        lines.extend(ends.map(|end| line::goodbye(end, &reader)));
    }
    lines.dedup();
    insta::assert_snapshot!("languages", lines.join("\n"));
}

#[test]
fn a_date_is_written_as_the_language_writes_it() {
    let said = |locale: &str, zone: &str, at: &str| {
        let reader = Reader {
            now: messages::at("2026-11-23T08:33:00Z"),
            locale: locale.to_owned(),
            time_zone: zone.to_owned(),
            ..Reader::default()
        };
        time::moment(messages::at(at), &reader)
    };
    for (locale, zone, at, expected) in [
        ("de-AT", "Europe/Vienna", "2026-11-24T09:10:00Z", "morgen, 10:10 Uhr, in 25 Stunden"),
        ("de", "Europe/Berlin", "2027-01-01T09:10:00Z", "1. Januar 2027, 10:10 Uhr, in 39 Tagen"),
        ("de", "", "2026-11-23T08:32:00Z", "08:32 Uhr UTC, vor 1 Minute"),
        ("fr-CA", "Europe/Paris", "2026-12-01T08:05:00Z", "le 1er décembre à 9 h 05, dans 8 jours"),
        ("fr", "Europe/Paris", "2026-11-22T23:30:00Z", "0 h 30, il y a 9 heures"),
        ("es-MX", "UTC", "2026-11-25T01:10:00Z", "el miércoles a la 01:10 UTC, dentro de 2 días"),
        ("es", "UTC", "2026-11-23T07:28:00Z", "07:28 UTC, hace 1 hora y 5 minutos"),
        ("ja-JP", "Asia/Tokyo", "2027-01-02T09:10:00Z", "2027年1月2日 18:10, 40日後"),
        ("ja", "Asia/Tokyo", "2026-11-25T03:00:00Z", "水曜日 12:00, 2日後"),
        ("tlh", "UTC", "2026-11-23T08:33:00Z", "08:33 UTC, now"),
    ] {
        assert_eq!(said(locale, zone, at), expected, "{locale} {at}");
    }
}

#[test]
fn the_sentence_of_every_fact() {
    let mut lines = Vec::new();
    for fact in facts() {
        let kind = fact.happening.kind();
        let console = timeline::sentence(&fact, &messages::responder(), false);
        let requester = timeline::sentence(&fact, &messages::requester(), true);
        let sees = if fact.happening.visible_to_requester() { "requester" } else { "(hidden)" };
        lines.push(format!("{kind}\n  console:   {console}\n  {sees}: {requester}"));
    }
    insta::assert_snapshot!("timeline", lines.join("\n"));
}

#[test]
fn requesters_see_nothing_internal_in_the_timeline() {
    let internal = ["ana", "sms", "secret", "Dana", "gateway-7", "schedule", "definition"];
    for fact in facts() {
        let own = matches!(fact.actor, Actor::Requester { .. });
        let told = matches!(
            fact.happening,
            Happening::Milestone { .. }
                | Happening::Update { visible: true, .. }
                | Happening::BecameTicket { .. }
                | Happening::Closed { .. }
        );
        if own || told {
            continue;
        }
        let sentence = timeline::sentence(&fact, &messages::requester(), true);
        for word in internal {
            assert!(!sentence.contains(word), "{word}: {sentence}");
        }
    }
}

#[test]
fn everything_has_a_name_for_people() {
    let reader = messages::responder();
    let impacts = Impact::ALL.map(|impact| {
        let (name, choice) =
            (names::impact(impact, &reader), names::impact_choice(impact, &reader));
        format!("{name}: {choice}")
    });
    let milestones = Milestone::ALL.map(|milestone| names::milestone(milestone, &reader));
    let deadlines = [
        Deadline::Ring,
        Deadline::Escalate,
        Deadline::Nudge,
        Deadline::Remind,
        Deadline::Cadence,
        Deadline::Restore,
        Deadline::Close,
        Deadline::Handoff,
    ]
    .map(|deadline| names::deadline(deadline, &reader));
    let gate: Vec<_> =
        Impact::ALL.into_iter().map(|impact| words::gate::not_met(Some(impact), &reader)).collect();
    insta::assert_snapshot!(
        "names",
        [impacts.join("\n"), milestones.join("\n"), deadlines.join("\n"), gate.join("\n")]
            .join("\n\n")
    );
    let unanswered = emergency(Phase::Unanswered);
    assert_eq!(names::state(&unanswered, &reader), "Unanswered");
    assert_eq!(
        time::moment(now() + SignedDuration::from_mins(37), &reader),
        "04:10, in 37 minutes"
    );
}

/// An emergency in every state.
fn headlines() -> Vec<Emergency> {
    let mut all = Vec::new();
    let mut unanswered = emergency(Phase::Unanswered);
    all.push(unanswered.clone());
    unanswered.ladder.round = 2;
    all.push(unanswered.clone());
    unanswered.ladder.reason = Reason::StillBroken { note: None };
    all.push(unanswered);
    let (by, since) = (ana(), now());
    all.push(emergency(Phase::Answered { by: by.clone(), since, nudges: 0, nudge_at: None }));
    for reached in Milestone::ALL {
        let phase = Phase::Investigating { by: by.clone(), since };
        all.push(Emergency { reached, ..emergency(phase) });
    }
    let mut restored = emergency(Phase::Restored { by, since, closes_at: now() });
    restored.promise.due = None;
    all.push(restored.clone());
    for resolution in ["confirmed", "restored", "merged", "ticket", "It was a drill"] {
        let phase = Phase::Closed { at: now(), resolution: resolution.to_owned() };
        all.push(Emergency { promise: restored.promise.clone(), ..emergency(phase) });
    }
    let mut late = emergency(Phase::Unanswered);
    late.promise.due = Some(now());
    all.push(late);
    all
}

fn ana() -> Person {
    Person { id: "ana".into(), name: "Ana Ruiz".to_owned() }
}

fn emergency(phase: Phase) -> Emergency {
    let brief = messages::brief();
    Emergency {
        number: Number(1007),
        summary: brief.summary,
        impact: brief.impact,
        organization: None,
        organization_name: brief.organization,
        of_several: false,
        service: brief.service,
        reported_by: brief.reported_by,
        call_back: brief.call_back,
        pre_authorized: false,
        policy: None,
        opened_at: now(),
        phase,
        ladder: Ladder {
            step: 0,
            round: 1,
            next_at: None,
            calling: Vec::new(),
            reason: Reason::Unanswered,
        },
        pages: Vec::new(),
        promise: Promise {
            last_word_at: now(),
            due: brief.next_update_by,
            remind_at: Vec::new(),
            misses: 0,
        },
        reached: Milestone::Received,
        requesters_told: 1,
        bridge: None,
        switch_proposed: false,
        switch_off: false,
        consent: None,
        handoff: None,
    }
}

fn facts() -> Vec<Fact> {
    let fact = |actor: &Actor, happening| Fact { at: now(), actor: actor.clone(), happening };
    let itself = by_itself().into_iter().map(|happening| fact(&Actor::System, happening));
    let ana = Actor::Responder { id: "ana".into(), name: "Ana Ruiz".to_owned() };
    let dana = Actor::Requester { id: "r1".into(), name: Some("Dana Lee".to_owned()) };
    let responders = by_responders().into_iter().map(|happening| fact(&ana, happening));
    let requesters = by_requesters().into_iter().map(|happening| fact(&dana, happening));
    itself.chain(responders).chain(requesters).collect()
}

fn by_itself() -> Vec<Happening> {
    let (responder, contact) = (|| "ana".into(), || "sms".into());
    let why = |why| Happening::Paged { responder: responder(), contact: contact(), why };
    let of = "Ben Okafor".to_owned();
    vec![
        Happening::Escalation { step: 1, round: 1 },
        Happening::Escalation { step: 3, round: 2 },
        why(PageWhy::Emergency { round: 1 }),
        why(PageWhy::Emergency { round: 2 }),
        why(PageWhy::Silence { of: of.clone(), round: 1 }),
        why(PageWhy::Invitation { by: of, note: Some("secret".to_owned()), round: 1 }),
        why(PageWhy::StillBroken { note: Some("secret".to_owned()), round: 1 }),
        Happening::PageDelivered { responder: responder(), contact: contact() },
        Happening::NewsMissed {
            requester: "0198".into(),
            name: Some("Ria".to_owned()),
            over: domain::fact::NewsWay::Email,
            problem: "no such mailbox".to_owned(),
            instead: Some(domain::fact::NewsWay::Sms),
        },
        Happening::PageFailed {
            responder: responder(),
            contact: contact(),
            problem: "gateway-7 refused it".to_owned(),
        },
        Happening::Hole { place: "schedule secondary".to_owned() },
        Happening::Nudged { count: 1 },
        Happening::Nudged { count: 2 },
        Happening::WentOn,
        Happening::StoodDown { responder: responder() },
        Happening::Reminded { due: now() + SignedDuration::from_mins(15) },
        Happening::SilenceFilled { misses: 2 },
        Happening::CameToCall,
        Happening::LeftCall,
        Happening::CallEnded,
        Happening::BridgeFailed {
            problem: "answered 503".to_owned(),
            instead: "https://meet.example.com/secret".to_owned(),
        },
        Happening::ToldUnanswered { rounds: 1 },
        Happening::ToldUnanswered { rounds: 2 },
        Happening::SwitchProposed,
        Happening::HandoffOffered { to: "ben".into(), until: now() },
        Happening::HandoffDeclined,
        Happening::HandoffLapsed { to: "ben".into() },
        Happening::SwitchMoved { until: now() + SignedDuration::from_hours(2) },
        Happening::Closed { resolution: "restored".to_owned(), note: None },
    ]
}

fn by_responders() -> Vec<Happening> {
    let note = || Some("It is the card gateway".to_owned());
    let mut all = vec![
        Happening::Answered { took_over_from: None },
        Happening::Answered { took_over_from: Some("ben".into()) },
        Happening::CameIn,
        Happening::Declined,
        Happening::CalledNext,
        Happening::Update { text: "Orders are safe".to_owned(), visible: true },
        Happening::Update { text: "secret".to_owned(), visible: false },
        Happening::MoreCalled { targets: vec!["team:db".to_owned()], note: note() },
        Happening::ConsentAsked { service: None, reason: "Orders are lost".to_owned() },
        Happening::BridgeOpened { link: "https://meet.example.com/secret".to_owned() },
        Happening::CameToCall,
        Happening::LeftCall,
        Happening::TookCall,
        Happening::NotDialled { problem: "the line was busy".to_owned() },
        Happening::MergedInto { number: Number(1005) },
        Happening::MergedFrom { number: Number(1005) },
        Happening::BecameTicket { ticket: TICKET, note: note() },
        Happening::Closed { resolution: "duplicate".to_owned(), note: note() },
    ];
    all.extend(Milestone::ALL.map(|milestone| {
        let again = milestone == Milestone::FixDeveloped;
        Happening::Milestone { milestone, note: note(), again }
    }));
    all
}

fn by_requesters() -> Vec<Happening> {
    vec![
        Happening::Received { rule: "definition".to_owned(), pre_authorized: true },
        Happening::Joined { requesters: 2 },
        Happening::RequesterSaid { text: "Only cards fail".to_owned() },
        Happening::HeardNothing,
        Happening::ConsentAnswered {
            granted: true,
            name: "Maria Lopez".to_owned(),
            service: Some("checkout".to_owned()),
        },
        Happening::ConsentAnswered {
            granted: false,
            name: "Maria Lopez".to_owned(),
            service: None,
        },
        Happening::Attached { name: "screen.png".to_owned(), file: "a1".to_owned() },
        Happening::Confirmed,
        Happening::StillBroken { note: Some("Cards fail".to_owned()) },
    ]
}

/// The script of the pages keeps distances true; it must write them as the server does.
#[test]
fn the_script_writes_distances_as_we_do() {
    for language in Language::ALL {
        let parts: Vec<_> = words::pages::distances(language).split('|').collect();
        assert_eq!(parts.len(), 12, "{language:?}");
        let reader = Reader { locale: language.tag().to_owned(), ..messages::requester() };
        for seconds in (-200_000..200_000).step_by(1_733).chain([-60, -1, 0, 1, 59, 3_600, 86_400])
        {
            let at = now() + SignedDuration::from_secs(seconds);
            assert_eq!(scripted(&parts, seconds), time::distance(at, &reader), "{seconds} s");
        }
    }
}

/// As `frontline.js` does it.
fn scripted(far: &[&str], distance: i64) -> String {
    let plural = |count: i64, unit: usize| {
        format!("{count}{}", far[if count == 1 { unit } else { unit + 1 }])
    };
    let seconds = distance.abs();
    let minutes = (seconds + 30) / 60;
    let words = match (seconds, minutes) {
        (0, _) => return far[0].to_owned(),
        (..55, _) => plural(seconds, 3),
        (_, ..60) => plural(minutes, 5),
        (_, ..1440) if minutes % 60 == 0 => plural(minutes / 60, 7),
        (_, ..360) => plural(minutes / 60, 7) + far[11] + &plural(minutes % 60, 5),
        (_, ..2160) => plural((minutes + 30) / 60, 7),
        _ => plural((minutes + 720) / 1440, 9),
    };
    far[if distance > 0 { 1 } else { 2 }].replace('*', &words)
}
