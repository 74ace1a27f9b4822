//! One message of every kind, of one night.

mod duty;
mod tickets;

use domain::{
    Milestone, Number, TicketNumber,
    emergency::Bridge,
    message::{
        Announcement, Brief, Content, Message, News, Notice, PageWhy, TicketNews, TicketReason,
    },
    request::Impact,
};
use jiff::{SignedDuration, Timestamp};
use words::Reader;

pub(crate) const TICKET: TicketNumber = TicketNumber(1003);

pub(crate) fn at(time: &str) -> Timestamp {
    time.parse().expect("the tests write RFC 3339")
}

/// Half past three at night in New York.
pub(crate) fn now() -> Timestamp {
    at("2026-11-23T08:33:00Z")
}

pub(crate) fn responder() -> Reader {
    Reader {
        link: Some("https://emergency.example.com/a/7hQ2".to_owned()),
        code: Some("417203".to_owned()),
        ..reader()
    }
}

pub(crate) fn requester() -> Reader {
    Reader {
        link: Some("https://emergency.example.com/r/k3Xw".to_owned()),
        phone: Some("+1 555 010 0000".to_owned()),
        desk_opens_at: Some(at("2026-11-23T14:00:00Z")),
        ..reader()
    }
}

fn reader() -> Reader {
    Reader {
        now: now(),
        locale: "en".to_owned(),
        time_zone: "America/New_York".to_owned(),
        ..Reader::default()
    }
}

pub(crate) fn brief() -> Brief {
    Brief {
        number: Some(Number(1007)),
        summary: "Checkout is down".to_owned(),
        impact: Some(Impact::Outage),
        organization: Some("Acme Stores".to_owned()),
        of_several: false,
        service: Some("Checkout".to_owned()),
        reported_by: Some("Dana Lee".to_owned()),
        call_back: Some("+1 555 010 0042".to_owned()),
        responder: Some("Ana Ruiz".to_owned()),
        requesters: 3,
        opened_at: Some(now() - SignedDuration::from_mins(48)),
        next_update_by: Some(now() + SignedDuration::from_mins(37)),
        bridge: Some(Bridge {
            link: "https://meet.example.com/e-1007".to_owned(),
            phone: Some("+1 555 010 0099".to_owned()),
            pin: Some("4711".to_owned()),
            host: Some("Cho Min".to_owned()),
            ..Bridge::default()
        }),
    }
}

fn unanswered() -> Brief {
    Brief { responder: None, requesters: 1, ..brief() }
}

fn of_ticket(impact: Impact) -> Brief {
    Brief {
        summary: "We need the export by Friday".to_owned(),
        impact: Some(impact),
        organization: Some("Acme Stores".to_owned()),
        ..Brief::default()
    }
}

/// Every kind of message with its reader, each under a name.
pub(crate) fn all() -> Vec<(String, Message, Reader)> {
    let mut all = Vec::new();
    let mut add = |about: &Brief, reader: &Reader, content: Content| {
        let message = Message { about: about.clone(), content };
        all.push((name(&message.content), message, reader.clone()));
    };
    for why in pages() {
        add(&unanswered(), &responder(), Content::Page(why));
    }
    for notice in notices().into_iter().chain(tickets::notices()).chain(of_switch()) {
        add(&brief(), &responder(), Content::Notice(notice));
    }
    for notice in duty::of_duty() {
        add(&Brief::default(), &responder(), Content::Notice(Notice::Duty(notice)));
    }
    for content in duty::drills() {
        add(&Brief::default(), &responder(), content);
    }
    for notice in duty::handoffs() {
        add(&brief(), &responder(), Content::Notice(Notice::Duty(notice)));
    }
    for news in news() {
        let nobody_has_it =
            matches!(news, News::Receipt { joined: false } | News::StillUnanswered { .. });
        let about = if nobody_has_it { unanswered() } else { brief() };
        add(&about, &requester(), Content::News(news));
    }
    for (impact, news) in ticket_news() {
        add(&of_ticket(impact), &requester(), Content::Ticket(news));
    }
    for forward in tickets::forwards() {
        add(&of_ticket(Impact::Outage), &responder(), Content::Forward(forward));
    }
    for announcement in announcements() {
        add(&brief(), &responder(), Content::Announcement(announcement));
    }
    let reply = "E-1007 is yours. Reply 7 inv once you are on it.".to_owned();
    add(&brief(), &responder(), Content::Reply(reply));
    add(&brief(), &responder(), Content::JoinCall);
    all
}

