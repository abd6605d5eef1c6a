//! Announces this process to the others that use a store, so that they can tell when it has ended.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, Weak};

use super::entry::JobLock;
use crate::error::Result;
use crate::lock::Unpoisoned;
use crate::per_process::PerProcess;
use crate::world;

/// This process: its name, its claims and its announcements. A forked child is another process.
struct Process {
    name: String,
    /// The owners of claims in this process that still run.
    owners: HashSet<String>,
    /// The stores to which the process is announced.
    announced: HashMap<String, Weak<JobLock>>,
}

fn with<T>(work: impl FnOnce(&mut Process) -> T) -> T {
    static PROCESS: PerProcess<Mutex<Process>> = PerProcess::new();
    let process = PROCESS.get(|_| {
        let name = world::new_uuid().simple().to_string();
        Mutex::new(Process { name, owners: HashSet::new(), announced: HashMap::new() })
    });
    work(&mut process.lock().unpoisoned())
}

/// Returns the name of this process, which `announce` makes known to others at the store in `place`.
pub(super) fn announced(
    place: &str,
    announce: impl FnOnce(&str) -> Result<JobLock>,
) -> Result<(String, Arc<JobLock>)> {
    with(|process| {
        if let Some(lock) = process.announced.get(place).and_then(Weak::upgrade) {
            return Ok((process.name.clone(), lock));
        }
        let lock = Arc::new(announce(&process.name)?);
        process.announced.insert(place.to_owned(), Arc::downgrade(&lock));
        Ok((process.name.clone(), lock))
    })
}

/// Runs `work` while no other thread of this process announces it.
#[cfg(any(feature = "sqlite", feature = "python"))]
pub(super) fn alone(work: impl FnOnce()) {
    with(|_| work());
}

/// Records that an owner of a claim runs here.
pub(super) fn begin(owner: &str) {
    with(|process| process.owners.insert(owner.to_owned()));
}

/// Records that an owner of a claim has ended.
pub(super) fn end(owner: &str) {
    with(|process| process.owners.remove(owner));
}

/// Returns whether an owner of this process runs; `None` if it belongs to another process.
pub(super) fn is_at_work_here(owner: &str, named: &str) -> Option<bool> {
    with(|process| (process.name == named).then(|| process.owners.contains(owner)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_announced_once_for_each_place_as_long_as_it_is_used() {
        let announce = |_: &str| Ok(JobLock::none());
        let (name, lock) = announced("a place of this test", announce).expect("nothing fails");
        let again = announced("a place of this test", |_| panic!("it is announced")).expect("nothing fails");
        assert_eq!(name, again.0);
        drop((lock, again));
        assert_eq!(announced("a place of this test", announce).expect("nothing fails").0, name);
    }

    #[test]
    fn an_owner_is_at_work_until_it_ends() {
        let (name, _lock) =
            announced("another place of this test", |_| Ok(JobLock::none())).expect("nothing fails");
        begin("an owner of this test");
        assert_eq!(is_at_work_here("an owner of this test", &name), Some(true));
        end("an owner of this test");
        assert_eq!(is_at_work_here("an owner of this test", &name), Some(false));
        assert_eq!(is_at_work_here("an owner of this test", "another process"), None);
    }
}
