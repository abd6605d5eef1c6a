//! Validation of an enrolment request before it is sent. It finds all problems at once.

use std::borrow::Cow;
use std::fmt::Display;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::new_borrower::NewBorrower;
use crate::error::{DefactoError, Problem, Result, Severity};
use crate::identity::{Company, is_same_text};
use crate::model::{Address, Director, EntityType, IdentifierType, Lenient, NewOwner, PersonRole};
use crate::validation::{self as check, Finding, at, unknown_fields};
use crate::world;

/// Countries and territories whose companies are in the French registers.
const FRENCH: [&str; 10] = ["FRA", "GUF", "GLP", "MTQ", "MYT", "REU", "MAF", "BLM", "SPM", "NCL"];

/// An enrolment request read from JSON, with all problems found in it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CheckedBorrower {
    /// The request; absent if the JSON does not have the form of a request.
    pub borrower: Option<NewBorrower>,
    /// All problems: errors and warnings.
    pub problems: Vec<Problem>,
}

impl NewBorrower {
    /// Returns all problems of the request. Does not block or send.
    ///
    /// The API contract rules out a request with an *error*, and `enroll` refuses it. A *warning* marks a
    /// value that looks wrong, but the API decides. `direct_debit` tells whether your borrowers repay by
    /// direct debit, which requires more data. Omit it if you do not know.
    pub fn validate(&self, direct_debit: Option<bool>) -> Vec<Problem> {
        let now = world::wall_clock();
        let today = now.to_zoned(TimeZone::UTC).date();
        let mut problems = self.check_company();
        problems.extend(self.check_directors(today));
        problems.extend(self.owner.iter().flat_map(|owner| check_owner(owner, today)));
        problems.extend(self.check_owner_directs());
        problems.extend(
            self.signed_at.iter().flat_map(|signed| at("/signed_at", check::check_signed_at(*signed, now))),
        );
        problems.extend(self.check_direct_debit(direct_debit));
        self.check_characters(problems)
    }

    /// Returns one problem for each value with a control character. Those at the ends of a number do not
    /// count, because they are removed before sending.
    pub(crate) fn control_characters(&self) -> Vec<Problem> {
        let found = check::control_characters(self);
        if found.is_empty() { found } else { check::control_characters(&self.normalized()) }
    }

    /// Adds the values with a control character, and drops their other problems, which mean nothing then.
    fn check_characters(&self, mut problems: Vec<Problem>) -> Vec<Problem> {
        let found = self.control_characters();
        problems.retain(|problem| found.iter().all(|control| control.pointer != problem.pointer));
        problems.extend(found);
        problems
    }

    /// Returns the key that identifies the company, independent of the spelling of its number.
    pub(crate) fn company_key(&self) -> String {
        Company::of_request(self).key(&self.identifier)
    }

    /// Reads a request from JSON text and validates it. Returns all problems of form and content. Does not
    /// block or send.
    pub fn check_json(text: &str, direct_debit: Option<bool>) -> CheckedBorrower {
        Self::check_read(crate::model::read_leniently(text), direct_debit)
    }

    /// Does the same for parsed JSON.
    #[cfg(feature = "portfolio")]
    pub(crate) fn check_value(value: serde_json::Value, direct_debit: Option<bool>) -> CheckedBorrower {
        Self::check_read(crate::model::read_value_leniently(value), direct_debit)
    }

    fn check_read(mut checked: Lenient<Self>, direct_debit: Option<bool>) -> CheckedBorrower {
        if let Some(borrower) = &checked.value {
            // The check for control characters reports such a name itself, without repeating it.
            checked.problems.retain(|problem| !problem.pointer.contains(check::is_control));
            let known: Vec<String> = checked.problems.iter().map(|problem| problem.pointer.clone()).collect();
            let found = borrower.validate(direct_debit);
            checked.problems.extend(found.into_iter().filter(|problem| !known.contains(&problem.pointer)));
        }
        let readable = !checked.removed_something;
        CheckedBorrower { borrower: checked.value.filter(|_| readable), problems: checked.problems }
    }

    /// Returns the normalised request, or a `Validation` error with all problems.
    pub(crate) fn ready_to_send(&self, production: bool, direct_debit: Option<bool>) -> Result<Self> {
        let mut problems = self.validate(direct_debit);
        if production {
            problems.extend(check::refuse_test_account(
                "/account_number",
                self.account_number.as_deref(),
                None,
            ));
        }
        if problems.iter().any(Problem::is_error) {
            return Err(DefactoError::invalid(problems));
        }
        Ok(self.normalized())
    }

