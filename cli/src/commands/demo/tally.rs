//! The results of all scenes in one sentence.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use crate::terminal::words::plural;

/// How a scene ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// With a credit line.
    Ready,
    /// Before anything was sent.
    Refused,
    /// With a list of missing values.
    LacksData,
    /// Not as expected.
    Surprise,
}

/// The endings of all scenes, and the number of borrowers and of their companies.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    endings: Vec<Ending>,
    borrowers: usize,
    companies: usize,
}

impl Tally {
    /// Counts a scene.
    pub(crate) fn add(&mut self, ending: Ending) {
        self.endings.push(ending);
    }

    /// Counts the borrowers and their distinct companies.
    pub(crate) fn count_borrowers(&mut self, borrowers: &[Value]) {
        self.borrowers = borrowers.len();
        let companies: BTreeSet<_> =
            borrowers.iter().filter_map(|borrower| borrower["identifier"].as_str()).collect();
        self.companies = companies.len();
    }

    /// Returns `true` if every scene ended as expected.
    pub(crate) fn is_right(&self) -> bool {
        self.count(Ending::Surprise) == 0
            && self.borrowers == self.companies
            && self.borrowers == self.count(Ending::Ready)
    }

    fn count(&self, ending: Ending) -> usize {
        self.endings.iter().filter(|other| **other == ending).count()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scenes = self.endings.len();
        let right = scenes - self.count(Ending::Surprise);
        let (ready, refused, lacking) =
            (self.count(Ending::Ready), self.count(Ending::Refused), self.count(Ending::LacksData));
        let twice = match self.borrowers - self.companies {
            0 => "none twice".to_owned(),
            number => format!("{number} TOO MANY"),
        };
        write!(
            f,
            "{right} of {scenes} enrolments went as they should: {ready} ready, {refused} refused before sending, \
             {lacking} lacking data; {}, {twice}.",
            plural(self.borrowers, "borrower")
        )
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_second_borrower_of_a_company_is_noticed() {
        let mut tally = Tally::default();
        tally.add(Ending::Ready);
        tally.count_borrowers(&[json!({"identifier": "1"})]);
        assert!(tally.is_right());
        tally.count_borrowers(&[json!({"identifier": "1"}), json!({"identifier": "1"})]);
        assert!(!tally.is_right());
        assert!(tally.to_string().ends_with("2 borrowers, 1 TOO MANY."));
    }

    #[test]
    fn a_surprise_is_not_right() {
        let mut tally = Tally::default();
        tally.add(Ending::Surprise);
        assert!(!tally.is_right());
        assert!(tally.to_string().starts_with("0 of 1 "));
    }
}
