use super::*;

#[test]
fn events_of_a_calendar_are_days() {
    for (what, event, expected) in [
        ("a day", "DTSTART;VALUE=DATE:20261225", "12-25"),
        ("two days", "DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261226", "12-24 12-25"),
        ("an afternoon", "DTSTART:20261224T120000Z\nDTEND:20261224T180000Z", "12-24"),
        ("over midnight", "DTSTART:20261224T200000\nDTEND:20261225T020000", "12-24 12-25"),
        ("until midnight", "DTSTART:20261224T200000\nDTEND:20261225T000000", "12-24"),
        ("a length", "DTSTART;VALUE=DATE:20261224\nDURATION:P3D", "12-24 12-25 12-26"),
        (
            "a week",
            "DTSTART;VALUE=DATE:20261201\nDURATION:P1W",
            "12-01 12-02 12-03 12-04 12-05 12-06 12-07",
        ),
        ("no length", "DTSTART:20261224T120000\nDTEND:20261224T120000", "12-24"),
        ("cancelled", "DTSTART:20261224\nSTATUS:CANCELLED", ""),
        ("folded", "DTSTART;VALUE=DA\r\n TE:202612\n\t25", "12-25"),
        ("a colon in quotes", "DTSTART;X=\"a:b\";VALUE=DATE:20261225", "12-25"),
        (
            "an alarm inside",
            "DTSTART:20261225\nBEGIN:VALARM\nDTSTART:20261226\nEND:VALARM",
            "12-25",
        ),
        (
            "more days",
            "DTSTART:20261225\nRDATE:20261227,20261228T090000\nEXDATE:20261225",
            "12-27 12-28",
        ),
        ("every year", "DTSTART:20200704\nRRULE:FREQ=YEARLY;UNTIL=20261231", "07-04"),
        ("Thanksgiving", "DTSTART:20201126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "11-26"),
        ("the last Monday", "DTSTART:20200525\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", "05-25"),
        ("every other year", "DTSTART:20211101\nRRULE:FREQ=YEARLY;INTERVAL=2", ""),
        ("too few", "DTSTART:20211101\nRRULE:FREQ=YEARLY;COUNT=5", ""),
        (
            "election day",
            "DTSTART:20201103\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            "11-03",
        ),
        ("the last day", "DTSTART:20201231\nRRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", "12-31"),
        ("a day that this year lacks", "DTSTART:20200229\nRRULE:FREQ=YEARLY", ""),
    ] {
        let text =
            format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\nUID:a\n{event}\nEND:VEVENT\nEND:VCALENDAR");
        assert_eq!(days(&text), expected, "{what}");
    }
    let moved = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20200501\nRRULE:FREQ=YEARLY\nEND:VEVENT\n\
                 BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20260501\nDTSTART:20260508\nEND:VEVENT\nEND:VCALENDAR";
    assert_eq!(days(moved), "05-08");
    assert_eq!(days("\u{feff}BEGIN:VCALENDAR\nEND:VCALENDAR"), "");
}

#[test]
fn what_is_no_calendar_of_holidays_is_refused() {
    let event =
        |line: &str| format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Day\n{line}\nEND:VEVENT\n");
    for (text, expected) in [
        ("<html>".to_owned(), "it is no calendar: it must begin with BEGIN:VCALENDAR"),
        (event("DTSTART:20261340"), "\"Day\" has a DTSTART that is no date"),
        (event("DTSTART:2026122"), "\"Day\" has a DTSTART that is no date"),
        (
            event("DTSTART:20261224\nDTEND:20261220"),
            "\"Day\" does not say when it ends in a way that we know",
        ),
        (event("DTSTART:20261224\nDTEND:20280101"), "\"Day\" lasts longer than two months"),
        (
            event("DTSTART:20261224\nRRULE:FREQ=WEEKLY"),
            "\"Day\" repeats, but not every year: list its days",
        ),
        (
            event("DTSTART:20261224\nRRULE:FREQ=YEARLY;BYSETPOS=1"),
            "\"Day\" repeats by a rule that holidays do not need: list its days",
        ),
        (
            event("DTSTART:20261224\nRRULE:FREQ=YEARLY;BYDAY=20MO"),
            "\"Day\" repeats by a rule that cannot be read",
        ),
        (
            event("DTSTART:20261224\nRRULE:FREQ=YEARLY;INTERVAL=0"),
            "\"Day\" repeats by a rule that cannot be read",
        ),
        ("x".repeat(CALENDAR_MAX_BYTES + 1), "it is larger than 1 MiB"),
    ] {
        let refused = holidays_in(&text, "2027-01-01".parse().unwrap()).unwrap_err();
        assert_eq!(refused.to_string(), expected, "{text:.80}");
    }
    let many = "BEGIN:VEVENT\nDTSTART:00010101\nRRULE:FREQ=YEARLY;BYMONTHDAY=1,2,3,4,5,6,7,8,9,10\nEND:VEVENT\n";
    let many = format!("BEGIN:VCALENDAR\n{many}");
    assert_eq!(holidays_in(&many, "9999-01-01".parse().unwrap()), Err(NotHolidays::TooMany));
}

/// Those of 2026.
fn days(text: &str) -> String {
    let days = holidays_in(text, "2026-12-31".parse().unwrap()).unwrap();
    let days = days.iter().filter(|day| day.year() == 2026);
    days.map(|day| day.strftime("%m-%d").to_string()).collect::<Vec<_>>().join(" ")
}
