//! What is said on the phone to whoever joins a call, holds for a responder, or is tried for a caller.

use super::table;

table! {
    /// Conferences, and callers who hold.
    Calls {
        about,
        about_who,
        press_to_join,
        moved,
        call,
        calling_you,
        or_dial,
        joining,
        nine_joins,
        five_joins,
        waiting,
        over,
        ask_pin,
        wrong_pin,
        no_more_pins,
        not_put_through,
        hold,
        hold_on,
        take,
        somebody,
        taken_by,
        has,
        nobody,
    }
}
