//! The doors from outside, in one process: a real engine and store, a clock that stands still, and
//! a wall in place of the providers. Files mirror addresses.

mod api;
mod app;
mod hooks;
