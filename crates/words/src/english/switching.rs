//! English for responders: the switch.

use crate::phrases::{Switch, Switched};

pub(crate) const SWITCH: Switch = Switch {
    not_confirmed: "Nobody confirmed that {what} are switched off.",
    not_confirmed_more: "They stay on. Ask again if it is still needed.",
    switched_off: "{by} has switched off {what} until {due}.",
    ends: "{what} go on again by themselves at {due}.",
    ends_more: "Give them a later end if they must stay off.",
    on_again: "The time is over: {what} are on again.",
    asked: "{who} asks to switch off {what}.",
    program: "A program, in the name of {by},",
    reason: "The reason: \"{reason}\".",
    lasts_second: "It would last until {due}. A second person has to confirm it by {by_when}.",
    lasts_two: "It would last until {due}. Two people have to confirm it by {by_when}.",
    confirm_reply: "Reply {words} to switch off.",
    confirm_tap: "Confirm: switch off",
    leave_on: "Leave them on",
    end_reply: "Reply {words} to end it now.",
    on_tap: "Switch on again",
    subject: "The switch of {customer}",
    what_all: "all services for {customer}",
    what_service: "the services called {service} for {customer}",
    a_customer: "a customer",
    this_customer: "this customer",
    question: "Reasonable time is over and it is not restored: should services be switched off for \
               {customer}?",
    every_service: "every service of ours",
    would_stop: "It would stop {stops}, for at most {limit}.",
    nobody_asked: "No software of theirs has asked for it lately: it may change nothing.",
    would_notice: "Would notice at once: {software}.",
    agreed: "They have agreed to it.",
    not_agreed: "They have not agreed to it yet: you can ask them.",
    says_yes: "{who} agrees to switching off {what}.",
    says_no: "{who} does not agree to switching off {what}.",
    all_services: "all services",
    rule_responder: "Any responder may switch off.",
    rule_lead: "A lead may switch off.",
    rule_two: "Two people have to agree: the first asks, the second confirms.",
};

pub(crate) const SWITCHED: Switched = Switched {
    off: "Switched off: {what} until {due}, as {by} asked. On again earlier: {words}",
    still_asked: "Nothing is off yet: {what}. A program asked, so you are the first person. A \
                  second one is asked now, and has to confirm by {due}.",
    stay_on: "Understood: {what} stay on. Nobody can confirm it any more.",
    on_again: "Switched on again: {what}. Everybody concerned is told.",
    was_on: "Nothing was changed: services for {customer} are on.",
    nothing_asked: "Nothing was switched: no question waits under these figures. Perhaps it was \
                    confirmed or taken back, or its time was over. Any responder can ask again.",
    not_quite: "Nothing was switched. To confirm, reply with the word confirm and the six figures \
                of our message, and nothing else.",
    all_on: "Nothing was changed: all services are on, for every customer.",
    whose: "Nothing was changed. Whose? Off are {listed}. Reply: switch on {first}",
    nobody: "Nothing was changed: we know no customer or service called \"{words}\". {off}",
    nobody_all_on: "All services are on, for every customer.",
    nobody_off: "Off are {listed}.",
    only_console: "Nothing was switched: services go off only in the console, under Switches, \
                   where you see what would stop.",
    refused: "Nothing was switched: {refused}.",
    what: "{services} for {customer}",
    all: "all services",
};
