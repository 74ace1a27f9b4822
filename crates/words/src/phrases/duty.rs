//! What responders are told of being on call, phrase by phrase. What stands in braces is filled in.

use super::table;

table! {
    /// What responders are told of being on call.
    Duty {
        opening,
        swap_asks,
        nobody_stands_in,
        was_taken_off,
        you_are_on_call,
        your_code,
        nobody_answered_test,
        has_not_answered,
        the_test_page,
        shift_begins,
        shift_anothers,
        your_swap,
        test_reply,
        swap_reply,
        stretch,
        swap_asked,
        in_return,
        nothing_back,
        without_answer,
        swap_taken,
        swap_cannot,
        still_on_call,
        swap_lapsed,
        put_on_call,
        why_stands_in,
        why_not_answered,
        why_put_by,
        cannot_until,
        stands_in,
        nobody_can,
        code_sms,
        enter_it,
        code_is,
        code_opening,
        code_spoken,
        code_proves,
        code_unasked,
        code_unknown,
    }
}

table! {
    /// What whoever comes on call next is told.
    Handoff {
        comes,
        nothing_open,
        and_more,
        and_more_console,
        once_on_call,
        not_after_all,
        asked,
        asked_until,
        declined,
        silent,
        not_taken,
        case,
        has_it,
        nobody_has,
        next_word,
        off,
        case_end,
        offered,
        offered_reply,
        take_over,
        it_stays,
        until_you_do,
    }
}
