//! Locks for one process, which the system releases however the process ends.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

use super::entry::JobLock;
use super::process;
use crate::error::{DefactoError, Result};

/// Locks a job of the store in this file.
pub(crate) fn lock(store: &Path, job: &str) -> Result<JobLock> {
    // One lock for a file, by whichever link it was opened.
    let path = lock_path(&store.canonicalize().unwrap_or_else(|_| store.to_path_buf()), job);
    let failed = |error: &dyn fmt::Display| {
        let detail = format!("the lock {} cannot be made: {error}", path.display());
        DefactoError::store(detail, "Check who may write to the folder of the store.")
    };
    let file = private(OpenOptions::new().create(true).truncate(false).read(true).write(true)).open(&path);
    let mut file: File = file.map_err(|error| failed(&error))?;
    match file.try_lock() {
        Ok(()) => {
            // The process id is for people; the lock itself is the system's.
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

/// Announces this process by a file beside the store that the system unlocks when the process ends.
pub(crate) fn announce(store: &Path, process: &str) -> Result<JobLock> {
    let path = process_path(store, process);
    remove_ended(&path);
    let failed = |error: &dyn fmt::Display| {
        let detail = format!("the file {} cannot be made: {error}", path.display());
        DefactoError::store(detail, "Check who may write to the folder of the store.")
    };
    // A starting process removes unlocked files, so the file gets its name after it is locked.
    let new = path.with_extension("new");
    let file = private(OpenOptions::new().create_new(true).write(true)).open(&new);
    let file = file.map_err(|error| failed(&error))?;
    let named = file.try_lock().map_err(std::io::Error::from).and_then(|()| std::fs::rename(&new, &path));
    if let Err(error) = named {
        let _ = std::fs::remove_file(&new);
        return Err(failed(&error));
    }
    Ok(JobLock::new(Announced { held: Held { file, process: std::process::id() }, path }))
}

/// Returns `true` if a process that announced itself has not ended.
pub(crate) fn is_at_work(store: &Path, process: &str) -> bool {
    is_locked(&process_path(store, process))
}

fn is_locked(path: &Path) -> bool {
    let Ok(file) = OpenOptions::new().write(true).open(path) else { return false };
    matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

/// Removes the files of processes that were killed.
fn remove_ended(beside: &Path) {
    let (Some(folder), Some(name)) = (beside.parent(), beside.file_name().and_then(|name| name.to_str()))
    else {
        return;
    };
    let store = name.rsplitn(3, '.').last();
    let Ok(files) = std::fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
    else {
        return;
    };
    for file in files.flatten() {
        let (path, name) = (file.path(), file.file_name());
        let is_one = name
            .to_str()
            .is_some_and(|name| name.ends_with(PROCESS_FILE) && name.rsplitn(3, '.').last() == store);
        if is_one && !is_locked(&path) {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// The suffix of the files by which processes announce themselves.
const PROCESS_FILE: &str = ".process";

fn process_path(store: &Path, process: &str) -> PathBuf {
    let store = store.canonicalize().unwrap_or_else(|_| store.to_path_buf());
    let mut path = store.into_os_string();
    path.push(format!(".{process}{PROCESS_FILE}"));
    path.into()
}

/// Restricts a new file to the user of this process.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// The file that announces this process; removed when its lock is dropped.
struct Announced {
    held: Held,
    path: PathBuf,
}

impl Drop for Announced {
    fn drop(&mut self) {
        if self.held.process != std::process::id() {
            return;
        }
        process::alone(|| {
            let _ = self.held.file.unlock();
            // Another store of this process may have announced it again.
            if !is_locked(&self.path) {
                let _ = std::fs::remove_file(&self.path);
            }
        });
    }
}

/// A file that is locked by this process.
struct Held {
    file: File,
    process: u32,
}

impl Drop for Held {
    fn drop(&mut self) {
        // A forked child shares the file, so closing alone would leave it locked: it is unlocked here, but
        // never by the child, whose parent holds the lock.
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

/// Returns the path of a job's lock file: beside the store, with a name that is valid for any job.
fn lock_path(store: &Path, job: &str) -> PathBuf {
    let name = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, job.as_bytes()).simple().to_string();
    let mut path = store.to_path_buf().into_os_string();
    path.push(format!(".{}.lock", &name[..8]));
    path.into()
}
