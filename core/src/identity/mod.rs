//! Which company is it? One answer for everybody who asks.
//!
//! A company is known by numbers of registers, each in canonical form: a SIREN, a SIRET and a French VAT number are one
//! number. A number that is unique only together with its court is *weak*: it takes a court, a name or another number to
//! tell two companies apart. Where nothing tells, the answer is that nobody can tell.

mod claim;
mod german;
mod registers;
mod spellings;
#[cfg(test)]
mod tests;
mod text;

use defacto_sdk_macros::open_enum;

pub(crate) use claim::Companies;
pub(crate) use registers::Number;

use crate::api::borrowers::{Borrower, NewBorrower};
use crate::model::{AccountNumberType, Business, IdentifierType};
use crate::validation::{alpha3_from_alpha2, normalize_iban};

/// Whether two requests are about one company.
#[open_enum(snake_case)]
pub enum CompanyMatch {
    /// One company: its numbers say so.
    Same,
    /// Two companies.
    Different,
    /// What is known of both does not tell: two German companies may have one register number.
    CannotTell,
}

/// What is known of a company.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Company {
    /// What the identifier may be.
    numbers: Vec<Number>,
    /// The number that its VAT number gives.
    vat: Option<Number>,
    /// The identifier is a name: nothing but that is known.
    is_named: bool,
    name: Option<String>,
    town: Option<String>,
    postal_code: Option<String>,
    accounts: Vec<String>,
}

