//! A request as it is sent: without spaces in identifiers and IBAN.

use std::borrow::Cow;

use super::new_borrower::NewBorrower;
use crate::model::{Director, IdentifierType};
use crate::validation::{normalize_iban, normalize_identifier};

impl NewBorrower {
    /// Returns a copy of the request as it is sent: without spaces in identifiers and IBAN.
    #[must_use]
    pub fn normalized(&self) -> Self {
        self.as_it_is_sent().into_owned()
    }

    /// Returns the request as it is sent. It is a copy only if that differs.
    pub(super) fn as_it_is_sent(&self) -> Cow<'_, Self> {
        let kind = self.identifier_type.as_ref().map(IdentifierType::as_str);
        let identifier = changed(&self.identifier, |number| normalize_identifier(kind, number));
        let account = self.account_number.as_deref().and_then(|iban| changed(iban, normalize_iban));
        let vat = self
            .vat_number
            .as_deref()
            .and_then(|vat| changed(vat, |vat| normalize_identifier(Some("vat_number"), vat)));
        let directors: Vec<Option<String>> =
            self.directors.iter().flatten().map(changed_identifier).collect();
        let changes = [&identifier, &account, &vat].into_iter().chain(&directors);
        if changes.flatten().next().is_none() {
            return Cow::Borrowed(self);
        }
        let mut clean = self.clone();
        clean.identifier = identifier.unwrap_or(clean.identifier);
        clean.account_number = account.or(clean.account_number);
        clean.vat_number = vat.or(clean.vat_number);
        for (director, identifier) in clean.directors.iter_mut().flatten().zip(directors) {
            director.identifier = identifier.or_else(|| director.identifier.take());
        }
        Cow::Owned(clean)
    }
}

fn changed_identifier(director: &Director) -> Option<String> {
    let kind = director.identifier_type.as_ref().map(IdentifierType::as_str);
    changed(director.identifier.as_deref()?, |number| normalize_identifier(kind, number))
}

/// Returns the value as `normalize` returns it; `None` if that is the same.
fn changed<'a>(value: &'a str, normalize: impl Fn(&'a str) -> Cow<'a, str>) -> Option<String> {
    let normalized = normalize(value);
    (normalized != value).then(|| normalized.into_owned())
}
