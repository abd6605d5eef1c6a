//! One process at a time, by a lock that the system frees however the process ends.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

use super::JobLock;
use crate::error::{DefactoError, Result};

/// Holds a job of the store in this file.
pub(crate) fn lock(store: &Path, job: &str) -> Result<JobLock> {
    // By its own name, whichever link it was opened by.
    let path = lock_path(&store.canonicalize().unwrap_or_else(|_| store.to_path_buf()), job);
    let failed = |error: &dyn fmt::Display| {
        let detail = format!("the lock {} cannot be made: {error}", path.display());
        DefactoError::store(detail, "Check who may write to the folder of the store.")
    };
    let options = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path);
    let mut file: File = options.map_err(|error| failed(&error))?;
    match file.try_lock() {
        Ok(()) => {
            // For people who wonder who has it; the lock itself is the system's.
            let note = file.set_len(0).and_then(|()| file.rewind());
            note.and_then(|()| writeln!(file, "{}", std::process::id())).map_err(|error| failed(&error))?;
            Ok(JobLock::new(Held { file, process: std::process::id() }))
        }
        Err(TryLockError::WouldBlock) => {
            let holder = std::fs::read_to_string(&path).unwrap_or_default();
            Err(taken(holder.trim(), job, store))
        }
        Err(TryLockError::Error(error)) => Err(failed(&error)),
    }
}

/// A file that is locked by this process.
struct Held {
    file: File,
    process: u32,
}

impl Drop for Held {
    fn drop(&mut self) {
        // A forked child has the file as well: closing it here alone would leave it locked, and the child must not
        // unlock what its parent holds.
        if self.process == std::process::id() {
            let _ = self.file.unlock();
        }
    }
}

fn taken(holder: &str, job: &str, store: &Path) -> DefactoError {
    let store = store.display();
    if holder == std::process::id().to_string() {
        let detail = format!("this process works on '{job}' in the store {store} already");
        return DefactoError::store(detail, "Close the other run, or take it to its end: nothing is lost.");
    }
    let holder = if holder.is_empty() { String::new() } else { format!(" ({holder})") };
    let detail = format!("another process{holder} works on '{job}' in the store {store}");
    DefactoError::store(detail, "Wait for it to end, or end it: nothing is lost.")
}

/// Beside the store, with a name that any name of a job has one of.
fn lock_path(store: &Path, job: &str) -> PathBuf {
    let name = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, job.as_bytes()).simple().to_string();
    let mut path = store.to_path_buf().into_os_string();
    path.push(format!(".{}.lock", &name[..8]));
    path.into()
}
