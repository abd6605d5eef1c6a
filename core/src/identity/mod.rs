//! Identifies companies, with one set of rules for the whole library.
//!
//! A company is known by its register numbers, each in canonical form: a SIREN, a SIRET and a French VAT
//! number are one number. A number that is unique only with its court is *weak*: a court, a name or another
//! number must tell two companies apart. If nothing does, the answer is `CannotTell`.

mod claim;
mod german;
mod lazy_key;
mod registers;
mod spellings;
#[cfg(test)]
mod tests;
mod text;

use defacto_sdk_macros::open_enum;

pub(crate) use claim::Companies;
pub(crate) use registers::Number;
pub(crate) use text::is_same_text;

use crate::model::{Business, IdentifierType};
use crate::validation::{alpha3_from_alpha2, normalize_iban};
use lazy_key::LazyKey;
use registers::Place;

/// The result of comparing the companies of two requests.
#[open_enum(snake_case)]
pub enum CompanyMatch {
    /// One company: its numbers say so.
    Same,
    /// Two companies.
    Different,
    /// The known data does not decide: two German companies may have the same register number.
    CannotTell,
}

/// The known data of a company.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Company {
    /// The numbers that the identifier may be.
    numbers: Vec<Number>,
    /// The number that is derived from its VAT number.
    vat: Option<Number>,
    /// Whether the identifier is a name, so that no number is derived from it.
    is_named: bool,
    /// The country of its address, as the prefix of VAT numbers.
    country: Option<&'static str>,
    name: Option<LazyKey>,
    town: Option<LazyKey>,
    postal_code: Option<String>,
    accounts: Vec<String>,
}

/// The data about a company in a request or an answer.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Facts<'a> {
    pub(crate) identifier: &'a str,
    pub(crate) identifier_type: Option<&'a IdentifierType>,
    pub(crate) name: Option<&'a str>,
    pub(crate) vat_number: Option<&'a str>,
    pub(crate) city: Option<&'a str>,
    pub(crate) postal_code: Option<&'a str>,
    pub(crate) country: Option<&'a str>,
}

impl Company {
    pub(crate) fn new(facts: Facts<'_>, accounts: impl IntoIterator<Item = String>) -> Self {
        let accounts: Vec<String> = accounts
            .into_iter()
            .map(|iban| normalize_iban(&iban).into_owned())
            .filter(|iban| !iban.is_empty())
            .collect();
        let of_account = accounts.first().and_then(|iban| alpha3_from_alpha2(iban.get(..2)?));
        let bank = of_account.and_then(registers::prefix_of);
        let country = facts.country.map(text::plain);
        let country = country.as_deref().and_then(registers::prefix_of);
        let kind = facts.identifier_type.map(IdentifierType::as_str);
        let is_named = kind == Some(IdentifierType::Name.as_str());
        Self {
            numbers: if is_named {
                Vec::new()
            } else {
                registers::numbers_of(kind, facts.identifier, Place { country, bank })
            },
            vat: facts.vat_number.and_then(registers::number_of_vat),
            is_named,
            country,
            name: facts
                .name
                .or_else(|| is_named.then_some(facts.identifier))
                .map(|name| LazyKey::new(name, text::name_key)),
            town: facts.city.map(|city| LazyKey::new(city, text::town_key)),
            postal_code: facts
                .postal_code
                .map(|code| text::compact(&text::plain(code)))
                .filter(|code| !code.is_empty()),
            accounts,
        }
    }

    /// Creates a company from its number alone.
    #[cfg(test)]
    pub(crate) fn of_number(identifier: &str, identifier_type: Option<&IdentifierType>) -> Self {
        Self::new(Facts { identifier, identifier_type, ..Facts::default() }, None)
    }

    pub(crate) fn of_business(business: &Business) -> Self {
        let address = business.address.as_ref();
        let facts = Facts {
            identifier: &business.identifier,
            identifier_type: business.identifier_type.as_ref(),
            name: business.name.as_deref(),
            vat_number: business.vat_number.as_deref(),
            city: address.and_then(|address| address.city.as_deref()),
            postal_code: address.and_then(|address| address.postal_code.as_deref()),
            country: address.and_then(|address| address.country.as_deref()),
        };
        Self::new(facts, None)
    }

    /// Returns `true` if another company may have the same number.
    pub(crate) fn is_weak(&self) -> bool {
        self.numbers.first().is_some_and(Number::is_weak)
    }

    /// Returns `true` if its number is that of a natural person.
    pub(crate) fn is_personal(&self) -> bool {
        self.numbers.first().is_some_and(Number::is_personal)
    }

    /// Compares two companies. The order does not matter.
    pub(crate) fn compare(&self, other: &Self) -> CompanyMatch {
        if self.is_named || other.is_named {
            let names = self.names_agree(other);
            return if names == Some(false) { CompanyMatch::Different } else { CompanyMatch::CannotTell };
        }
        let pairs = || self.numbers.iter().flat_map(|one| other.numbers.iter().map(move |two| (one, two)));
        let common: Vec<(&Number, &Number)> =
            pairs().filter(|(one, two)| one.is_of_register_of(two)).collect();
        if let Some((one, two)) = common.iter().find(|(one, two)| one.is_certainly(two)) {
            let apart = one.is_branch_beside(two) && self.names_agree(other) == Some(false);
            return if apart { CompanyMatch::CannotTell } else { CompanyMatch::Same };
        }
        if common.iter().any(|(one, two)| one.may_be(two)) {
            return self.compare_beside_number(other);
        }
        if self.is_written_as(other) && !self.is_abroad_of(other) {
            return CompanyMatch::Same;
        }
        if common.is_empty() {
            return self.compare_across_registers(other);
        }
        // A company gets a new number of these kinds when it moves or changes its form.
        let changeable = common.iter().all(|(one, two)| one.may_change() && two.may_change());
        let linked = self.has_vat_of(other) == Some(true)
            || self.has_account_of(other) == Some(true)
            || (common.iter().any(|(one, _)| matches!(one, Number::Tax(_)))
                && self.names_agree(other) == Some(true));
        if changeable && linked { CompanyMatch::CannotTell } else { CompanyMatch::Different }
    }

