//! What services being off would mean, for the customer who is asked to agree.

use domain::message::News;

use super::{Telling, customer, name};
use crate::{Language, foreign, sentence::Sentence, time::Length};

/// Names that are read out one by one.
const NAMED: usize = 12;

/// The question to the customer; the lead is the question itself.
pub(super) fn ask(news: &News, telling: &mut Telling<'_>) {
    let News::ConsentAsked { by, all, services, limit_secs, .. } = news else { return };
    let (by, customer) = (name(by), customer(telling.brief));
    let asked = Sentence::ConsentAsked { by: &by, customer: customer.as_deref() };
    telling.wording.lead = telling.language.say(&asked);
    let lead = telling.wording.lead.clone();
    telling.wording.text(lead);
    for sentence in what_stops(*all, services, *limit_secs, telling.language) {
        telling.wording.say(sentence);
    }
    telling.wording.say(telling.language.say(&Sentence::OpeningChangesNothing));
}

/// What stops working and for how long, for the person who has to agree.
pub(crate) fn what_stops(
    all: bool,
    services: &[String],
    limit_secs: i64,
    language: Language,
) -> [String; 2] {
    let shown: Vec<_> = services.iter().take(NAMED).map(|name| foreign::cut(name, 60)).collect();
    let names = match shown.len() {
        0 => String::new(),
        _ => language.list(&shown, services.len().saturating_sub(NAMED)),
    };
    let limit = Length::of(limit_secs.unsigned_abs());
    [Sentence::Stops { all, services: &names }, Sentence::EndsByItself(limit)]
        .map(|sentence| language.say(&sentence))
}
