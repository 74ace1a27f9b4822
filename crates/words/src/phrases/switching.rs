//! What responders are told of the switch, phrase by phrase. What stands in braces is filled in.

use super::table;

table! {
    /// What responders are told of the switch.
    Switch {
        not_confirmed,
        not_confirmed_more,
        switched_off,
        ends,
        ends_more,
        on_again,
        asked,
        program,
        reason,
        lasts_second,
        lasts_two,
        confirm_reply,
        confirm_tap,
        leave_on,
        end_reply,
        on_tap,
        subject,
        what_all,
        what_service,
        a_customer,
        this_customer,
        question,
        every_service,
        would_stop,
        nobody_asked,
        would_notice,
        agreed,
        not_agreed,
        says_yes,
        says_no,
        all_services,
        rule_responder,
        rule_lead,
        rule_two,
    }
}

table! {
    /// What is answered to words about the switch.
    Switched {
        off,
        still_asked,
        stay_on,
        on_again,
        was_on,
        nothing_asked,
        not_quite,
        all_on,
        whose,
        nobody,
        nobody_all_on,
        nobody_off,
        only_console,
        refused,
        what,
        all,
    }
}
