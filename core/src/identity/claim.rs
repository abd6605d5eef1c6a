//! Keys of companies, which all their spellings share, and the locks that one call at a time can hold.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::mem::{Discriminant, discriminant};

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
    seen: HashMap<u64, Vec<(u64, Seen)>>,
    fingerprint: RandomState,
}

/// A company that was seen. Most need only the register, since they are found by their number.
#[derive(Debug)]
enum Seen {
    Strong(Discriminant<Number>),
    Full(Box<Company>, String),
}

impl Companies {
    /// Records a company and its `place`. Returns the earlier place of a company that it is, or may be.
    pub(crate) fn see(
        &mut self,
        company: &Company,
        identifier: &str,
        place: u64,
    ) -> Option<(u64, CompanyMatch)> {
        let mut found = None;
        for lock in company.locks() {
            let seen =
                self.seen.entry(self.fingerprint.hash_one(&lock)).or_insert_with(|| Vec::with_capacity(1));
            for (known, other) in seen.iter().filter(|(known, _)| *known != place) {
                match other.compare(company, identifier) {
                    CompanyMatch::Same => return Some((*known, CompanyMatch::Same)),
                    CompanyMatch::CannotTell => found = found.or(Some((*known, CompanyMatch::CannotTell))),
                    _ => {}
                }
            }
            seen.push((place, Seen::new(company, identifier)));
        }
        found
    }
}

impl Seen {
    fn new(company: &Company, identifier: &str) -> Self {
        match company.numbers.as_slice() {
            [number] if !number.is_weak() && company.vat.is_none() => Self::Strong(discriminant(number)),
            _ => Self::Full(Box::new(company.clone()), company.key(identifier)),
        }
    }

    fn compare(&self, other: &Company, identifier: &str) -> CompanyMatch {
        match self {
            // Both were found under one number.
            Self::Strong(register) => {
                let same =
                    other.numbers.iter().chain(&other.vat).any(|number| discriminant(number) == *register);
                if same { CompanyMatch::Same } else { CompanyMatch::Different }
            }
            // Rows that hold nothing but the same number are one company here, as they are in a run.
            Self::Full(_, key) if *key == other.key(identifier) => CompanyMatch::Same,
            Self::Full(company, _) => company.compare(other),
        }
    }
}