    fn check_company(&self) -> Vec<Problem> {
        let kind = self.identifier_type.as_ref();
        let name = kind.map(IdentifierType::as_str);
        let mut problems = unknown_fields("", &self.extra);
        let identifier = check::normalize_identifier(name, &self.identifier);
        problems.extend(at("/identifier", check::check_identifier(name, &identifier)));
        problems.extend(kind.and_then(check_enrollment_type));
        problems.extend(check_text("/vat_number", self.vat_number.as_deref(), check::check_vat_number));
        problems.extend(check_text("/account_number", self.account_number.as_deref(), check::check_iban));
        problems.extend(check_text(
            "/preferred_language",
            self.preferred_language.as_deref(),
            check::check_language,
        ));
        let legal_form = self.legal_form.as_deref().into_iter();
        let country = self.country_of_register();
        let legal_form = legal_form.flat_map(|form| check::check_legal_form(form, country.as_deref()));
        problems.extend(at("/legal_form", legal_form));
        if let Some(address) = &self.address {
            let postal_code = check::check_postal_code(&address.postal_code, Some(&address.country));
            problems.extend(unknown_fields("/address", &address.extra));
            problems.extend(at("/address/country", check::check_country(&address.country)));
            problems.extend(at("/address/postal_code", postal_code));
            let required = [("address_line_1", &address.address_line_1), ("city", &address.city)];
            for (name, _) in required.into_iter().filter(|(_, value)| value.trim().is_empty()) {
                problems.push(warning(
                    format_args!("/address/{name}"),
                    "empty",
                    "is required and should not be empty",
                ));
            }
        }
        problems
    }

    fn check_directors(&self, today: Date) -> Vec<Problem> {
        let Some(directors) = &self.directors else { return Vec::new() };
        if directors.is_empty() {
            let detail = "must hold at least one director; leave it out instead";
            return vec![Problem::new("/directors", "empty_list", Severity::Error, detail)];
        }
        directors
            .iter()
            .enumerate()
            .flat_map(|(index, director)| check_director(director, index, today))
            .collect()
    }

    /// Warns if the owner is not among the directors. Only names can be compared.
    fn check_owner_directs(&self) -> Option<Problem> {
        let (owner, directors) = (self.owner.as_ref()?, self.directors.as_ref()?);
        let same = |one: &str, other: Option<&String>| other.is_some_and(|other| is_same_text(one, other));
        let directs = |director: &Director| {
            same(&owner.last_name, director.last_name.as_ref())
                && same(&owner.first_name, director.first_name.as_ref())
        };
        let missing = !directors.is_empty() && !directors.iter().any(directs);
        missing.then(|| {
            warning("/owner", "owner_not_director", "must be among the directors as well; no name matches")
        })
    }

    /// Returns `true` if the company is in the French registers, whose data the vendor looks up.
    fn is_french(&self) -> bool {
        let country = self.address.as_ref().map(|address| address.country.as_str());
        match &self.identifier_type {
            Some(IdentifierType::Siren | IdentifierType::Siret) => true,
            Some(IdentifierType::VatNumber) => {
                self.identifier.trim_start().to_ascii_uppercase().starts_with("FR")
            }
            Some(_) => country.is_some_and(is_french_country),
            None => {
                let length = self.identifier.chars().filter(|letter| !letter.is_whitespace()).count();
                country.map_or(length == 9 || length == 14, is_french_country)
            }
        }
    }

