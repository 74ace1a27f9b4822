//! Room on the disk that is kept for the night on which it is full: a file beside the database that is given
//! up when something cannot be written.

use std::{
    fs::{self, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use rustix::fs::{FallocateFlags, fallocate, statvfs};

/// On a small disk no more than this part of it is kept.
const PART_OF_DISK: u64 = 16;

/// How much room there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// What is left to others, without the reserve.
    pub free_bytes: u64,
    /// What is kept; nothing, once it was given up.
    pub reserve_bytes: u64,
    /// What should be kept.
    pub wanted_bytes: u64,
}

impl Room {
    /// Whether somebody must make room: the reserve is gone, or will be needed soon.
    pub fn is_short(&self) -> bool {
        self.reserve_bytes < self.wanted_bytes
            || self.free_bytes < self.wanted_bytes.saturating_mul(2)
    }
}

#[derive(Clone, Debug)]
pub(super) struct Reserve {
    path: PathBuf,
}

impl Reserve {
    pub(super) fn beside(database: &Path) -> Self {
        let mut name = database.file_name().unwrap_or_default().to_owned();
        name.push("-reserve");
        Self { path: database.with_file_name(name) }
    }

    /// Gives the room up; `false` if there was none.
    pub(super) fn give_up(&self) -> bool {
        let was_there = fs::remove_file(&self.path).is_ok();
        if was_there {
            tracing::error!(
                "the disk is full: the room that was kept for this is used now. Make room at once"
            );
        }
        was_there
    }

    /// Keeps `wanted` bytes, if there is plenty; says how much room there is.
    pub(super) fn tend(&self, wanted: u64) -> io::Result<Room> {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let disk = statvfs(folder.unwrap_or(Path::new(".")))?;
        let free_bytes = disk.f_bavail.saturating_mul(disk.f_frsize);
        let wanted_bytes = wanted.min(disk.f_blocks.saturating_mul(disk.f_frsize) / PART_OF_DISK);
        let mut room = Room { free_bytes, reserve_bytes: self.size(), wanted_bytes };
        if room.reserve_bytes < wanted_bytes && free_bytes > wanted_bytes.saturating_mul(4) {
            match self.make(wanted_bytes) {
                Ok(()) => room.free_bytes -= wanted_bytes,
                Err(error) => {
                    let _ = fs::remove_file(&self.path);
                    return Err(error);
                }
            }
            room.reserve_bytes = self.size();
        }
        Ok(room)
    }

    fn make(&self, bytes: u64) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&self.path)?;
        fallocate(&file, FallocateFlags::empty(), 0, bytes)?;
        file.sync_all()
    }

    fn size(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |file| file.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_kept_and_given_up_once() {
        let folder = tempfile::tempdir().unwrap();
        let reserve = Reserve::beside(&folder.path().join("frontline.db"));
        let room = reserve.tend(1 << 20).unwrap();
        assert_eq!((room.reserve_bytes, room.wanted_bytes), (1 << 20, 1 << 20));
        let blocks = fs::metadata(folder.path().join("frontline.db-reserve")).unwrap();
        assert!(
            std::os::unix::fs::MetadataExt::blocks(&blocks) * 512 >= 1 << 20,
            "it is only a hole"
        );
        assert_eq!(reserve.tend(1 << 20).unwrap().reserve_bytes, 1 << 20, "it is kept");
        assert!(reserve.give_up());
        assert!(!reserve.give_up());
    }

    #[test]
    fn a_disk_that_gets_full_is_short_of_room_before_it_is() {
        let room =
            |free, reserve| Room { free_bytes: free, reserve_bytes: reserve, wanted_bytes: 64 };
        assert!(!room(1_000, 64).is_short());
        assert!(room(100, 64).is_short());
        assert!(room(1_000, 0).is_short());
    }
}
