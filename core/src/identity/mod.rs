//! Which company is it? One answer for everybody who asks.
//!
//! A company is known by numbers of registers, each in canonical form: a SIREN, a SIRET and a French VAT number are one
//! number. A number that is unique only together with its court is *weak*: it takes a court, a name or another number to
//! tell two companies apart. Where nothing tells, the answer is that nobody can tell.

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

use crate::api::borrowers::{Borrower, NewBorrower};
use crate::model::{AccountNumberType, Business, IdentifierType};
use crate::validation::{alpha3_from_alpha2, normalize_iban};
use lazy_key::LazyKey;
use registers::Place;

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
    /// Where its address is, as VAT numbers name countries.
    country: Option<&'static str>,
    name: Option<LazyKey>,
    town: Option<LazyKey>,
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

    /// A company by its number alone.
    #[cfg(test)]
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
        // A company gets a new number of these when it moves or changes its form.
        let changeable = common.iter().all(|(one, two)| one.may_change() && two.may_change());
        let linked = self.has_vat_of(other) == Some(true)
            || self.has_account_of(other) == Some(true)
            || (common.iter().any(|(one, _)| matches!(one, Number::Tax(_)))
                && self.names_agree(other) == Some(true));
        if changeable && linked { CompanyMatch::CannotTell } else { CompanyMatch::Different }
    }

    /// Whether a number of unknown type is written as the other one is.
    fn is_written_as(&self, other: &Self) -> bool {
        let is_open =
            |company: &Self| company.numbers.iter().any(|number| matches!(number, Number::Other(_)));
        let texts = |company: &Self| company.numbers.iter().map(Number::text).collect::<Vec<_>>();
        (is_open(self) || is_open(other)) && {
            let others = texts(other);
            texts(self).iter().any(|text| !text.is_empty() && others.contains(text))
        }
    }

    /// Their numbers are equal, and other companies may have the same.
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
            // Two places may have companies of one name.
            Some(true) if elsewhere && account == Some(false) => CompanyMatch::CannotTell,
            Some(true) => CompanyMatch::Same,
            Some(false) if elsewhere || account == Some(false) => CompanyMatch::Different,
            _ => CompanyMatch::CannotTell,
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

    /// Whether their registers are of two countries.
    fn is_abroad_of(&self, other: &Self) -> bool {
        let country = |company: &Self| -> Option<String> {
            let register = company.numbers.first().and_then(Number::country);
            register.or(company.country).map(ToOwned::to_owned)
        };
        matches!((country(self), country(other)), (Some(one), Some(two)) if one != two)
    }

    /// The name as it is compared.
    fn name(&self) -> Option<&str> {
        self.name.as_ref().and_then(LazyKey::get)
    }

    /// The town as it is compared.
    fn town(&self) -> Option<&str> {
        self.town.as_ref().and_then(LazyKey::get)
    }

    /// Whether the names are the same; `None` if one is not known.
    fn names_agree(&self, other: &Self) -> Option<bool> {
        self.name().zip(other.name()).map(|(one, two)| one == two)
    }

    /// Whether the VAT numbers are the same; `None` if one is not known. Those of two countries say nothing.
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