/// What a request or an answer says of a company.
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
        let of_account = || accounts.first().and_then(|iban| alpha3_from_alpha2(iban.get(..2)?));
        let country = facts.country.map(text::plain).filter(|country| !country.is_empty());
        let country = country.as_deref().or_else(of_account);
        let kind = facts.identifier_type.map(IdentifierType::as_str);
        let is_named = kind == Some(IdentifierType::Name.as_str());
        Self {
            numbers: if is_named {
                Vec::new()
            } else {
                registers::numbers_of(kind, facts.identifier, country)
            },
            vat: facts.vat_number.and_then(registers::number_of_vat),
            is_named,
            name: facts.name.or_else(|| is_named.then_some(facts.identifier)).and_then(text::name_key),
            town: facts.city.and_then(text::town_key),
            postal_code: facts
                .postal_code
                .map(|code| text::compact(&text::plain(code)))
                .filter(|code| !code.is_empty()),
            accounts,
        }
    }

    /// A company by its number alone.
    pub(crate) fn of_number(identifier: &str, identifier_type: Option<&IdentifierType>) -> Self {
        Self::new(Facts { identifier, identifier_type, ..Facts::default() }, None)
    }

    pub(crate) fn of_request(request: &NewBorrower) -> Self {
        let address = request.address.as_ref();
        let facts = Facts {
            identifier: &request.identifier,
            identifier_type: request.identifier_type.as_ref(),
            name: request.name.as_deref(),
            vat_number: request.vat_number.as_deref(),
            city: address.map(|address| address.city.as_str()),
            postal_code: address.map(|address| address.postal_code.as_str()),
            country: address.map(|address| address.country.as_str()),
        };
        Self::new(facts, request.account_number.clone())
    }

    pub(crate) fn of_borrower(borrower: &Borrower) -> Self {
        let address = borrower.address.as_ref();
        let facts = Facts {
            identifier: &borrower.identifier,
            identifier_type: borrower.identifier_type.as_ref(),
            name: borrower.name.as_deref(),
            vat_number: borrower.vat_number.as_deref(),
            city: address.and_then(|address| address.city.as_deref()),
            postal_code: address.and_then(|address| address.postal_code.as_deref()),
            country: address.and_then(|address| address.country.as_deref()),
        };
        let is_iban = |kind: &AccountNumberType| *kind == AccountNumberType::Iban;
        let accounts = borrower.accounts.iter().filter(|account| is_iban(&account.account_number_type));
        Self::new(facts, accounts.map(|account| account.account_number.clone()))
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

    /// Whether another company may have the same number.
    pub(crate) fn is_weak(&self) -> bool {
        self.numbers.first().is_some_and(Number::is_weak)
    }

    /// Whether its number is that of a natural person.
    pub(crate) fn is_personal(&self) -> bool {
        self.numbers.first().is_some_and(Number::is_personal)
    }

    /// Whether both are one company. It does not matter who asks whom.
    pub(crate) fn compare(&self, other: &Self) -> CompanyMatch {
        if self.is_named || other.is_named {
            let same = self.name.is_some() && self.name == other.name;
            return if same { CompanyMatch::CannotTell } else { CompanyMatch::Different };
        }
        let pairs = || self.numbers.iter().flat_map(|one| other.numbers.iter().map(move |two| (one, two)));
        let (mut common, mut weak) = (false, false);
        for (one, two) in pairs().filter(|(one, two)| one.is_of_register_of(two)) {
            common = true;
            let is_weak = one.is_weak() || two.is_weak();
            if !is_weak && one == two {
                return CompanyMatch::Same;
            }
            weak |= is_weak && may_be_equal(one, two);
        }
        if weak {
            return self.compare_beside_number(other);
        }
        if self.is_written_as(other) {
            return CompanyMatch::Same;
        }
        if common { CompanyMatch::Different } else { self.compare_across_registers(other) }
    }

    /// Whether a number of unknown type is written as the other one is.
    fn is_written_as(&self, other: &Self) -> bool {
        let is_open =
            |company: &Self| company.numbers.iter().any(|number| matches!(number, Number::Other(_)));
        let texts = |company: &Self| company.numbers.iter().map(Number::text).collect::<Vec<_>>();
        (is_open(self) || is_open(other)) && {
            let others = texts(other);
            texts(self).iter().any(|text| others.contains(text))
        }
    }

    /// Their numbers are equal, and other companies may have the same.
    fn compare_beside_number(&self, other: &Self) -> CompanyMatch {
        let vat = self.vat.as_ref().zip(other.vat.as_ref()).map(|(one, two)| one == two);
        let account = self.has_account_of(other);
        let (other_vat, common) = (vat == Some(false), vat == Some(true) || account == Some(true));
        match self.has_court_of(other) {
            Some(true) if other_vat => return CompanyMatch::CannotTell,
            Some(true) => return CompanyMatch::Same,
            Some(false) if common => return CompanyMatch::CannotTell,
            Some(false) => return CompanyMatch::Different,
            None => {}
        }
        match (common, other_vat) {
            (true, true) => return CompanyMatch::CannotTell,
            (true, false) => return CompanyMatch::Same,
            (false, true) => return CompanyMatch::Different,
            (false, false) => {}
        }
        let Some((one, two)) = self.name.as_ref().zip(other.name.as_ref()) else {
            return CompanyMatch::CannotTell;
        };
        let differ =
            |one: &Option<String>, two: &Option<String>| one.is_some() && two.is_some() && one != two;
        let elsewhere = differ(&self.town, &other.town)
            || differ(&self.postal_code, &other.postal_code)
            || account == Some(false);
        match (one == two, elsewhere) {
            (true, _) => CompanyMatch::Same,
            (false, true) => CompanyMatch::Different,
            (false, false) => CompanyMatch::CannotTell,
        }
    }

    /// They come from different registers: one may still be named by both.
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
        if mine.iter().any(|number| theirs.contains(number)) {
            return CompanyMatch::Same;
        }
        let other_vat = self.vat.is_some() && other.vat.is_some();
        let country =
            |company: &Self| company.numbers.first().and_then(Number::country).map(ToOwned::to_owned);
        let countries = (country(self), country(other));
        let abroad = matches!(&countries, (Some(one), Some(two)) if one != two);
        if other_vat || abroad {
            return CompanyMatch::Different;
        }
        let same_name = self.name.is_some() && self.name == other.name;
        if self.has_account_of(other) == Some(true) || same_name {
            CompanyMatch::CannotTell
        } else {
            CompanyMatch::Different
        }
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

/// Whether weak numbers of one register may name one entry.
fn may_be_equal(one: &Number, two: &Number) -> bool {
    match (one, two) {
        (Number::Entry(one), Number::Entry(two)) => one.has_number_of(two),
        (Number::Tax(one), Number::Tax(two)) => one.fits(two),
        _ => one == two,
    }
}

impl NewBorrower {
    /// Whether this request and another one are about one company, however its number is spelled and whichever of its
    /// numbers it names. Does not block, sends nothing.
    ///
    /// A SIREN, a SIRET and a French VAT number name one company; so do a NIF and a CIF. A German register number is
    /// unique only with its court: without one the name, the VAT number or the IBAN decide, and where they do not,
    /// the answer is `CannotTell`.
    pub fn compare_company(&self, other: &Self) -> CompanyMatch {
        Company::of_request(self).compare(&Company::of_request(other))
    }
}
