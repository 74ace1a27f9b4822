//! What a rehearsal found, in English.

use domain::{
    Directory, ResponderId,
    directory::ContactKind,
    rehearsal::{BadNight, Cause, If, Rehearsal, Waits, WhatIf},
};

/// Longer lists are cut off here.
const MAX_SHOWN: usize = 40;

pub(crate) fn report(found: &Rehearsal, directory: &Directory) -> Vec<String> {
    let (from, until) = (found.from.strftime("%Y-%m-%d"), found.until.strftime("%Y-%m-%d"));
    let mut lines = vec![
        format!(
            "{} emergencies played, off-hours from {from} until {until} ({})",
            found.answer.emergencies, found.time_zone
        ),
        summary(found),
    ];
    if found.policies.len() > 1 {
        let each = found.policies.iter();
        lines.extend(each.map(|of| format!("Policy {}: {}", of.policy, waits(&of.answer, found))));
    }
    lines.push(String::new());
    lines.push(match found.bad_nights.len() {
        0 => "No night would go badly.".to_owned(),
        1 => "1 night would go badly:".to_owned(),
        count => format!("{count} nights would go badly:"),
    });
    let shown = found.bad_nights.iter().take(MAX_SHOWN);
    lines.extend(shown.map(|night| format!("  {}", bad_night(night, found, directory))));
    lines.extend(and_more(found.bad_nights.len()));
    lines.extend([String::new(), "What if".to_owned()]);
    let what_ifs = found.what_ifs.iter().map(|it| what_if(it, found, directory));
    lines.extend(what_ifs.map(|(what, then)| format!("  {what}: {then}")));
    if !found.holes.is_empty() {
        lines.extend([String::new(), "Holes of the directory".to_owned()]);
        lines.extend(found.holes.iter().take(MAX_SHOWN).map(|hole| format!("  {hole}")));
        lines.extend(and_more(found.holes.len()));
    }
    lines.extend([String::new(), assumptions(found)]);
    lines
}

fn and_more(count: usize) -> Option<String> {
    (count > MAX_SHOWN).then(|| format!("  and {} more", count - MAX_SHOWN))
}

pub(crate) fn summary(found: &Rehearsal) -> String {
    if found.answer.emergencies == 0 {
        return "The regular desk is open all the time, so no emergency pages at once".to_owned();
    }
    format!("A person answers: {}", waits(&found.answer, found))
}

fn waits(answer: &Waits, found: &Rehearsal) -> String {
    let known = [
        ("half", answer.half_seconds),
        ("95 %", answer.ninety_five_percent_seconds),
        ("99 %", answer.ninety_nine_percent_seconds),
    ];
    let known = known.into_iter().filter_map(|(part, seconds)| Some((part, seconds?)));
    let mut parts: Vec<_> =
        known.map(|(part, seconds)| format!("{part} within {}", length(seconds))).collect();
    if answer.unanswered > 0 {
        parts.push(format!("{} not within two hours", percent(unanswered(answer))));
    }
    let late = percent(answer.late);
    format!("{}; {late} wait longer than {}", parts.join(", "), late_after(found))
}

fn unanswered(answer: &Waits) -> f64 {
    let number = |count: u64| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(answer.unanswered) / number(answer.emergencies).max(1.0)
}

pub(crate) fn bad_night(night: &BadNight, found: &Rehearsal, directory: &Directory) -> String {
    format!(
        "{}: {} wait longer than {}, most at about {}: {}",
        night.evening.strftime("night of %a %Y-%m-%d"),
        percent(night.answer.late),
        late_after(found),
        night.worst.strftime("%H:%M"),
        why(&night.why, directory),
    )
}

fn why(cause: &Cause, directory: &Directory) -> String {
    match cause {
        Cause::Nobody => "nobody at all can be called: add people with contact methods to the \
                          directory, and a policy that pages them"
            .to_owned(),
        Cause::Hole { place } => {
            format!("there is nobody behind {place}: fill that hole, or add a step before it")
        }
        Cause::Alone { responder } => format!(
            "{} is the only one who is called in that time: add a step that pages a second person",
            name(responder, directory)
        ),
        Cause::NoCalls { responders } => format!(
            "{} can only be written to, and whoever sleeps does not hear that: add a voice contact",
            names(responders, directory)
        ),
        Cause::Unheard { responders } => format!(
            "{} are called and do not hear it: call sooner, or add a step with more people",
            names(responders, directory)
        ),
    }
}

