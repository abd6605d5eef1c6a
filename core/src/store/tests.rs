//! Every store keeps the same data.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by them")]

#[path = "contract.rs"]
mod contract;

use super::{Begun, Claim, Claimed, Entry, EntryState, IntentClaim, MemoryStore, Store, When};
use crate::model::Timestamp;

#[test]
fn in_memory() {
    contract::check(&MemoryStore::new());
}

#[cfg(feature = "sqlite")]
mod in_a_file {
    use std::path::PathBuf;

    use super::super::{Intents, SqliteStore};
    use super::contract::{JOB, check, soon, waiting};
    use super::*;
    use crate::error::ErrorKind;
    use crate::store::{Freshness, SeenEvents};
    use crate::webhook::WebhookEvent;

    /// A step, and whether it is on the disk when it returns.
    type Step<'a> = (&'a str, bool, &'a dyn Fn() -> crate::Result<()>);

    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Self {
            let path = std::env::temp_dir().join(format!("defacto-store-{}", crate::world::new_uuid()));
            std::fs::create_dir(&path).unwrap();
            Self(path)
        }

        fn file(&self) -> PathBuf {
            self.0.join("store.db")
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn it_keeps_what_memory_keeps() {
        let folder = Folder::new();
        check(&SqliteStore::open(folder.file()).unwrap());
    }

    #[test]
    fn it_is_there_after_a_restart() {
        let folder = Folder::new();
        SqliteStore::open(folder.file()).unwrap().save(JOB, &waiting("a", 1), When::Always).unwrap();
        let again = SqliteStore::open(folder.file()).unwrap();
        assert_eq!(again.find(JOB, "a").unwrap().unwrap().token.as_deref(), Some("token of a"));
    }

    #[test]
    fn what_a_call_follows_is_on_the_disk_and_the_rest_a_little_later() {
        let folder = Folder::new();
        let store = SqliteStore::open(folder.file()).unwrap();
        let keys = ["key".to_owned()];
        let intent = IntentClaim::new("https://api.example", &keys, "owner");
        let claim = Claim::new(JOB, "a", Some(1), "run").by("owner");
        let token = Some("token".to_owned());
        let save = |entry: Entry, when: When<'_>| store.save(JOB, &entry, when).map(drop);
        let finished = Entry::new("a", Some(1), EntryState::Finished);
        let steps: [Step<'_>; 9] = [
            ("a pending enrolment is added", true, &|| save(waiting("b", 2), When::Always)),
            ("a company is begun", false, &|| store.begin(&claim).map(drop)),
            ("its intent is claimed", false, &|| store.claim(intent).map(drop)),
            ("its token is written", true, &|| {
                save(
                    Entry::new("a", Some(1), EntryState::Begun).token(token.clone()),
                    When::ClaimedBy("owner"),
                )
            }),
            ("its intent is noted", true, &|| store.note(intent, "note").map(drop)),
            ("it is pending", false, &|| save(waiting("a", 1), When::ClaimedBy("owner"))),
            ("the intent is kept in doubt", true, &|| store.release(intent, Some("note"))),
            ("the intent is over", false, &|| store.release(intent, None)),
            ("it is finished", false, &|| save(finished.clone(), When::In(EntryState::Waiting))),
        ];
        for (step, on_disk, take) in steps {
            take().unwrap();
            assert_eq!(store.wrote_to_disk(), on_disk, "{step}");
        }
    }

    #[test]
    fn events_are_known_after_a_restart() {
        let folder = Folder::new();
        let event = |id: &str, at: &str| {
            let body = format!(r#"{{"event_type":"Loan.CLOSED","id":"{id}","timestamp":"{at}"}}"#);
            WebhookEvent::from_json(body.as_bytes()).unwrap().key()
        };
        let late = event("a", "2026-11-20T10:00:00Z");
        let store = SqliteStore::open(folder.file()).unwrap();
        assert_eq!(store.record(&late).unwrap(), Freshness::New);
        drop(store);
        let store = SqliteStore::open(folder.file()).unwrap();
        assert_eq!(store.record(&late).unwrap(), Freshness::Duplicate);
        assert_eq!(store.record(&event("a", "2026-11-20T09:00:00Z")).unwrap(), Freshness::Outdated);
        store.forget(&late).unwrap();
        assert_eq!(store.record(&late).unwrap(), Freshness::New);
        store.forget_events(soon()).unwrap();
        assert_eq!(store.record(&late).unwrap(), Freshness::New);
    }

    #[test]
    fn events_are_forgotten_after_ninety_days() {
        let folder = Folder::new();
        let event = |id: &str| {
            let body = format!(r#"{{"event_type":"Loan.CLOSED","id":"{id}"}}"#);
            WebhookEvent::from_json(body.as_bytes()).unwrap().key()
        };
        let store = SqliteStore::open(folder.file()).unwrap();
        for (id, days) in [("old", 91), ("young", 89)] {
            store.record(&event(id)).unwrap();
            let received = crate::world::wall_clock() - jiff::SignedDuration::from_hours(24 * days);
            let file = rusqlite::Connection::open(folder.file()).unwrap();
            let change = "UPDATE defacto_events SET received_at = ?1 WHERE event = ?2";
            file.execute(change, (received.as_microsecond(), event(id).event())).unwrap();
        }
        // A store removes old events when it starts, and then from time to time.
        let store = SqliteStore::open(folder.file()).unwrap();
        assert_eq!(store.record(&event("young")).unwrap(), Freshness::Duplicate);
        assert_eq!(store.record(&event("old")).unwrap(), Freshness::New);
    }

    #[test]
    fn a_store_of_a_newer_version_is_left_alone() {
        let folder = Folder::new();
        drop(SqliteStore::open(folder.file()).unwrap());
        let file = rusqlite::Connection::open(folder.file()).unwrap();
        file.execute("UPDATE defacto_store SET version = 3", []).unwrap();
        drop(file);
        let error = SqliteStore::open(folder.file()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Store);
        assert!(error.to_string().contains("newer version"), "{error}");
    }

    #[test]
    fn a_file_that_is_no_store_is_refused() {
        let folder = Folder::new();
        std::fs::write(folder.file(), "identifier;name\n".repeat(100)).unwrap();
        let error = SqliteStore::open(folder.file()).unwrap_err();
        assert!(error.to_string().contains("it is no store"), "{error}");
        let error = SqliteStore::open(folder.0.join("missing/store.db")).unwrap_err();
        assert!(error.to_string().contains("cannot be opened"), "{error}");
    }

    #[test]
    fn a_store_that_would_keep_nothing_is_refused() {
        for path in ["", ":memory:", "file:x?mode=memory"] {
            assert_eq!(SqliteStore::open(path).unwrap_err().kind(), ErrorKind::Configuration);
        }
        let folder = Folder::new();
        let uri = folder.0.join("file:x?mode=memory");
        drop(SqliteStore::open(&uri).unwrap());
        assert!(uri.exists(), "it is a name like others");
    }

    #[test]
    fn a_full_disk_is_told_and_what_was_written_stays() {
        let folder = Folder::new();
        let store = SqliteStore::open(folder.file()).unwrap();
        store.save(JOB, &waiting("a", 1), When::Always).unwrap();
        store.limit_pages(20);
        let error = (2..10_000)
            .find_map(|row| store.save(JOB, &waiting(&format!("company {row}"), row), When::Always).err());
        let error = error.unwrap();
        assert_eq!(error.kind(), ErrorKind::Store);
        assert!(error.to_string().contains("the disk is full"), "{error}");
        assert!(error.retryable());
        store.limit_pages(1_000_000);
        assert!(store.find(JOB, "a").unwrap().is_some());
        store.save(JOB, &waiting("b", 2), When::Always).unwrap();
    }

    #[test]
    fn what_could_not_be_given_back_is_given_back_with_the_next_claim() {
        let folder = Folder::new();
        let store = SqliteStore::open(folder.file()).unwrap();
        let keys = ["a".to_owned()];
        let claim = |owner| IntentClaim::new("https://api.example", &keys, owner);
        assert_eq!(store.claim(claim("one")).unwrap(), Claimed::Held(Vec::new()));
        store.limit_pages(1);
        let long = "in doubt ".repeat(10_000);
        assert!(store.release(claim("one"), Some(&long)).is_err(), "the disk is full");
        store.limit_pages(1_000_000);
        let Claimed::Held(notes) = store.claim(claim("two")).unwrap() else { panic!("nobody works on it") };
        assert_eq!(notes[0].text, long);
    }

    #[test]
    fn a_job_belongs_to_one_at_a_time() {
        let folder = Folder::new();
        let (first, second) =
            (SqliteStore::open(folder.file()).unwrap(), SqliteStore::open(folder.file()).unwrap());
        let lock = first.lock(JOB).unwrap();
        let error = second.lock(JOB).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Store);
        assert!(second.lock("another job").is_ok());
        drop(lock);
        assert!(second.lock(JOB).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_store_by_another_name_is_the_same_store() {
        let folder = Folder::new();
        let first = SqliteStore::open(folder.file()).unwrap();
        let link = folder.0.join("link.db");
        std::os::unix::fs::symlink(folder.file(), &link).unwrap();
        let _lock = first.lock(JOB).unwrap();
        assert_eq!(SqliteStore::open(link).unwrap().lock(JOB).unwrap_err().kind(), ErrorKind::Store);
    }

    #[test]
    fn processes_that_begin_at_once_all_announce_themselves() {
        use super::super::file_lock::{announce, is_at_work};
        let folder = Folder::new();
        let together = std::sync::Barrier::new(8);
        for round in 0..20 {
            std::thread::scope(|scope| {
                for number in 0..8 {
                    let (folder, together) = (&folder, &together);
                    scope.spawn(move || {
                        let name = format!("{round}-{number}");
                        together.wait();
                        let lock = announce(&folder.file(), &name).unwrap();
                        together.wait();
                        assert!(is_at_work(&folder.file(), &name), "somebody removed the file of {name}");
                        drop(lock);
                        assert!(!is_at_work(&folder.file(), &name));
                    });
                }
            });
        }
        assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 0, "nothing is left");
    }

    #[cfg(unix)]
    #[test]
    fn a_process_may_open_a_store_by_two_names() {
        let folder = Folder::new();
        let first = SqliteStore::open(folder.file()).unwrap();
        let link = folder.0.join("link.db");
        std::os::unix::fs::symlink(folder.file(), &link).unwrap();
        let second = SqliteStore::open(link).unwrap();
        let keys = ["a".to_owned()];
        let claim = |owner| IntentClaim::new("https://api.example", &keys, owner);
        assert_eq!(first.claim(claim("one")).unwrap(), Claimed::Held(Vec::new()));
        assert_eq!(second.claim(claim("two")).unwrap(), Claimed::Busy);
        first.release(claim("one"), None).unwrap();
        assert_eq!(second.claim(claim("two")).unwrap(), Claimed::Held(Vec::new()));
    }

    #[test]
    fn a_store_that_is_dropped_late_leaves_what_another_one_has_announced() {
        use super::super::file_lock::{announce, is_at_work};
        let folder = Folder::new();
        let (first, second) =
            (announce(&folder.file(), "a").unwrap(), announce(&folder.file(), "a").unwrap());
        drop(first);
        assert!(is_at_work(&folder.file(), "a"));
        drop(second);
        assert!(!is_at_work(&folder.file(), "a"));
        assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 0, "nothing is left");
    }

    #[test]
    fn many_threads_write_at_once() {
        let folder = Folder::new();
        let stores = [SqliteStore::open(folder.file()).unwrap(), SqliteStore::open(folder.file()).unwrap()];
        std::thread::scope(|scope| {
            for thread in 0..4_usize {
                let store = &stores[thread % 2];
                scope.spawn(move || {
                    for row in 0..25 {
                        store.save(JOB, &waiting(&format!("{thread}/{row}"), row), When::Always).unwrap();
                    }
                });
            }
        });
        assert_eq!(stores[0].count(JOB, None, EntryState::Waiting).unwrap(), 100);
    }
}