fn pages() -> Vec<PageWhy> {
    let note = Some("The replica is 40 minutes behind".to_owned());
    vec![
        PageWhy::Emergency { round: 1 },
        PageWhy::Emergency { round: 3 },
        PageWhy::Silence { of: "Ben Okafor".to_owned(), round: 1 },
        PageWhy::Invitation { by: "Ana Ruiz".to_owned(), note, round: 1 },
        PageWhy::Invitation { by: "Ana Ruiz".to_owned(), note: None, round: 2 },
        PageWhy::StillBroken { note: Some("Cards fail again".to_owned()), round: 1 },
        PageWhy::StillBroken { note: None, round: 1 },
    ]
}

fn of_switch() -> Vec<Notice> {
    vec![
        Notice::SwitchAsked {
            by: "Ana Ruiz".to_owned(),
            by_program: false,
            organization: "acme".into(),
            service: None,
            reason: "The checkout takes money and loses the orders".to_owned(),
            until: now() + SignedDuration::from_hours(4),
            lapses_at: now() + SignedDuration::from_mins(15),
        },
        Notice::SwitchAsked {
            by: "the command line".to_owned(),
            by_program: true,
            organization: "acme".into(),
            service: None,
            reason: "The checkout takes money and loses the orders".to_owned(),
            until: now() + SignedDuration::from_hours(4),
            lapses_at: now() + SignedDuration::from_mins(15),
        },
        Notice::SwitchNotConfirmed { service: None },
        Notice::SwitchedOff {
            by: "Ana Ruiz".to_owned(),
            organization: Some("acme".into()),
            service: Some("checkout".to_owned()),
            until: now() + SignedDuration::from_hours(4),
        },
        Notice::SwitchEnds {
            organization: Some("acme".into()),
            service: None,
            until: now() + SignedDuration::from_mins(10),
        },
        Notice::SwitchedOn { service: None },
    ]
}

fn notices() -> Vec<Notice> {
    let dana = Some("Dana Lee".to_owned());
    vec![
        Notice::StandDown { answered_by: "Ben Okafor".to_owned() },
        Notice::NoLongerNeeded,
        Notice::Nudge { goes_on_at: Some(now() + SignedDuration::from_mins(2)) },
        Notice::Nudge { goes_on_at: None },
        Notice::WentOn,
        Notice::Reminder { due: now() + SignedDuration::from_mins(15) },
        Notice::SilenceFilled { misses: 1 },
        Notice::SilenceFilled { misses: 2 },
        Notice::MoreReports { count: 10 },
        Notice::RequesterSaid {
            name: dana.clone(),
            text: "Only cards fail.\nCash works.".to_owned(),
        },
        Notice::RequesterSaid { name: None, text: "Hello?".to_owned() },
        Notice::HeardNothing { name: dana.clone() },
        Notice::Confirmed { name: dana },
        Notice::CallMoved,
        Notice::CameIn { name: "Cho Min".to_owned() },
        Notice::TakenOver { by: "Ben Okafor".to_owned() },
        Notice::Hole { place: "schedule secondary".to_owned() },
        Notice::NothingWritten,
        Notice::NotRestored,
        Notice::SwitchProposed {
            organization: "acme".into(),
            services: vec!["checkout".to_owned(), "search".to_owned()],
            may_disable: domain::directory::MayDisable::TwoPeople,
            limit_secs: 4 * 3600,
            agreed: true,
            software: vec!["shop".to_owned()],
        },
        Notice::SwitchProposed {
            organization: "acme".into(),
            services: Vec::new(),
            may_disable: domain::directory::MayDisable::Responder,
            limit_secs: 90 * 60,
            agreed: false,
            software: Vec::new(),
        },
        Notice::ConsentAnswered { name: "Maria Lopez".to_owned(), granted: true, service: None },
        Notice::ConsentAnswered {
            name: "Maria Lopez".to_owned(),
            granted: false,
            service: Some("checkout".to_owned()),
        },
    ]
}