pub(crate) fn what_if(
    what_if: &WhatIf,
    found: &Rehearsal,
    directory: &Directory,
) -> (String, String) {
    let what = goes_wrong(&what_if.it, directory);
    let answer = &what_if.answer;
    if answer.emergencies > 0 && answer.unanswered == answer.emergencies {
        return (what, "nobody would answer at all".to_owned());
    }
    let worse = answer.late - found.answer.late;
    let verdict = if worse > 0.2 {
        "everything hangs on this: "
    } else if worse > 0.02 {
        "worse: "
    } else {
        "no great harm: "
    };
    (what, format!("{verdict}{}", waits(answer, found)))
}

/// What goes wrong, as a label.
pub(crate) fn goes_wrong(it: &If, directory: &Directory) -> String {
    match it {
        If::NothingElse => "nothing else goes wrong".to_owned(),
        If::ProviderDown { kinds } => {
            let kinds: Vec<_> = kinds.iter().copied().map(kind).collect();
            format!("no {} arrive", kinds.join(" and no "))
        }
        If::DoesNotHear { responder } => {
            format!("{} hears nothing", name(responder, directory))
        }
        If::Together { all } => {
            let all: Vec<_> = all.iter().map(|one| goes_wrong(one, directory)).collect();
            all.join(", and ")
        }
    }
}

pub(crate) fn assumptions(found: &Rehearsal) -> String {
    let it = &found.assumed;
    format!(
        "Assumed: whoever sleeps ({}:00 to {}:00 on their own clock) is woken by {} of calls, {} of \
         text messages, {} of chat messages and {} of mails; {} are out of reach all night; {} of \
         messages are lost.",
        it.asleep_from_hour,
        it.asleep_until_hour,
        percent(it.voice.heard_asleep),
        percent(it.sms.heard_asleep),
        percent(it.webhook.heard_asleep),
        percent(it.email.heard_asleep),
        percent(it.out_of_reach),
        percent(it.lost),
    )
}

fn kind(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Sms => "text messages",
        ContactKind::Voice => "calls",
        ContactKind::Email => "mails",
        ContactKind::Webhook => "webhooks",
        ContactKind::Slack => "messages in Slack",
        ContactKind::Teams => "messages in Teams",
        ContactKind::Mattermost => "messages in Mattermost",
        ContactKind::Telegram => "messages in Telegram",
        ContactKind::Ntfy => "messages of ntfy",
        ContactKind::Gotify => "messages of Gotify",
        ContactKind::Push => "notifications of the console",
    }
}

fn name(id: &ResponderId, directory: &Directory) -> String {
    directory.responder(id).map_or_else(|| id.to_string(), |person| person.name.clone())
}

fn names(ids: &[ResponderId], directory: &Directory) -> String {
    let names: Vec<_> = ids.iter().map(|id| name(id, directory)).collect();
    match names.as_slice() {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent == 0.0 || percent >= 10.0 {
        format!("{percent:.0} %")
    } else {
        format!("{percent:.1} %")
    }
}

fn late_after(found: &Rehearsal) -> String {
    let seconds = i32::try_from(found.late_after_seconds).unwrap_or(i32::MAX);
    length(f64::from(seconds))
}

/// `45 s`, `2 min 10 s`, `1 h 05 min`.
pub(crate) fn length(seconds: f64) -> String {
    let whole = jiff::SignedDuration::try_from_secs_f64(seconds.round()).unwrap_or_default();
    let (hours, minutes, seconds) = (whole.as_hours(), whole.as_mins() % 60, whole.as_secs() % 60);
    match (hours, minutes, seconds) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, 0) => format!("{minutes} min"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes:02} min"),
    }
}
