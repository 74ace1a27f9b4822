use expect_test::{Expect, expect};
use jiff::Timestamp;

use super::*;
use crate::{
    effect::Effect,
    emergency::World,
    forward::Way,
    input::By,
    message::{Notice, TicketNews},
};

const DIRECTORY: &str = r#"
responder = [
  { id = "ana", name = "Ana", contact = [{ id = "mail", kind = "email", address = "ana@v.example" }] },
  { id = "cho", name = "Cho", roles = ["lead"], contact = [{ id = "mail", kind = "email", address = "cho@v.example" }] },
]
[[region]]
id = "here"
time_zone = "UTC"
hours = [{ days = "mon-fri", from = "09:00", until = "17:00" }]
"#;

#[test]
fn it_is_always_somebodys_turn() {
    check(
        "Mon 09:00 ana note known since Friday
         Mon 09:30 ana pick up
         Mon 10:00 ana reply Which till?
         Tue 11:00 requester All of them
         Tue 11:05 ana assign cho
         Tue 12:00 cho reply Try again
         Tue 12:10 cho solve
         Tue 13:00 requester thanks Lovely
         Wed 09:00 requester It is back
         Thu 09:00 overdue
         Thu 09:10 overdue
         Thu 09:20 cho reply Fixed
         Thu 10:00 requester confirm
         Thu 10:01 requester confirm
         Thu 11:00 requester reopen
         Thu 11:05 cho solve",
        &expect![[r#"
            Mon 09:00 ana note known since Friday  -> new, word by Mon 17:00
            Mon 09:30 ana pick up                  -> open, of ana, word by Mon 17:00
            Mon 10:00 ana reply Which till?        -> waiting, of ana, requester hears it
            Tue 11:00 requester All of them        -> open, of ana, word by Wed 11:00, ana hears of that
            Tue 11:05 ana assign cho               -> open, of cho, word by Wed 11:00, cho hears of having it
            Tue 12:00 cho reply Try again          -> waiting, of cho, requester hears it
            Tue 12:10 cho solve                    -> solved, of cho, requester hears that it is solved
            Tue 13:00 requester thanks Lovely      -> solved, of cho, cho hears of that
            Wed 09:00 requester It is back         -> open, of cho, word by Wed 17:00, cho hears of that
            Thu 09:00 overdue                      -> open, of cho, word by Wed 17:00, cho hears that it is overdue
            Thu 09:10 overdue                      -> open, of cho, word by Wed 17:00, nothing happened
            Thu 09:20 cho reply Fixed              -> waiting, of cho, requester hears it
            Thu 10:00 requester confirm            -> solved, of cho
            Thu 10:01 requester confirm            -> solved, of cho, nothing happened
            Thu 11:00 requester reopen             -> open, of cho, word by Fri 11:00, cho hears of that
            Thu 11:05 cho solve                    -> solved, of cho, requester hears that it is solved
        "#]],
    );
}

#[test]
fn what_is_over_stays_over() {
    check(
        "Mon 09:00 ana solve
         Mon 09:01 ana solve
         Mon 09:02 ana pick up
         Mon 09:03 ana assign cho
         Mon 09:04 ana reply
         Mon 09:05 ana reply One more thing
         Mon 09:06 ana assign zoe
         Mon 09:07 requester confirm
         Mon 09:08 requester reopen
         Mon 09:09 ana assign zoe",
        &expect![[r#"
            Mon 09:00 ana solve                    -> solved, requester hears that it is solved
            Mon 09:01 ana solve                    -> refused: this ticket is over
            Mon 09:02 ana pick up                  -> refused: this ticket is over
            Mon 09:03 ana assign cho               -> refused: this ticket is over
            Mon 09:04 ana reply                    -> refused: say something first
            Mon 09:05 ana reply One more thing     -> solved, of ana, requester hears it
            Mon 09:06 ana assign zoe               -> refused: this ticket is over
            Mon 09:07 requester confirm            -> solved, of ana
            Mon 09:08 requester reopen             -> open, of ana, word by Tue 09:08, ana hears of that
            Mon 09:09 ana assign zoe               -> refused: "responder
        "#]],
    );
}

#[test]
fn who_gives_a_severity_1_problem_away_has_not_picked_it_up() {
    let mut ticket = opened(true);
    assert_eq!(ticket.wake_at(), Some(at("Mon 09:15")));
    for (what, wakes) in
        [("ana assign cho", true), ("cho assign ana", true), ("ana pick up", false)]
    {
        let turn = ticket.handle(parse(what), world(&directory(), at("Mon 09:05"))).unwrap();
        ticket = turn.next;
        assert_eq!(ticket.wake_at().is_some(), wakes, "{what}");
    }
    assert_eq!(ticket.assignee, Some("ana".into()));
}

#[test]
fn a_desk_outside_hears_what_it_did_not_do_itself() {
    let mut settings = Settings::default();
    settings.outside_desks.push(OutsideDesk { name: "Contoso".to_owned(), ..Default::default() });
    let directory = directory();
    let world = |when: &str| World {
        directory: &directory,
        settings: &settings,
        now: at(when),
        requesters: 1,
    };
    let mut ticket = Ticket::open(opening(true), &directory, &settings, at("Mon 09:00"));
    assert!(matches!(ticket.forwarding(), Some(Forwarding::New { pick_up_by: Some(_), .. })));
    let theirs = || OutsideDesk::person("Contoso", Some("Tom"));
    let mut kinds = Vec::new();
    let mut take = |ticket: &mut Ticket, input: TicketInput, when: &str| {
        let turn = ticket.handle(input, world(when)).unwrap();
        kinds.extend(turn.forwards.iter().map(Forwarding::kind));
        *ticket = turn.next.clone();
        turn
    };
    take(&mut ticket, TicketInput::PickUp { by: theirs() }, "Mon 09:05");
    assert_eq!(ticket.wake_at(), None, "who picks it up stops the clock");
    assert_eq!(ticket.assignee, None, "nobody of ours has it");
    let again = take(&mut ticket, TicketInput::PickUp { by: theirs() }, "Mon 09:06");
    assert!(again.entries.is_empty());
    let reply = TicketInput::Reply { by: theirs(), text: "Which till?".to_owned() };
    let turn = take(&mut ticket, reply, "Mon 09:07");
    assert!(turn.news.is_some() && turn.entries[0].by == "Tom");
    for (what, when) in [
        ("requester All", "Mon 09:08"),
        ("ana pick up", "Mon 09:09"),
        ("ana reply We look, too", "Mon 09:10"),
        ("ana note A note", "Mon 09:11"),
        ("ana solve", "Mon 09:12"),
        ("requester reopen", "Mon 09:13"),
        ("requester confirm", "Mon 09:14"),
    ] {
        take(&mut ticket, parse(what), when);
    }
    assert_eq!(
        kinds,
        ["word", "picked_up", "answered", "solved", "reopened", "confirmed"]
            .map(|kind| format!("ticket.{kind}"))
    );
}

#[test]
fn that_a_desk_outside_gets_nothing_is_told_once() {
    let mut settings = Settings::default();
    settings.outside_desks.push(OutsideDesk { name: "Contoso".to_owned(), ..Default::default() });
    let directory = directory();
    let world =
        World { directory: &directory, settings: &settings, now: at("Mon 09:01"), requesters: 1 };
    let ticket = Ticket::open(opening(false), &directory, &settings, at("Mon 09:00"));
    let fails = |way| TicketInput::NotForwarded { way, problem: "no answer".to_owned() };
    let first = ticket.handle(fails(Way::Webhook), world).unwrap();
    assert!(first.next.is_undelivered());
    let told = |turn: &TicketTurn| turn.effects.len();
    assert_eq!((told(&first), first.entries.len()), (1, 1), "Cho leads");
    let again = first.next.handle(fails(Way::Webhook), world).unwrap();
    assert_eq!((told(&again), again.entries.len()), (0, 0));
    let mail = first.next.handle(fails(Way::Email), world).unwrap();
    assert_eq!((told(&mail), mail.entries.len()), (0, 1), "it is known that something is wrong");
    let well = mail.next.handle(TicketInput::Forwarded { way: Way::Email }, world).unwrap();
    assert!(well.next.is_undelivered(), "the webhook still fails");
    let well = well.next.handle(TicketInput::Forwarded { way: Way::Webhook }, world).unwrap();
    assert!(!well.next.is_undelivered() && well.entries.len() == 1);
    let quiet = well.next.handle(TicketInput::Forwarded { way: Way::Webhook }, world).unwrap();
    assert!(quiet.entries.is_empty() && quiet.next == well.next);
}

fn check(story: &str, expected: &Expect) {
    let directory = directory();
    let mut ticket = opened(false);
    let mut told = String::new();
    for line in story.lines().map(str::trim) {
        let (when, what) = line.split_at(9);
        let outcome = match ticket.handle(parse(what.trim()), world(&directory, at(when))) {
            Ok(turn) => {
                ticket = turn.next.clone();
                describe(&turn)
            }
            Err(refused) => {
                let refused = refused.to_string();
                format!("refused: {}", refused.split([':', ',']).next().unwrap_or_default())
            }
        };
        told += &format!("{line:<38} -> {outcome}\n");
    }
    expected.assert_eq(&told);
}

fn describe(turn: &TicketTurn) -> String {
    let ticket = &turn.next;
    let mut told = vec![ticket.status.name().to_owned()];
    told.extend(ticket.assignee.as_ref().map(|id| format!("of {id}")));
    let due = |at: Timestamp| at.strftime("%a %H:%M").to_string();
    told.extend(ticket.respond_by.map(|at| format!("word by {}", due(at))));
    told.extend(turn.news.as_ref().map(|news| match news {
        TicketNews::Reply { .. } => "requester hears it".to_owned(),
        TicketNews::Solved { .. } => "requester hears that it is solved".to_owned(),
        TicketNews::Receipt { .. } | TicketNews::BecameEmergency { .. } => "?".to_owned(),
    }));
    told.extend(turn.effects.iter().map(|effect| {
        let Effect::Notify { responder, notice, .. } = effect else { panic!("{effect:?}") };
        if matches!(notice, Notice::TicketAssigned { .. }) {
            format!("{responder} hears of having it")
        } else if matches!(notice, Notice::TicketWord { .. }) {
            format!("{responder} hears of that")
        } else {
            assert!(matches!(notice, Notice::TicketOverdue { .. }), "{notice:?}");
            format!("{responder} hears that it is overdue")
        }
    }));
    if turn.entries.is_empty() {
        told.push("nothing happened".to_owned());
    }
    told.join(", ")
}

fn parse(what: &str) -> TicketInput {
    let (who, what) = what.split_once(' ').unwrap_or((what, ""));
    let (verb, rest) = what.split_once(' ').unwrap_or((what, ""));
    let by = By { id: who.into(), name: who.to_owned() };
    let text = rest.to_owned();
    let name = who.to_owned();
    match (who, verb) {
        ("overdue", _) => TicketInput::Overdue,
        ("requester", "confirm") => TicketInput::Confirm { by: name },
        ("requester", "reopen") => TicketInput::Reopen { by: name },
        ("requester", "thanks") => TicketInput::Wrote { by: name, text, is_thanks: true },
        ("requester", _) => {
            TicketInput::Wrote { by: name, text: what.to_owned(), is_thanks: false }
        }
        (_, "pick") => TicketInput::PickUp { by },
        (_, "assign") => TicketInput::Assign { by, to: Some(rest.into()) },
        (_, "reply") => TicketInput::Reply { by, text },
        (_, "note") => TicketInput::Note { by, text },
        (_, "solve") => TicketInput::Solve { by },
        _ => panic!("{who} {what}"),
    }
}

/// On a Monday at nine.
fn opened(urgent: bool) -> Ticket {
    Ticket::open(opening(urgent), &directory(), &Settings::default(), at("Mon 09:00"))
}

fn opening(urgent: bool) -> TicketOpening {
    TicketOpening {
        number: TicketNumber(1001),
        requester: RequesterId("one".to_owned()),
        request: Request::default(),
        reason: TicketReason::NotAnEmergency,
        urgent,
        emergency: None,
    }
}

fn directory() -> Directory {
    toml::from_str(DIRECTORY).unwrap()
}

fn world(directory: &Directory, now: Timestamp) -> World<'_> {
    static SETTINGS: std::sync::LazyLock<Settings> = std::sync::LazyLock::new(Settings::default);
    World { directory, settings: &SETTINGS, now, requesters: 1 }
}

fn at(when: &str) -> Timestamp {
    let (day, time) = when.split_once(' ').unwrap();
    let day = ["Mon", "Tue", "Wed", "Thu", "Fri"].iter().position(|name| *name == day).unwrap();
    format!("2026-11-{:02}T{}Z", 23 + day, time).parse().unwrap()
}
