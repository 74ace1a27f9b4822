//! What stands on the pages behind a responder's links: a page to answer, and a test page.

use super::Around;
use crate::{Language, language::in_each};

/// Around two values.
pub type AroundTwo = (&'static str, &'static str, &'static str);

#[derive(Debug)]
pub struct Answering {
    pub impact: &'static str,
    pub reported_by: &'static str,
    pub opened: &'static str,
    pub has_it: &'static str,
    pub over: &'static str,
    /// Whoever has it, and until when the question stands.
    pub offered: AroundTwo,
    pub you_have_it: Around,
    pub take_over: &'static str,
    pub answer: &'static str,
    pub it_stays: &'static str,
    pub cannot: &'static str,
    pub investigating: &'static str,
    pub reach: &'static str,
    pub only_for: Around,
    pub console: &'static str,

    pub test: &'static str,
    pub test_ringing: &'static str,
    pub test_missed: &'static str,
    pub test_over: &'static str,
    pub test_answered: &'static str,
    pub test_late: &'static str,
    /// Who stays on call, and for which schedule.
    pub test_keeper: AroundTwo,
    /// The schedule, and by when to answer.
    pub test_answer_by: AroundTwo,
    pub i_am_here: &'static str,
    pub only_the_button: &'static str,
    pub nothing_left: &'static str,
}

pub fn answering(language: Language) -> &'static Answering {
    in_each!(language, answering::ANSWERING)
}
