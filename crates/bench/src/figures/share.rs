//! Holds a process to a share of one core, by the kernel's control groups: of version 2, or of
//! version 1 where its group `cpu` is mounted.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;

/// How often the share is dealt out; what is used up before waits for the next.
const PERIOD_US: u64 = 20_000;
const GROUPS: &str = "/sys/fs/cgroup";

/// Ends with the process that it holds, which has to be gone before.
#[derive(Debug)]
pub(crate) struct Share {
    folder: PathBuf,
}

impl Share {
    pub(crate) fn of_a_core(process: u32, percent: u64) -> anyhow::Result<Self> {
        let quota_us = PERIOD_US * percent / 100;
        let groups = Path::new(GROUPS);
        let is_second_version = groups.join("cgroup.controllers").exists();
        let above = if is_second_version { groups.to_owned() } else { groups.join("cpu") };
        if is_second_version {
            // It may be so already.
            let _ = fs::write(above.join("cgroup.subtree_control"), "+cpu");
        }
        let folder = above.join(format!("frontline-bench-{process}"));
        fs::create_dir(&folder).with_context(|| folder.display().to_string())?;
        let share = Self { folder };
        if is_second_version {
            share.set("cpu.max", &format!("{quota_us} {PERIOD_US}"))?;
        } else {
            share.set("cpu.cfs_period_us", &PERIOD_US.to_string())?;
            share.set("cpu.cfs_quota_us", &quota_us.to_string())?;
        }
        share.set("cgroup.procs", &process.to_string())?;
        Ok(share)
    }

    fn set(&self, file: &str, text: &str) -> anyhow::Result<()> {
        let path = self.folder.join(file);
        fs::write(&path, text).with_context(|| path.display().to_string())
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let _ = fs::remove_dir(&self.folder);
    }
}
