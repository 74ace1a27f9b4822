//! What responders are told when they are called, and how it goes on, phrase by phrase. What stands in braces is
//! filled in.

use super::table;

table! {
    /// Calling a responder.
    Page {
        loud_outage,
        loud_content,
        loud_revenue,
        loud_data,
        loud_other,
        loud_emergency,
        still_broken,
        heading_who,
        heading,
        call_round,
        reply,
        i_take_it,
        i_cannot,
        footnote,
        take_it,
        keys,
        nobody_yet,
        fell_silent,
        asks_help,
        asks_help_intro,
        restored_says,
        restored_still,
        customer,
        impact,
        service,
        reported_by,
        call_back,
        reports,
        open_since,
        expect_word,
    }
}

table! {
    /// What a responder should know.
    Notice {
        about,
        about_who,
        the_switch,
        what,
        open_it,
        somebody_else,
        a_requester,
        the_requester,
        stand_down,
        not_needed,
        nudge,
        nudge_at,
        nudge_on,
        nudge_reply,
        on_it,
        cannot_after_all,
        went_on,
        went_on_reply,
        still_have_it,
        reminder_one,
        reminder_many,
        one_line_reply,
        one_line,
        silence,
        silence_again,
        more_reports,
        one_person,
        people,
        writes,
        has_written,
        says_broken,
        heard_nothing,
        confirmed,
        came_in,
        taken_over,
        hole,
        hole_more,
        not_restored,
        came_in_ago,
        not_restored_more,
        nothing_written_subject,
        nothing_written_opening,
        nothing_written,
        nothing_written_more,
        reply_subject,
    }
}

table! {
    /// Test pages.
    Drill {
        subject,
        opening,
        lead,
        keys,
        spoken,
        if_kept,
        if_told,
        text,
        say,
        i_am_here,
        unanswered,
        stays,
        nobody_else,
        missed,
        missed_stays,
        missed_on,
        relieved,
    }
}

table! {
    /// What a call says after a key.
    Keys {
        answered,
        emergency,
        taken_by,
        declined,
        called_next,
        here,
        over,
        failed,
    }
}

table! {
    /// What the people of the desk hear of tickets.
    Desk {
        assigned,
        written,
        not_solved,
        overdue,
        overdue_more,
        not_forwarded,
        not_forwarded_more,
        why,
    }
}
