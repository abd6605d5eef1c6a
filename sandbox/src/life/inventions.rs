//! Invented companies and accounts. Each call gives a new one, the same in every run of one seed.

use fastrand::Rng;
use serde_json::{Value, json};

use crate::{
    rules::{Refusal, checksum, iban},
    world::seed::Seed,
};

/// A country of the generators, with what an invented company there looks like.
pub(crate) struct Country {
    code: &'static str,
    iban: &'static str,
    identifier_type: &'static str,
    legal_form: &'static str,
    language: &'static str,
    city: &'static str,
    postal_code: &'static str,
    street: &'static str,
}

/// Makes a country of its fields in their order.
const fn country(fields: [&'static str; 8]) -> Country {
    let [code, iban, identifier_type, legal_form, language, city, postal_code, street] = fields;
    Country { code, iban, identifier_type, legal_form, language, city, postal_code, street }
}

/// French overseas departments use French company numbers and French accounts.
const COUNTRIES: [Country; 9] = [
    country(["BEL", "BE", "belgium_registration_number", "SRL", "fr", "Bruxelles", "1000", "rue du Test"]),
    country(["DEU", "DE", "hr_nummer", "GmbH", "de", "Berlin", "10115", "Teststraße"]),
    country(["ESP", "ES", "cif", "SL", "es", "Madrid", "28013", "Calle de Prueba"]),
    country(["FRA", "FR", "siren", "SAS", "fr", "Paris", "75011", "rue du Test"]),
    country(["GUF", "FR", "siren", "SAS", "fr", "Cayenne", "97300", "rue du Test"]),
    country(["ISL", "IS", "vat_number", "ehf.", "en", "Reykjavík", "101", "Prófunargata"]),
    country(["MAF", "FR", "siren", "SAS", "fr", "Marigot", "97150", "rue du Test"]),
    country(["NLD", "NL", "kvk", "B.V.", "nl", "Amsterdam", "1011 AB", "Teststraat"]),
    country(["REU", "FR", "siren", "SAS", "fr", "Saint-Denis", "97400", "rue du Test"]),
];

/// France, where the rest is looked up from a company number.
pub(crate) const FRANCE: &Country = &COUNTRIES[3];

const FIRST_NAMES: [&str; 8] = ["Camille", "Jörg", "María José", "Sanne", "Élodie", "Björk", "Noé", "Ana"];
const LAST_NAMES: [&str; 8] =
    ["Durand-Lefèvre", "Müller", "Núñez García", "de Vries", "Lambert", "Jónsdóttir", "O'Neil", "Ng"];

/// A country by its code.
pub(crate) fn country_of(code: &str) -> Result<&'static Country, Refusal> {
    let found = COUNTRIES.iter().find(|country| country.code == code);
    found.ok_or_else(|| Refusal::invalid("country", "is not one of the accepted values"))
}

/// An invented company, as `POST /borrowers` takes it.
pub(crate) fn invent(seed: Seed, country: &Country, number: u64) -> Value {
    let mut rng = seed.rng("business", &format!("{} {number}", country.code));
    let identifier = identifier(seed, country, number);
    let first_name = rng.choice(FIRST_NAMES).unwrap_or("Camille");
    let last_name = rng.choice(LAST_NAMES).unwrap_or("Ng");
    let born = format!("{}-{:02}-{:02}", rng.u16(1955..2000), rng.u8(1..=12), rng.u8(1..=28));
    let email = format!("director{number}@example.com");
    json!({
        "identifier": identifier,
        "identifier_type": country.identifier_type,
        "name": format!("Example {} {number} {}", country.city, country.legal_form),
        "legal_form": country.legal_form,
        "vat_number": vat_number(country, &identifier),
        "address": address(country, &mut rng),
        "directors": [{
            "role": "DIRECTOR",
            "entity_type": "people",
            "first_name": first_name,
            "last_name": last_name,
            "birth_date": born,
            "birth_place": {"city": country.city, "country": country.code},
            "nationality": country.code,
            "business_email": email,
            "address": address(country, &mut rng),
        }],
        "owner": {"first_name": first_name, "last_name": last_name, "birth_date": born, "email": email},
        "account_number": invent_iban(seed, country, 1, number),
        "preferred_language": country.language,
    })
}

