//! Keys of companies, which all their spellings share, and the locks that one call at a time can hold.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::mem::discriminant;
use std::sync::Arc;

use super::registers::Number;
use super::{Company, CompanyMatch};
use crate::error::Result;

impl Company {
    /// Returns the company key. All spellings of one company have one key. Two companies with one weak number
    /// have two keys, as far as their courts or names are known.
    pub(crate) fn key(&self, identifier: &str) -> String {
        let Some(number) = self.numbers.first() else {
            return format!("name:{}", self.name().unwrap_or(identifier));
        };
        let text = number.text();
        match number {
            Number::Entry(entry) => format!("DE:{text}{}", self.beside(&entry.court.concat())),
            Number::Tax(tax) if !tax.is_federal() => format!("DE:tax:{text}{}", self.beside("")),
            Number::Tax(_) => format!("DE:tax:{text}"),
            Number::Bsn(_) => format!("NL:bsn:{text}"),
            Number::Vat { .. } => format!("VAT:{text}"),
            Number::Other(_) => text,
            number => format!("{}:{text}", number.country().unwrap_or_default()),
        }
    }

    /// Returns what tells a weak number apart: the court, or else the name.
    fn beside(&self, court: &str) -> String {
        match (court, self.name()) {
            ("", None) => String::new(),
            ("", Some(name)) => format!("/{name}"),
            (court, _) => format!("@{court}"),
        }
    }

    /// Returns the key under which a store keeps the company. The key of a person would hold the person's
    /// number, so it is a hash and the last characters of the number.
    pub(crate) fn kept_key(
        &self,
        identifier: &str,
        hide: impl FnOnce(&str) -> Result<String>,
    ) -> Result<String> {
        let key = self.key(identifier);
        if !self.is_personal() {
            return Ok(key);
        }
        Ok(format!("person:{}{}", hide(&key)?, self.shown(identifier)))
    }

    /// Returns the number for a journal or a report: for a person, the last characters only.
    pub(crate) fn shown(&self, identifier: &str) -> String {
        match self.numbers.first() {
            Some(number) if number.is_personal() => {
                let text = number.text();
                format!("…{}", text.get(text.len().saturating_sub(3)..).unwrap_or_default())
            }
            _ => identifier.to_owned(),
        }
    }

    /// Returns the locks that a call must hold while it looks the company up and creates it. Calls for what
    /// may be one company share a lock. A call for another company at worst waits.
    pub(crate) fn locks(&self) -> Vec<String> {
        let mut locks: Vec<String> = self.numbers.iter().chain(self.vat.iter()).map(core).collect();
        if self.is_named {
            locks.extend(self.name().map(ToOwned::to_owned));
        }
        locks.sort();
        locks.dedup();
        locks
    }
}

/// Returns what all spellings of a number have in common, whatever register it is of.
fn core(number: &Number) -> String {
    match number {
        Number::Entry(entry) => format!("{}{}", entry.register, entry.number),
        Number::Tax(tax) => format!("tax{}", tax.core()),
        number => number.text(),
    }
}

/// Companies that were seen, with their places. Most are kept as a fingerprint only.
#[derive(Debug, Default)]
pub(crate) struct Companies {
    /// Companies that one strong number finds, by their lock and its register.
    strong: HashMap<u64, u64>,
    /// All others, by their lock.
    others: HashMap<u64, Vec<(u64, Arc<Other>)>>,
    fingerprint: RandomState,
}

/// A company that must be compared, and its key.
#[derive(Debug)]
struct Other {
    company: Company,
    key: String,
}

impl Companies {
    /// Records a company and its `place`. Returns the earlier place of a company that it is, or may be.
    pub(crate) fn see(
        &mut self,
        company: &Company,
        identifier: &str,
        place: u64,
    ) -> Option<(u64, CompanyMatch)> {
        let locks = company.locks();
        let mut found = None;
        for (at, lock) in locks.iter().enumerate() {
            match self.earlier(lock, company, identifier) {
                Some((known, CompanyMatch::Same)) => {
                    // A later row may share no lock with the earlier company, but one with this row.
                    self.keep(&locks[..at], company, identifier, place);
                    return Some((known, CompanyMatch::Same));
                }
                uncertain => found = found.or(uncertain),
            }
        }
        self.keep(&locks, company, identifier, place);
        found
    }

    /// Returns the first place under `lock` of the same company, or else of one that may be the same.
    fn earlier(&self, lock: &str, company: &Company, identifier: &str) -> Option<(u64, CompanyMatch)> {
        let numbers = company.numbers.iter().chain(&company.vat);
        let strong = numbers.filter_map(|number| self.strong.get(&self.of_strong(lock, number)).copied());
        let (mut same, mut uncertain) = (strong.min(), None);
        for (known, other) in self.others.get(&self.fingerprint.hash_one(lock)).into_iter().flatten() {
            match other.compare(company, identifier) {
                CompanyMatch::Same => same = Some(same.map_or(*known, |first: u64| first.min(*known))),
                CompanyMatch::CannotTell => uncertain = uncertain.or(Some(*known)),
                _ => {}
            }
        }
        let same = same.map(|known| (known, CompanyMatch::Same));
        same.or(uncertain.map(|known| (known, CompanyMatch::CannotTell)))
    }

    fn keep(&mut self, locks: &[String], company: &Company, identifier: &str, place: u64) {
        if let ([number], None) = (company.numbers.as_slice(), &company.vat)
            && !number.is_weak()
        {
            for lock in locks {
                self.strong.entry(self.of_strong(lock, number)).or_insert(place);
            }
            return;
        }
        let other = Arc::new(Other { company: company.clone(), key: company.key(identifier) });
        for lock in locks {
            let lock = self.fingerprint.hash_one(lock);
            self.others.entry(lock).or_default().push((place, Arc::clone(&other)));
        }
    }

    /// Returns the fingerprint of a lock within the register of `number`: of a strong number nothing else is
    /// needed, since rows with one number are one company.
    fn of_strong(&self, lock: &str, number: &Number) -> u64 {
        self.fingerprint.hash_one((lock, discriminant(number)))
    }
}

impl Other {
    fn compare(&self, other: &Company, identifier: &str) -> CompanyMatch {
        // Rows that hold nothing but the same number are one company here, as they are in a run.
        if self.key == other.key(identifier) { CompanyMatch::Same } else { self.company.compare(other) }
    }
}