    /// Returns `true` if a number of unknown type equals a number of the other company as text.
    fn is_written_as(&self, other: &Self) -> bool {
        let is_open =
            |company: &Self| company.numbers.iter().any(|number| matches!(number, Number::Other(_)));
        let texts = |company: &Self| company.numbers.iter().map(Number::text).collect::<Vec<_>>();
        (is_open(self) || is_open(other)) && {
            let others = texts(other);
            texts(self).iter().any(|text| !text.is_empty() && others.contains(text))
        }
    }

    /// Compares companies whose numbers are equal but weak.
    fn compare_beside_number(&self, other: &Self) -> CompanyMatch {
        let (vat, account, names) =
            (self.has_vat_of(other), self.has_account_of(other), self.names_agree(other));
        let linked = vat == Some(true) || account == Some(true);
        match self.has_court_of(other) {
            Some(true) if vat == Some(false) => return CompanyMatch::CannotTell,
            Some(true) => return CompanyMatch::Same,
            Some(false) if linked => return CompanyMatch::CannotTell,
            Some(false) => return CompanyMatch::Different,
            None => {}
        }
        match (linked, vat == Some(false)) {
            (true, true) => return CompanyMatch::CannotTell,
            (true, false) => return CompanyMatch::Same,
            (false, true) => return CompanyMatch::Different,
            (false, false) => {}
        }
        let differ = |one: Option<&str>, two: Option<&str>| one.is_some() && two.is_some() && one != two;
        let elsewhere = differ(self.town(), other.town())
            || differ(self.postal_code.as_deref(), other.postal_code.as_deref());
        match names {
            // Companies in two places may have the same name.
            Some(true) if elsewhere && account == Some(false) => CompanyMatch::CannotTell,
            Some(true) => CompanyMatch::Same,
            Some(false) if elsewhere || account == Some(false) => CompanyMatch::Different,
            _ => CompanyMatch::CannotTell,
        }
    }

    /// Compares companies whose numbers are of different registers. They may still be one company.
    fn compare_across_registers(&self, other: &Self) -> CompanyMatch {
        let strong = |company: &Self| -> Vec<Number> {
            let numbers = company.numbers.iter().filter(|number| !number.is_weak());
            numbers
                .chain(company.vat.iter())
                .filter(|number| !matches!(number, Number::Other(_)))
                .cloned()
                .collect()
        };
        let (mine, theirs) = (strong(self), strong(other));
        let names = self.names_agree(other);
        if mine.iter().any(|one| theirs.iter().any(|two| one.is_of_register_of(two) && one.is_certainly(two)))
        {
            // Companies of one group may share a VAT number.
            return if names == Some(false) { CompanyMatch::CannotTell } else { CompanyMatch::Same };
        }
        if self.has_vat_of(other) == Some(false) || self.is_abroad_of(other) {
            return CompanyMatch::Different;
        }
        if self.has_account_of(other) == Some(true) || names == Some(true) {
            CompanyMatch::CannotTell
        } else {
            CompanyMatch::Different
        }
    }

    /// Returns `true` if the companies are of two countries.
    fn is_abroad_of(&self, other: &Self) -> bool {
        let country = |company: &Self| -> Option<String> {
            let register = company.numbers.first().and_then(Number::country);
            register.or(company.country).map(ToOwned::to_owned)
        };
        matches!((country(self), country(other)), (Some(one), Some(two)) if one != two)
    }

    /// Returns the name as it is compared.
    fn name(&self) -> Option<&str> {
        self.name.as_ref().and_then(LazyKey::get)
    }

    /// Returns the town as it is compared.
    fn town(&self) -> Option<&str> {
        self.town.as_ref().and_then(LazyKey::get)
    }

    /// Returns `true` if the names are the same; `None` if one is not known.
    fn names_agree(&self, other: &Self) -> Option<bool> {
        self.name().zip(other.name()).map(|(one, two)| one == two)
    }

    /// Returns `true` if the VAT numbers are the same; `None` if one is missing or they are of two countries.
    fn has_vat_of(&self, other: &Self) -> Option<bool> {
        let is_vat = |number: &&Number| matches!(number, Number::Vat { .. });
        let vat =
            |company: &'_ Self| company.vat.clone().or_else(|| company.numbers.iter().find(is_vat).cloned());
        let (one, two) = vat(self).zip(vat(other))?;
        one.is_of_register_of(&two).then(|| one.is_certainly(&two))
    }

    fn has_account_of(&self, other: &Self) -> Option<bool> {
        let known = !self.accounts.is_empty() && !other.accounts.is_empty();
        known.then(|| self.accounts.iter().any(|account| other.accounts.contains(account)))
    }

    fn has_court_of(&self, other: &Self) -> Option<bool> {
        let entry = |company: &Self| {
            company.numbers.iter().find_map(|number| match number {
                Number::Entry(entry) => Some(entry.clone()),
                _ => None,
            })
        };
        entry(self)?.has_court_of(&entry(other)?)
    }
}

/// Returns `true` if a number names a natural person: a Dutch BSN, or the NIF of a Spanish person, also as a
/// VAT number. Such a number is masked wherever it is shown. Does not block.
pub fn is_personal(identifier: &str, identifier_type: Option<&IdentifierType>) -> bool {
    Company::new(Facts { identifier, identifier_type, ..Facts::default() }, None).is_personal()
}
