//! What stands on the pages behind a responder's links, in English.

use crate::pages::Answering;

pub(crate) const ANSWERING: &Answering = &Answering {
    impact: "Impact",
    reported_by: "Reported by",
    opened: "Opened",
    has_it: "Has it",
    over: "It is over. There is nothing to answer any more.",
    offered: (
        "You have come on call. Take it over from ",
        "? Until you do, it stays with them; the question ends ",
        ".",
    ),
    you_have_it: ("You have it, ", "."),
    take_over: "Take it over",
    answer: "Answer: I have it",
    it_stays: "No, it stays",
    cannot: "I cannot take it",
    investigating: "I am investigating",
    reach: "Reach them:",
    only_for: ("This page is for ", ". Opening it changes nothing; the buttons do."),
    console: "Open it in the console",
    test: "Test page",
    test_ringing: "A test page: nothing is broken",
    test_missed: "You have not answered the test page",
    test_over: "This shift is over",
    test_answered: "Thank you, you are here",
    test_late: "Thank you, the shift is yours again",
    test_keeper: ("", " stays on call for ", " until you answer."),
    test_answer_by: (
        "You have come on call for ",
        ". Answer by ",
        ", so that we know that you are reached.",
    ),
    i_am_here: "I am here",
    only_the_button: "Opening this page changes nothing; the button does.",
    nothing_left: "There is nothing to answer any more.",
};