    /// Returns the country of the company's register in three letters, by its number or address.
    fn country_of_register(&self) -> Option<Cow<'static, str>> {
        let kind = self.identifier_type.as_ref().map(IdentifierType::as_str);
        let country = kind.and_then(check::register_country).or_else(|| self.country_by_prefix());
        country.map(Cow::Borrowed).or_else(|| self.country_of_address())
    }

    /// Returns the country in the prefix of a VAT number.
    fn country_by_prefix(&self) -> Option<&'static str> {
        let is_vat = self.identifier_type == Some(IdentifierType::VatNumber);
        let number = check::normalize_identifier(Some("vat_number"), &self.identifier);
        check::alpha3_from_alpha2(&number.get(..2).filter(|_| is_vat)?.to_ascii_uppercase())
    }

    fn country_of_address(&self) -> Option<Cow<'static, str>> {
        let code = self.address.as_ref()?.country.trim().to_ascii_uppercase();
        if is_french_country(&code) {
            return Some(Cow::Borrowed("FRA"));
        }
        let alpha3 = check::alpha3_from_alpha2(&code).map(Cow::Borrowed);
        alpha3.or((code.len() == 3).then_some(Cow::Owned(code)))
    }

    /// Checks the data that direct debit requires. The vendor finds most of it for French companies, so
    /// missing director data is at most a warning there.
    fn check_direct_debit(&self, direct_debit: Option<bool>) -> Vec<Problem> {
        let french = self.is_french();
        let severity = match (direct_debit, french) {
            (Some(false), _) | (None, true) => return Vec::new(),
            (Some(true), false) => Severity::Error,
            (Some(true), true) | (None, false) => Severity::Warning,
        };
        let mut problems = Vec::new();
        if direct_debit == Some(true) && self.account_number.is_none() {
            let detail = "is required for direct debit: the IBAN of the company";
            problems.push(Problem::new("/account_number", "direct_debit_account", Severity::Error, detail));
        }
        let source =
            if french { "; the API looks it up if it can" } else { "; the API can seldom look it up" };
        for (pointer, what) in missing_director_data(self.directors.as_deref().unwrap_or_default()) {
            let one_name = what.ends_with(ONE_NAME);
            let (severity, source) =
                if one_name { (Severity::Warning, "") } else { (severity.clone(), source) };
            let detail = format!("direct debit needs {what}{source}");
            problems.push(Problem::new(pointer, "direct_debit_director", severity, detail));
        }
        problems
    }
}

/// Returns `true` if companies of the country are in the French registers. Accepts two-letter codes too.
fn is_french_country(country: &str) -> bool {
    let code = country.trim().to_ascii_uppercase();
    FRENCH.contains(&check::alpha3_from_alpha2(&code).unwrap_or(&code))
}

fn warning(pointer: impl Display, code: &'static str, detail: &str) -> Problem {
    Problem::new(pointer.to_string(), code, Severity::Warning, detail)
}

fn check_text(pointer: impl Display, value: Option<&str>, check: fn(&str) -> Vec<Finding>) -> Vec<Problem> {
    at(pointer, value.into_iter().flat_map(check))
}

fn check_enrollment_type(kind: &IdentifierType) -> Option<Problem> {
    let detail = match kind {
        IdentifierType::Name => "a name is not accepted for enrolment: give a number from a register",
        kind => {
            return check_known("/identifier_type", kind.as_str(), kind.is_known(), IdentifierType::VALUES);
        }
    };
    Some(Problem::new("/identifier_type", "identifier_type_not_accepted", Severity::Error, detail))
}

/// Checks a value against the API contract. A wrong case is an error; any other unknown value may be newer
/// than this version and is a warning.
fn check_known(pointer: impl Display, value: &str, known: bool, values: &[&str]) -> Option<Problem> {
    if known {
        return None;
    }
    let pointer = pointer.to_string();
    if let Some(right) = values.iter().find(|candidate| candidate.eq_ignore_ascii_case(value)) {
        let detail = format!("has the wrong case: send {right}");
        return Some(Problem::new(pointer, "value_case", Severity::Error, detail));
    }
    let detail = format!("is not a value that this version knows: {}", values.join(", "));
    Some(Problem::new(pointer, "unknown_value", Severity::Warning, detail))
}

fn check_director(director: &Director, index: usize, today: Date) -> Vec<Problem> {
    let place = |name: &'static str| Place { index, name };
    let kind = director.identifier_type.as_ref().map(IdentifierType::as_str);
    let mut problems = Vec::new();
    if !director.extra.is_empty() {
        problems.extend(unknown_fields(&format!("/directors/{index}"), &director.extra));
    }
    problems.extend(
        director
            .birth_date
            .iter()
            .flat_map(|date| at(place("birth_date"), check::check_birth_date(*date, today))),
    );
    problems.extend(check_text(place("nationality"), director.nationality.as_deref(), check::check_country));
    problems.extend(check_text(
        place("business_email"),
        director.business_email.as_deref(),
        check::check_email,
    ));
    problems.extend(check_text(
        place("business_phone_number"),
        director.business_phone_number.as_deref(),
        check::check_phone,
    ));
    let birth_country = director.birth_place.as_ref().and_then(|place| place.country.as_deref());
    problems.extend(check_text(place("birth_place/country"), birth_country, check::check_country));
    if let Some(identifier) = &director.identifier {
        problems.extend(at(place("identifier"), check::check_identifier(kind, identifier)));
    }
    if let Some(role) = &director.role {
        problems.extend(check_known(place("role"), role.as_str(), role.is_known(), PersonRole::VALUES));
    }
    if let Some(entity) = &director.entity_type {
        problems.extend(check_known(
            place("entity_type"),
            entity.as_str(),
            entity.is_known(),
            EntityType::VALUES,
        ));
    }
    let addresses = [("address", &director.address), ("siege_address", &director.siege_address)];
    for (name, address) in addresses.into_iter().filter_map(|(name, address)| Some((name, address.as_ref()?)))
    {
        problems.extend(check_address(&place(name), address));
    }
    problems
}

