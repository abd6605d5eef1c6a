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
            Ok(JobLock::new(file))
        }
        Err(TryLockError::WouldBlock) => {
            let holder = std::fs::read_to_string(&path).unwrap_or_default();
            let holder = Some(holder.trim()).filter(|holder| !holder.is_empty());
            let holder = holder.map_or_else(String::new, |holder| format!(" ({holder})"));
            let detail = format!("another process{holder} works on '{job}' in the store {}", store.display());
            Err(DefactoError::store(detail, "Wait for it to end, or end it: nothing is lost."))
        }
        Err(TryLockError::Error(error)) => Err(failed(&error)),
    }
}

/// Beside the store, with a name that any name of a job has one of.
fn lock_path(store: &Path, job: &str) -> PathBuf {
    let name = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, job.as_bytes()).simple().to_string();
    let mut path = store.to_path_buf().into_os_string();
    path.push(format!(".{}.lock", &name[..8]));
    path.into()
}
