//! A request as it is sent.

use std::borrow::Cow;

use super::new_borrower::NewBorrower;
use crate::model::IdentifierType;
use crate::validation::{normalize_iban, normalize_identifier, trim_blanks};

impl NewBorrower {
    /// Returns a copy of the request as it is sent: without spaces in identifiers and IBAN, and without
    /// blanks around names, countries, postal codes, e-mail addresses and telephone numbers.
    #[must_use]
    pub fn normalized(&self) -> Self {
        let kind = self.identifier_type.as_ref().map(IdentifierType::as_str);
        let mut clean = self.clone();
        clean.identifier = normalize_identifier(kind, &self.identifier).into_owned();
        let account = self.account_number.as_deref().map(normalize_iban);
        clean.account_number = account.map(Cow::into_owned);
        let vat = self.vat_number.as_deref().map(|vat| normalize_identifier(Some("vat_number"), vat));
        clean.vat_number = vat.map(Cow::into_owned);
        for director in clean.directors.iter_mut().flatten() {
            let kind = director.identifier_type.as_ref().map(IdentifierType::as_str);
            let identifier = director.identifier.as_deref().map(|value| normalize_identifier(kind, value));
            director.identifier = identifier.map(Cow::into_owned);
        }
        clean.trim_texts();
        clean
    }

    /// Removes blanks around texts, as from the cells of a file.
    fn trim_texts(&mut self) {
        [&mut self.name, &mut self.legal_form, &mut self.preferred_language]
            .into_iter()
            .for_each(trim_option);
        if let Some(address) = &mut self.address {
            [&mut address.address_line_1, &mut address.city, &mut address.country, &mut address.postal_code]
                .into_iter()
                .for_each(trim);
        }
        for director in self.directors.iter_mut().flatten() {
            let texts = [
                &mut director.first_name,
                &mut director.last_name,
                &mut director.nationality,
                &mut director.business_email,
                &mut director.business_phone_number,
            ];
            texts.into_iter().for_each(trim_option);
            for address in [&mut director.address, &mut director.siege_address].into_iter().flatten() {
                [&mut address.country, &mut address.postal_code].into_iter().for_each(trim_option);
            }
            if let Some(place) = &mut director.birth_place {
                trim_option(&mut place.country);
            }
        }
        if let Some(owner) = &mut self.owner {
            [&mut owner.first_name, &mut owner.last_name].into_iter().for_each(trim);
            [&mut owner.email, &mut owner.phone_number].into_iter().for_each(trim_option);
        }
    }
}

fn trim_option(text: &mut Option<String>) {
    text.iter_mut().for_each(trim);
}

fn trim(text: &mut String) {
    let trimmed = trim_blanks(text);
    if trimmed.len() < text.len() {
        *text = trimmed.to_owned();
    }
}
