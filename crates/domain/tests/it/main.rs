//! The rules, from outside: stories of single nights, and whole nights by seed.

mod story;
mod switch;
mod switch_nights;

mod answering;
mod calendar_oracle;
mod conference;
mod desk_oracle;
mod ends;
mod escalation;
mod handoff;
mod monitoring;
mod nights;
mod promise;
mod requesters;