/// A field of a director. It becomes text only if there is a problem.
struct Place {
    index: usize,
    name: &'static str,
}

impl Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "/directors/{}/{}", self.index, self.name)
    }
}

fn check_address(place: &Place, address: &Address) -> Vec<Problem> {
    let mut problems =
        check_text(format_args!("{place}/country"), address.country.as_deref(), check::check_country);
    let postal_code = address.postal_code.as_deref().into_iter();
    let found = postal_code.flat_map(|code| check::check_postal_code(code, address.country.as_deref()));
    problems.extend(at(format_args!("{place}/postal_code"), found));
    problems
}

fn check_owner(owner: &NewOwner, today: Date) -> Vec<Problem> {
    let mut problems = unknown_fields("/owner", &owner.extra);
    for (name, value) in [("first_name", &owner.first_name), ("last_name", &owner.last_name)] {
        if value.trim().is_empty() {
            problems.push(warning(
                format_args!("/owner/{name}"),
                "empty",
                "is required and should not be empty",
            ));
        }
    }
    problems.extend(
        owner
            .birth_date
            .iter()
            .flat_map(|date| at("/owner/birth_date", check::check_birth_date(*date, today))),
    );
    problems.extend(check_text("/owner/email", owner.email.as_deref(), check::check_email));
    problems.extend(check_text("/owner/phone_number", owner.phone_number.as_deref(), check::check_phone));
    problems
}

/// Returns the data that the most complete managing director lacks for direct debit, each with its pointer.
fn missing_director_data(directors: &[Director]) -> Vec<(String, &'static str)> {
    let is_person = |director: &Director| {
        director.role.as_ref().is_none_or(|role| *role == PersonRole::Director)
            && director.entity_type.as_ref().is_none_or(|entity| *entity == EntityType::People)
    };
    let people = directors.iter().enumerate().filter(|(_, director)| is_person(director));
    let gaps = people.map(|(index, director)| gaps_of(director, index)).min_by_key(Vec::len);
    gaps.unwrap_or_else(|| vec![("/directors".to_owned(), "a managing director with all personal data")])
}

/// How the text about a missing name ends if the person has another one, and perhaps no more.
const ONE_NAME: &str = "one who has a single name is sent as is";
const NO_FIRST: &str = "the director's first name; one who has a single name is sent as is";
const NO_LAST: &str = "the director's last name; one who has a single name is sent as is";

fn gaps_of(director: &Director, index: usize) -> Vec<(String, &'static str)> {
    let filled = |value: &Option<String>| value.as_deref().is_some_and(|text| !text.trim().is_empty());
    let country = director.address.as_ref().is_some_and(|address| filled(&address.country));
    // A name that is not given at all is one that the person may not have.
    let has_one = |name: &Option<String>, other| name.is_none() && filled(other);
    let first = if has_one(&director.first_name, &director.last_name) {
        NO_FIRST
    } else {
        "the director's first name"
    };
    let last =
        if has_one(&director.last_name, &director.first_name) { NO_LAST } else { "the director's last name" };
    let wanted = [
        ("first_name", filled(&director.first_name), first),
        ("last_name", filled(&director.last_name), last),
        ("birth_date", director.birth_date.is_some(), "the director's birth date"),
        ("nationality", filled(&director.nationality), "the director's nationality"),
        ("business_email", filled(&director.business_email), "the director's e-mail address"),
        ("address/country", country, "the director's country of residence"),
    ];
    let gaps = wanted.into_iter().filter(|(_, filled, _)| !filled);
    gaps.map(|(name, _, what)| (Place { index, name }.to_string(), what)).collect()
}
