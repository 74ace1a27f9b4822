//! English on the phone: conferences, and callers who hold.

use crate::phrases::Calls;

pub(crate) const CALLS: Calls = Calls {
    about: "This is the call about {number}.",
    about_who: "This is the call about {number}, {who}.",
    press_to_join: "Press 1 to join it.",
    moved: "The call by telephone could not be set up. The requesters have another way in.",
    call: "Call",
    calling_you: "{number}: we are calling you into the call. Press 1 there.",
    or_dial: "Or dial {phone}, PIN {pin}.",
    joining: "You are joining the call.",
    nine_joins: "If you have a PIN for a call, press 9.",
    five_joins: "Press 5 to join the call about it.",
    waiting: "You are the first in the call. Please stay. Others hear you once they come.",
    over: "This call is over. Goodbye.",
    ask_pin: "Please type the PIN of the call, and press the hash key.",
    wrong_pin: "This PIN is not right. Please type it again, and press the hash key.",
    no_more_pins: "This PIN is not right. Please have yourself called from your page, or press 1 when you \
                   call again, and a person is called. Goodbye.",
    not_put_through: "You were not put through. Goodbye.",
    hold: "Your number is {number}. A person is being called, again and again, until somebody answers. \
           If you like, stay on the line: we try to put you through. You can also hang up. \
           The calls go on either way.",
    hold_on: "Nobody has taken your call yet. We try the next person. You can also hang up: the calls go on.",
    take: "{who} is on the line, about {number}. Press 1 to take it and talk to them.",
    somebody: "Somebody",
    taken_by: "{by} has it already. You can go back to sleep. Goodbye.",
    has: "{by} has your emergency, {number}. You hear from us at every step. Goodbye.",
    nobody: "Nobody has taken your call yet. Your number is {number}. We go on calling, again and again, \
             until somebody answers, and tell you as soon as they do. Goodbye.",
};