/// The managing director of a French company, as a register tells of one. It is the same whenever that
/// company is asked for.
pub(crate) fn managing_director(seed: Seed, identifier: &str) -> Value {
    let mut rng = seed.rng("managing director", identifier);
    let country = COUNTRIES.iter().find(|country| country.code == "FRA").unwrap_or(&COUNTRIES[0]);
    json!({
        "role": "DIRECTOR",
        "entity_type": "people",
        "first_name": rng.choice(FIRST_NAMES).unwrap_or("Camille"),
        "last_name": rng.choice(LAST_NAMES).unwrap_or("Ng"),
        "birth_date": format!("{}-{:02}-{:02}", rng.u16(1955..2000), rng.u8(1..=12), rng.u8(1..=28)),
        "nationality": country.code,
        "business_email": format!("director.{:04}@example.com", rng.u16(0..10_000)),
        "address": address(country, &mut rng),
    })
}

fn address(country: &Country, rng: &mut Rng) -> Value {
    json!({
        "address_line_1": format!("{} {}", rng.u8(1..=200), country.street),
        "postal_code": country.postal_code,
        "city": country.city,
        "country": country.code,
    })
}

/// A number of `digits` digits that no other count of this seed gives: the step shares no factor with the
/// range.
fn distinct(seed: Seed, purpose: &str, number: u64, digits: u32) -> u64 {
    let range = 9 * 10_u64.pow(digits - 1);
    let start = seed.hash(purpose, "start") % range;
    10_u64.pow(digits - 1) + (start + number % range * 7_777_777 % range) % range
}

fn identifier(seed: Seed, country: &Country, number: u64) -> String {
    let of = |digits| distinct(seed, country.code, number, digits);
    match country.identifier_type {
        "siren" => checksum::siren(of(8)),
        "hr_nummer" => format!("HRB {} B", of(6)),
        "cif" => checksum::cif(of(7)),
        "kvk" => format!("0{}", of(7)),
        "belgium_registration_number" => checksum::belgian(of(7)),
        _ => format!("IS{}", of(6)),
    }
}

/// The VAT number, where it follows from the company number.
fn vat_number(country: &Country, identifier: &str) -> Option<String> {
    match country.code {
        "FRA" | "REU" => Some(checksum::french_vat(identifier)),
        "ESP" => Some(format!("ES{identifier}")),
        "BEL" => Some(format!("BE{identifier}")),
        "ISL" => Some(identifier.to_owned()),
        _ => None,
    }
}

/// An account that carries a scenario by its digit, in a French one digit N of the branch `0N559`.
pub(crate) fn invent_iban(seed: Seed, country: &Country, branch: u8, number: u64) -> String {
    let of = |digits| distinct(seed, &format!("account {} {branch}", country.code), number, digits);
    let account = match country.iban {
        "FR" => format!("111110{branch}559{}{:02}", of(11), number % 98),
        "DE" => format!("111110{branch}5{}", of(10)),
        "ES" => format!("99990{branch}2800{}", of(10)),
        "NL" => format!("TEST{branch}{}", of(9)),
        "IS" => format!("9999{branch:02}{}{}", of(6), of(10)),
        _ => checksum::belgian_account(branch, of(7)),
    };
    // Some check digits always fit; the account alone would be refused when it is used.
    iban::with_check_digits(country.iban, &account).unwrap_or(account)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::rules::scenarios::Scenario;

    #[test]
    fn every_invented_company_and_account_is_new_and_valid() {
        for country in &COUNTRIES {
            let (mut companies, mut accounts) = (HashSet::new(), HashSet::new());
            for number in 0..500 {
                let business = invent(Seed(1), country, number);
                let iban = business["account_number"].as_str().unwrap().to_owned();
                assert!(iban::is_valid(&iban), "{iban}");
                assert!(accounts.insert(iban));
                assert!(companies.insert(business["identifier"].as_str().unwrap().to_owned()));
            }
        }
    }

    #[test]
    fn an_account_of_every_country_tells_its_scenario() {
        for (_, digit, scenario) in Scenario::ALL {
            for country in &COUNTRIES {
                let iban = invent_iban(Seed(1), country, digit, 7);
                assert_eq!(Scenario::of_account(&iban), Some(scenario), "{iban}");
            }
            let french = invent_iban(Seed(1), &COUNTRIES[3], digit, 7);
            assert_eq!(french[4..14], format!("111110{digit}559"));
        }
    }
}
