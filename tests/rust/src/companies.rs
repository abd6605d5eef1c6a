//! Invented companies. Their numbers are computed, so a real company may have one by chance.

use defacto_sdk::api::borrowers::NewBorrower;
use defacto_sdk::model::{Address, Director, IdentifierType, NewOwner};

/// Returns a French company: its number is all that the API needs. Each `number` is another company.
pub fn french(number: u64) -> NewBorrower {
    NewBorrower::new(siren(number)).identifier_type(IdentifierType::Siren).name("Fonderie des Tilleuls SAS")
}

/// Returns a company in one of its spellings: each `number` is another company, each `spelling` another form.
pub fn spelled(number: u64, spelling: u64) -> NewBorrower {
    if number.is_multiple_of(5) {
        return spelled_in_germany(number, spelling);
    }
    let siren = siren(number);
    let key = (12 + 3 * (siren.parse::<u64>().unwrap() % 97)) % 97;
    let (identifier, kind) = match spelling % 7 {
        0 => (siren, IdentifierType::Siren),
        1 => (format!("{} {} {}", &siren[..3], &siren[3..6], &siren[6..]), IdentifierType::Siren),
        2 => (format!("{}.{}.{}", &siren[..3], &siren[3..6], &siren[6..]), IdentifierType::Siren),
        3 => (format!("FR{key:02}{siren}"), IdentifierType::VatNumber),
        4 => (format!("FR {key:02} {siren}"), IdentifierType::VatNumber),
        // Two establishments.
        5 => (format!("{siren}00018"), IdentifierType::Siret),
        _ => (format!("{siren} 00026"), IdentifierType::Siret),
    };
    NewBorrower::new(identifier).identifier_type(kind).name("Fonderie des Tilleuls SAS")
}

/// Returns one of two companies that share a register number: their names and towns differ.
fn spelled_in_germany(number: u64, spelling: u64) -> NewBorrower {
    let (shared, is_first) = (number / 10, number.is_multiple_of(2));
    let (name, town) = if is_first { ("Lindenhof Bau", "Hamburg") } else { ("Mühlbach Logistik", "Köln") };
    let identifier = match spelling % 3 {
        0 => format!("HRB {shared}"),
        1 => format!("hrb{shared}"),
        _ => format!("HRB  {shared} Amtsgericht {town}"),
    };
    let name = if spelling.is_multiple_of(2) { format!("{name} GmbH") } else { format!("{name} G.m.b.H.") };
    NewBorrower::new(identifier)
        .identifier_type(IdentifierType::HrNummer)
        .name(name)
        .address(defacto_sdk::model::BusinessAddress::new("Weg 1", town, "DEU", "10115"))
        .directors(vec![director("Käthe", "Böhm", "DEU")])
        .account_number(iban("DE", &format!("50010517{number:010}")))
}

/// Returns a French company that repays by direct debit and has accepted the terms.
pub fn french_with_account(number: u64) -> NewBorrower {
    french(number)
        .account_number(iban("FR", &format!("2004101005{number:011}06")))
        .directors(vec![director("Odile", "Marchand-Roux", "FRA")])
        .owner(NewOwner::new("Odile", "Marchand-Roux").email("odile@example.org"))
        .signed_at("2026-11-02T08:15:00Z".parse::<defacto_sdk::model::Timestamp>().unwrap())
}

/// Returns a German company with all required data.
pub fn german(number: u64) -> NewBorrower {
    NewBorrower::new(format!("HRB {number} B"))
        .identifier_type(IdentifierType::HrNummer)
        .name("Lindenhof Werkzeugbau GmbH")
        .directors(vec![director("Käthe", "Böhm", "DEU")])
        .account_number(iban("DE", &format!("50010517{number:010}")))
}

/// Returns a German company without the data of its director, which the API cannot look up.
pub fn german_without_director(number: u64) -> NewBorrower {
    let mut company = german(number);
    company.directors = None;
    company
}

/// Returns a managing director with all data that direct debit needs.
pub fn director(first_name: &str, last_name: &str, country: &str) -> Director {
    Director::new()
        .first_name(first_name)
        .last_name(last_name)
        .birth_date(defacto_sdk::model::CivilDate::constant(1971, 3, 9))
        .nationality(country)
        .business_email("director@example.org")
        .address(Address::new().country(country))
}

/// Returns eight digits and the check digit by Luhn's formula.
pub fn siren(number: u64) -> String {
    let digits = format!("{number:08}");
    let sum: u32 =
        digits.bytes().rev().enumerate().map(|(at, digit)| doubled(u32::from(digit - b'0'), at)).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

fn doubled(digit: u32, at: usize) -> u32 {
    let value = if at.is_multiple_of(2) { digit * 2 } else { digit };
    value / 10 + value % 10
}

/// Returns an account with the two check digits of its country and number.
pub fn iban(country: &str, account: &str) -> String {
    let value = |letter: char| letter.to_digit(36).unwrap().to_string();
    let digits: String = account.chars().chain(country.chars()).map(value).collect::<String>() + "00";
    let rest = digits.bytes().fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
    format!("{country}{:02}{account}", 98 - rest)
}
