//! The test of the test: rules that are broken on purpose, each caught by a property.

use domain::{
    Emergency, Phase, Transition,
    effect::{Audience, Effect},
    message::{News, PageWhy},
};
use jiff::SignedDuration;

pub(super) struct Broken {
    /// What the rules do wrong.
    pub(super) how: &'static str,
    /// Which property notices.
    pub(super) caught_by: &'static str,
    /// Changes a turn after the state before it.
    pub(super) bend: fn(Option<&Emergency>, &mut Transition),
}

pub(super) const BROKEN: [Broken; 14] = [
    Broken {
        how: "all deadlines are forgotten with an answer",
        caught_by: "no open emergency is without a deadline",
        bend: |_, turn| {
            if turn.next.responder().is_some() {
                turn.next.promise.due = None;
                turn.next.promise.remind_at.clear();
                turn.next.ladder.next_at = None;
                turn.next.switch_proposed = true;
                turn.next.pages.clear();
                if let Phase::Answered { nudge_at, .. } = &mut turn.next.phase {
                    *nudge_at = None;
                }
            }
        },
    },
    Broken {
        how: "a deadline is seen and not handled",
        caught_by: "what was due is done",
        bend: |before, turn| {
            if let Some(before) = before.filter(|before| !before.promise.remind_at.is_empty()) {
                turn.next.promise.remind_at.clone_from(&before.promise.remind_at);
            }
        },
    },
    Broken {
        how: "a receipt is left out",
        caught_by: "every accepted request has its receipt",
        bend: |_, turn| {
            turn.effects.retain(|effect| {
                !matches!(effect, Effect::Tell { news: News::Receipt { .. }, .. })
            });
        },
    },
    Broken {
        how: "who joins is told nothing",
        caught_by: "every accepted request has its receipt",
        bend: |before, turn| {
            if before.is_some() {
                turn.effects.retain(|effect| {
                    !matches!(effect, Effect::Tell { whom: Audience::One(_), .. })
                });
            }
        },
    },
    Broken {
        how: "the escalation gives up after three rounds",
        caught_by: "somebody is called next for what nobody has answered",
        bend: |_, turn| {
            if turn.next.ladder.round > 3 {
                turn.next.ladder.next_at = None;
            }
        },
    },
    Broken {
        how: "the promise is put off by a minute at each turn",
        caught_by: "nobody waits longer than the cadence for news",
        bend: |_, turn| {
            if let Some(due) = &mut turn.next.promise.due {
                *due += SignedDuration::from_mins(1);
            }
        },
    },
    Broken {
        how: "the silence is filled without a word",
        caught_by: "nobody waits longer than the cadence for news",
        bend: |_, turn| {
            turn.effects.retain(|effect| {
                !matches!(effect, Effect::Tell { news: News::NothingNew { .. }, .. })
            });
        },
    },
    Broken {
        how: "no word is owed while nobody has answered",
        caught_by: "nobody waits longer than the cadence for news",
        bend: |_, turn| {
            if turn.next.phase == Phase::Unanswered {
                turn.next.promise.due = None;
            }
        },
    },
    Broken {
        how: "an answer leaves the phones ringing",
        caught_by: "nobody rings for what was answered",
        bend: |_, turn| {
            if let (Some(_), Some(page)) = (turn.next.responder(), turn.next.pages.first()) {
                let (responder, why) = (page.responder.clone(), PageWhy::Emergency { round: 1 });
                turn.effects.push(Effect::Ring { responder, contact: "sms".into(), why });
            }
        },
    },
    Broken {
        how: "what waits in the outbox is not dropped",
        caught_by: "who is not called any more is hushed",
        bend: |_, turn| turn.effects.retain(|effect| !matches!(effect, Effect::Hush { .. })),
    },
    Broken {
        how: "news for everybody go to a stranger as well",
        caught_by: "only who asked hears what is for one",
        bend: |_, turn| {
            let is_told =
                |effect: &Effect| matches!(effect, Effect::Tell { whom: Audience::Everybody, .. });
            if turn.effects.iter().any(is_told) {
                let news = News::Closed { note: None };
                turn.effects.push(Effect::Tell { whom: Audience::One("stranger".into()), news });
            }
        },
    },
    Broken {
        how: "who is late is told although it is closed",
        caught_by: "a closed emergency says nothing",
        bend: |before, turn| {
            if before.is_some_and(Emergency::is_closed) {
                let news = News::Closed { note: None };
                turn.effects.push(Effect::Tell { whom: Audience::Everybody, news });
            }
        },
    },
    Broken {
        how: "somebody is paged and the journal does not know",
        caught_by: "nothing happens without a fact",
        bend: |_, turn| turn.facts.retain(|fact| fact.happening.kind() != "paged"),
    },
    Broken {
        how: "each call adds a page",
        caught_by: "the state stays small",
        bend: |_, turn| {
            let pages = turn.next.pages.clone();
            turn.next.pages.extend(pages.into_iter().take(1));
        },
    },
];
