//! The doors from outside, in one process: a real engine and store, a clock that stands still, and
//! a wall in place of the providers. Files mirror addresses.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

mod api;
mod app;
mod browser;
#[path = "../../../store/tests/it/cluster.rs"]
mod cluster;
mod contacts;
mod doors;
mod duty;
mod events;
mod fuzz;
mod hooks;
mod html;
#[path = "../../../words/tests/words/mutation.rs"]
mod mutation;
mod ofrep;
mod pages;
mod real_alertmanager;
mod real_calendars;
mod real_ofrep;
mod real_prometheus;
mod real_schemathesis;
mod real_slack;
mod real_twilio;
mod spare;
#[path = "../../../engine/tests/it/wire.rs"]
mod wire;