fn news() -> Vec<News> {
    let note = || Some("It is the card gateway.\nCash is fine.".to_owned());
    let by = || Some("Ana Ruiz".to_owned());
    let mut news = vec![News::Receipt { joined: false }, News::Receipt { joined: true }];
    for milestone in Milestone::ALL {
        news.push(News::Milestone { milestone, by: by(), note: None, again: false });
    }
    for milestone in Milestone::ALL {
        news.push(News::Milestone { milestone, by: by(), note: note(), again: true });
    }
    news.extend([
        News::Update { by: by(), text: "Orders from this morning are safe.".to_owned() },
        News::Update { by: None, text: "Orders from this morning are safe.".to_owned() },
        News::StillUnanswered { called: 1, rounds: 1 },
        News::StillUnanswered { called: 3, rounds: 2 },
        News::StillUnanswered { called: 0, rounds: 1 },
        News::NothingNew { since: Some(now() - SignedDuration::from_mins(21)) },
        News::NothingNew { since: None },
        News::ServicesOff {
            by: by(),
            note: note(),
            service: None,
            until: now() + SignedDuration::from_hours(4),
            moved: false,
        },
        News::ServicesOff {
            by: None,
            note: None,
            service: Some("checkout".to_owned()),
            until: now() + SignedDuration::from_mins(30),
            moved: true,
        },
        News::ConsentAsked {
            by: "Ana Ruiz".to_owned(),
            all: true,
            services: vec!["checkout".to_owned(), "search".to_owned()],
            limit_secs: 4 * 3600,
            reason: "Orders are lost while it is on".to_owned(),
        },
        News::ConsentAsked {
            by: "Ana Ruiz".to_owned(),
            all: false,
            services: vec!["checkout".to_owned()],
            limit_secs: 3600,
            reason: "Orders are lost while it is on".to_owned(),
        },
        News::Bridge,
        News::Reopened { note: note() },
        News::Closed { note: None },
        News::Closed { note: note() },
        News::Merged { into: Number(1005) },
        News::BecameTicket { ticket: TICKET, note: None, respond_by: None },
        News::BecameTicket {
            ticket: TICKET,
            note: note(),
            respond_by: Some(now() + SignedDuration::from_hours(30)),
        },
    ]);
    news
}

fn ticket_news() -> Vec<(Impact, TicketNews)> {
    let receipt = |reason| TicketNews::Receipt { ticket: TICKET, reason };
    let text = "The export runs tonight.\nYou find it in your inbox.".to_owned();
    let reply = TicketNews::Reply { ticket: TICKET, by: "Dee Park".to_owned(), text };
    let became = TicketNews::BecameEmergency { ticket: TICKET, number: Number(1007) };
    let mut news = vec![(Impact::Outage, receipt(TicketReason::RegularHours))];
    for impact in Impact::ALL.into_iter().filter(|impact| !impact.is_material()) {
        news.push((impact, receipt(TicketReason::NotAnEmergency)));
    }
    news.extend([
        // It was said that this is not production.
        (Impact::Outage, receipt(TicketReason::NotAnEmergency)),
        (Impact::Question, reply),
        (Impact::Question, TicketNews::Solved { ticket: TICKET }),
        (Impact::Outage, became),
    ]);
    news
}

fn announcements() -> Vec<Announcement> {
    let (responder, contact) = ("ana".to_owned(), "sms".to_owned());
    let note = Some("It is the card gateway.".to_owned());
    let mut announcements = vec![Announcement::EmergencyReceived, Announcement::EmergencyAnswered];
    announcements.extend(
        Milestone::ALL
            .map(|milestone| Announcement::EmergencyMilestone { milestone, note: note.clone() }),
    );
    announcements.extend([
        Announcement::EmergencyClosed { resolution: "confirmed".to_owned() },
        Announcement::PageDelivered { responder, contact },
        Announcement::PageUnanswered { step: 1, round: 2 },
        Announcement::SwitchChanged {
            organization: "acme".into(),
            service: None,
            disabled: true,
            reason: Some("The checkout takes money and loses the orders".to_owned()),
            since: Some(now()),
            until: Some(now() + SignedDuration::from_hours(4)),
        },
        Announcement::SwitchChanged {
            organization: "acme".into(),
            service: Some("checkout".to_owned()),
            disabled: false,
            reason: None,
            since: None,
            until: None,
        },
    ]);
    announcements
}

/// A kind that is missing here does not compile: then add it above as well.
fn name(content: &Content) -> String {
    let name = match content {
        Content::Page(why) => format!("page {why:?}"),
        Content::Drill { keeps, .. } => format!("drill, keeps: {keeps}"),
        Content::Notice(notice) => format!("notice {notice:?}"),
        Content::News(news) => format!("news {news:?}"),
        Content::Ticket(news) => format!("ticket {news:?}"),
        Content::Forward(forward) => format!("forward {:?}", forward.what),
        Content::Announcement(announcement) => format!("announcement {announcement:?}"),
        Content::JoinCall => "join call".to_owned(),
        Content::Reply(_) => "reply".to_owned(),
    };
    name.replace("Some(\"Ana Ruiz\")", "Ana")
}
