//! Entries in the order of their creation, found by their borrower and by their company without a search.

use std::{collections::HashMap, ops::Deref};

use crate::world::{borrower::Borrower, line::Line};

/// What a register finds its entries by. Neither changes.
pub(crate) trait Registered {
    fn borrower_id(&self) -> &str;
    fn company(&self) -> &str;
}

impl Registered for Borrower {
    fn borrower_id(&self) -> &str {
        &self.id
    }

    fn company(&self) -> &str {
        &self.identifier
    }
}

impl Registered for Line {
    fn borrower_id(&self) -> &str {
        &self.borrower_id
    }

    fn company(&self) -> &str {
        &self.identifier
    }
}

/// All entries of a kind; a slice of them to read.
#[derive(Debug)]
pub(crate) struct Register<T> {
    entries: Vec<T>,
    by_borrower: HashMap<String, usize>,
    by_company: HashMap<String, Vec<usize>>,
}

impl<T> Default for Register<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), by_borrower: HashMap::new(), by_company: HashMap::new() }
    }
}

impl<T> Deref for Register<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.entries
    }
}

impl<T: Registered> Register<T> {
    pub(crate) fn push(&mut self, entry: T) {
        let place = self.entries.len();
        self.by_borrower.entry(entry.borrower_id().to_owned()).or_insert(place);
        self.by_company.entry(entry.company().to_owned()).or_default().push(place);
        self.entries.push(entry);
    }

    pub(crate) fn of_borrower(&self, id: &str) -> Option<&T> {
        self.by_borrower.get(id).and_then(|place| self.entries.get(*place))
    }

    pub(crate) fn of_borrower_mut(&mut self, id: &str) -> Option<&mut T> {
        self.by_borrower.get(id).and_then(|place| self.entries.get_mut(*place))
    }

    /// The entries of a company, the oldest first.
    pub(crate) fn of_company(&self, identifier: &str) -> impl DoubleEndedIterator<Item = &T> {
        let places = self.by_company.get(identifier).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|place| self.entries.get(*place))
    }

    /// The entries of some companies, the oldest first; all entries if no company is given.
    pub(crate) fn of_companies(&self, identifiers: &[&str]) -> Vec<&T> {
        if identifiers.is_empty() {
            return self.entries.iter().collect();
        }
        let places = identifiers.iter().filter_map(|identifier| self.by_company.get(*identifier));
        let mut places: Vec<usize> = places.flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|place| self.entries.get(place)).collect()
    }

    /// Removes the entries of a borrower.
    pub(crate) fn remove(&mut self, borrower_id: &str) {
        if !self.by_borrower.contains_key(borrower_id) {
            return;
        }
        let entries = std::mem::take(self).entries;
        entries
            .into_iter()
            .filter(|entry| entry.borrower_id() != borrower_id)
            .for_each(|entry| self.push(entry));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn line(borrower: &str, company: &str) -> Line {
        let [id, borrower_id, identifier] = ["line", borrower, company].map(str::to_owned);
        Line { id, borrower_id, identifier, body: Value::Null }
    }

    #[test]
    fn entries_are_found_in_their_order_and_after_a_removal() {
        let mut lines = Register::default();
        for (borrower, company) in [("a", "1"), ("b", "2"), ("c", "1")] {
            lines.push(line(borrower, company));
        }
        let borrowers = |found: Vec<&Line>| -> Vec<String> {
            found.into_iter().map(|line| line.borrower_id.clone()).collect()
        };
        assert_eq!(borrowers(lines.of_companies(&["2", "1", "2"])), ["a", "b", "c"]);
        assert_eq!(borrowers(lines.of_company("1").rev().collect()), ["c", "a"]);
        lines.remove("a");
        assert_eq!(borrowers(lines.of_companies(&[])), ["b", "c"]);
        assert_eq!(lines.of_borrower("c").map(Registered::company), Some("1"));
        assert!(lines.of_borrower("a").is_none());
    }
}
