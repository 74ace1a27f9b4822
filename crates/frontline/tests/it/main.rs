//! The built program, driven as people drive it.

mod accounts_and_tokens;
mod checking;
#[path = "../../../store/tests/it/cluster.rs"]
mod cluster;
mod directories;
mod duty;
mod folder;
mod logging;
mod real_postgres;
mod real_systemd;
mod real_traces;
mod rehearsing;
mod restarting;
mod restoring;
mod serving;
mod spare;
mod switch_running;
mod switching;
mod usage;
mod verifying;
