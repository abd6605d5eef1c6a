//! Under what companies are kept: a key that one company has in all spellings, and what may be claimed by one at a time.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::mem::{Discriminant, discriminant};

use super::{Company, CompanyMatch, Number};
use crate::error::Result;

impl Company {
    /// Under what the company is known among others: one key for all spellings of one company. Two companies with one
    /// weak number have two keys as far as their courts or names are known.
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

    /// What tells a weak number apart: the court, or else the name.
    fn beside(&self, court: &str) -> String {
        match (court, self.name()) {
            ("", None) => String::new(),
            ("", Some(name)) => format!("/{name}"),
            (court, _) => format!("@{court}"),
        }
    }

    /// Under what the company is kept in a store: its key, or for a person, whose number the key would hold, a hash of it
    /// and the last characters.
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

    /// The number as it may stand in a journal or a report: of a person's only the last characters.
    pub(crate) fn shown(&self, identifier: &str) -> String {
        match self.numbers.first() {
            Some(number) if number.is_personal() => {
                let text = number.text();
                format!("…{}", text.get(text.len().saturating_sub(3)..).unwrap_or_default())
            }
            _ => identifier.to_owned(),
        }
    }

    /// What must be held while the company is looked up and created. Whoever may be the same company shares one of
    /// them; who does not is at most kept waiting.
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

/// What all spellings of a number have in common, whatever register it is taken to be of.
fn core(number: &Number) -> String {
    match number {
        Number::Entry(entry) => format!("{}{}", entry.register, entry.number),
        Number::Tax(tax) => format!("tax{}", tax.core()),
        number => number.text(),
    }
}

/// Companies that were seen before, by the places where they stand. Of most it keeps a fingerprint.
#[derive(Debug, Default)]
pub(crate) struct Companies {
    seen: HashMap<u64, Vec<(u64, Seen)>>,
    fingerprint: RandomState,
}

/// A company that was seen. Of most nothing needs to be kept but the register: the number is what leads to it.
#[derive(Debug)]
enum Seen {
    Strong(Discriminant<Number>),
    Full(Box<Company>, String),
}

impl Companies {
    /// The earlier place of a company that this one is, or may be. It is remembered with its own place.
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
            // They stand under one number.
            Self::Strong(register) => {
                let same =
                    other.numbers.iter().chain(&other.vat).any(|number| discriminant(number) == *register);
                if same { CompanyMatch::Same } else { CompanyMatch::Different }
            }
            // Rows that say nothing but the same number are one company here, as they are in a run.
            Self::Full(_, key) if *key == other.key(identifier) => CompanyMatch::Same,
            Self::Full(company, _) => company.compare(other),
        }
    }
}
