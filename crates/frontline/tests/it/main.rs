//! The built program, driven as people drive it.

mod accounts_and_tokens;
mod checking;
mod directories;
mod folder;
mod rehearsing;
mod restoring;
mod serving;
mod usage;
mod verifying;
