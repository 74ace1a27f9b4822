use jiff::ToSpan;

use super::*;

const NOW: &str = "2026-11-25T12:00:30Z";

#[test]
fn the_next_who_could_stands_in_for_whoever_is_ill() {
    let directory = house();
    let now: Timestamp = "2026-11-23T12:00:30Z".parse().unwrap();
    let note = "stands in for Ana";
    let (next, covers) = directory.relieve(&"ana".into(), (now, now + OFF_FOR), note);
    let told: Vec<_> = covers
        .iter()
        .map(|it| format!("{} {}", it.schedule, it.by.as_ref().map_or("nobody", |by| by.as_str())))
        .collect();
    assert_eq!(told, ["primary ben", "alone nobody"]);
    let on_call = |it: &Directory, at: Timestamp| {
        it.schedule(&"primary".into()).unwrap().on_call(at).map(|id| id.0)
    };
    assert_eq!(on_call(&directory, now).as_deref(), Some("ana"));
    assert_eq!(on_call(&next, now).as_deref(), Some("ben"), "at once");
    assert_eq!(on_call(&next, now + 23.hours()).as_deref(), Some("ben"));
    assert_eq!(on_call(&next, now + 25.hours()).as_deref(), Some("ana"), "a day later again");
    let over = &next.schedule(&"primary".into()).unwrap().overrides[0];
    assert_eq!(over.note.as_deref(), Some(note));
    assert_eq!(over.from.to_string(), "2026-11-23T12:00:00", "whole minutes");
    assert_eq!(over.until.to_string(), "2026-11-24T12:01:00");
    let (again, covers) = next.relieve(&"ben".into(), (now, now + OFF_FOR), "stands in for Ben");
    assert_eq!(covers[0].by, Some("cho".into()), "not back to Ana, who is ill");
    assert_eq!(on_call(&again, now).as_deref(), Some("cho"));
    assert_eq!(directory.relieve(&"cho".into(), (now, now + OFF_FOR), "x").1, []);
}

#[test]
fn a_swap_counts_once_both_want_it_and_twice_is_nothing() {
    let directory = house();
    let now: Timestamp = NOW.parse().unwrap();
    let asked = swap("ana", "ben").ask(&directory, now).unwrap();
    assert_eq!(asked.answer(&"ana".into(), true, &directory, now), Err(Refused::NotTheirSwap));
    assert_eq!(asked.answer(&"cho".into(), true, &directory, now), Err(Refused::NotTheirSwap));
    let (declined, nothing) = asked.answer(&"ben".into(), false, &directory, now).unwrap();
    assert_eq!((declined.wake_at(), nothing), (None, None));
    let (accepted, swapped) = asked.answer(&"ben".into(), true, &directory, now).unwrap();
    let swapped = swapped.unwrap();
    let on_call =
        |at: Timestamp| swapped.schedule(&"primary".into()).unwrap().on_call(at).unwrap().0;
    assert_eq!(on_call(asked.gives.from), "ben");
    assert_eq!(on_call(asked.takes.unwrap().from), "ana");
    assert_eq!(accepted.answer(&"ben".into(), true, &swapped, now), Err(Refused::IsOver));

    let back = swap("ben", "ana").ask(&swapped, now).unwrap();
    let (_, back) = back.answer(&"ana".into(), true, &swapped, now).unwrap();
    assert_eq!(back, Some(directory), "swapping twice is nothing");
}

/// Whatever is swapped, cover included: nobody is left without anybody, and the way back leads
/// exactly back.
#[test]
fn any_swap_and_its_way_back_are_nothing() {
    let directory = house();
    let now: Timestamp = NOW.parse().unwrap();
    let until = now + SignedDuration::from_hours(24 * 60);
    let schedule = directory.schedule(&"primary".into()).unwrap();
    let shifts = schedule.shifts(now, until);
    let gaps = |it: &Directory| {
        let shifts = it.schedule(&"primary".into()).unwrap().shifts(now, until);
        shifts.iter().filter(|shift| shift.responder.is_none()).count()
    };
    let mut tried = 0;
    for one in &shifts {
        for other in shifts.iter().filter(|other| other.responder != one.responder).take(4) {
            let (by, of) = (one.responder.clone().unwrap(), other.responder.clone().unwrap());
            let stretch = |shift: &Shift| Stretch { from: shift.from, until: shift.until };
            for takes in [Some(stretch(other)), None] {
                let wish = Swap { gives: stretch(one), takes, ..swap(by.as_str(), of.as_str()) };
                let asked = wish.ask(&directory, now).unwrap();
                let there = asked.answer(&of, true, &directory, now).unwrap().1.unwrap();
                assert_eq!(gaps(&there), gaps(&directory));
                let wish = Swap { gives: asked.gives, takes, ..swap(of.as_str(), by.as_str()) };
                let back = wish.ask(&there, now).unwrap().answer(&by, true, &there, now).unwrap();
                assert_eq!(back.1.as_ref(), Some(&directory));
                tried += 1;
            }
        }
    }
    assert!(tried > 50, "{tried}");
}

#[test]
fn what_cannot_be_swapped_is_refused_with_its_reason() {
    let directory = house();
    let now: Timestamp = NOW.parse().unwrap();
    let good = swap("ana", "ben");
    let gone = Stretch { from: now - 48.hours(), until: now - 24.hours() };
    let backwards = Stretch { from: good.gives.until, until: good.gives.from };
    for (wish, reason) in [
        (Swap { of: "ana".into(), ..good.clone() }, "themselves"),
        (Swap { of: "zoe".into(), ..good.clone() }, "no responder \"zoe\""),
        (Swap { schedule: "none".into(), ..good.clone() }, "no schedule \"none\""),
        (Swap { gives: gone, ..good.clone() }, "still to come"),
        (Swap { gives: backwards, ..good.clone() }, "still to come"),
        (Swap { gives: good.takes.unwrap(), ..good.clone() }, "Ana is not on call"),
        (Swap { takes: Some(good.gives), ..good.clone() }, "Ben is not on call"),
    ] {
        let refused = wish.ask(&directory, now).unwrap_err().to_string();
        assert!(refused.contains(reason), "{refused}: {reason}");
    }
    // What has changed since it was asked is looked at again.
    let asked = good.ask(&directory, now).unwrap();
    let (changed, _) = directory.relieve(&"ana".into(), (now, now + 24.hours() * 20), "ill");
    assert!(matches!(
        asked.answer(&"ben".into(), true, &changed, now),
        Err(Refused::NotTheirs { .. })
    ));
    assert_eq!(asked.withdraw(&"ben".into(), now), Err(Refused::NotTheirSwap));
    assert_eq!(asked.withdraw(&"ana".into(), now).unwrap().wake_at(), None);
    assert_eq!(asked.lapse(now), None);
    let late = asked.lapses_at;
    assert_eq!(asked.answer(&"ben".into(), true, &directory, late), Err(Refused::IsOver));
    assert_eq!(asked.lapse(late).unwrap().state, SwapState::Lapsed { at: late });
}

/// Ana and Ben take turns of a day, Cho below them; another schedule has only Ana.
fn house() -> Directory {
    toml::from_str(
        r#"
responder = [{ id = "ana", name = "Ana" }, { id = "ben", name = "Ben" }, { id = "cho", name = "Cho" }]
[[schedule]]
id = "primary"
time_zone = "UTC"
[[schedule.rotation]]
members = ["cho"]
starts = "2026-01-01T00:00"
handoff = "1d"
[[schedule.rotation]]
members = ["ana", "ben"]
starts = "2026-11-23T09:00"
handoff = "2d"
[[schedule]]
id = "alone"
time_zone = "UTC"
[[schedule.rotation]]
members = ["ana"]
starts = "2026-11-20T00:00"
handoff = "1d"
"#,
    )
    .unwrap()
}

/// Ana's shift of the 27th for Ben's of the 29th.
fn swap(by: &str, of: &str) -> Swap {
    let stretch = |from: &str, until: &str| Stretch {
        from: format!("2026-{from}:00Z").parse().unwrap(),
        until: format!("2026-{until}:00Z").parse().unwrap(),
    };
    let now: Timestamp = NOW.parse().unwrap();
    Swap {
        id: "s1".into(),
        schedule: "primary".into(),
        by: by.into(),
        of: of.into(),
        gives: stretch("11-27T09:00", "11-29T09:00"),
        takes: Some(stretch("11-29T09:00", "12-01T09:00")),
        asked_at: now,
        lapses_at: now,
        state: SwapState::Asked,
    }
}
