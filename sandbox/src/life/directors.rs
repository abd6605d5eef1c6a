//! The managing director of a company: what an application says, what is looked up, and what is missing then.

use serde_json::{Value, json};

use crate::{
    life::inventions,
    world::{World, application::Application},
};

/// What must be known of a managing director, beside the country of residence.
const MANDATORY: [&str; 5] = ["first_name", "last_name", "birth_date", "nationality", "business_email"];

/// Returns `true` if the company's data is in the French registers.
fn is_french(application: &Application) -> bool {
    let identifier = &application.identifier;
    match application.identifier_type.as_deref() {
        Some("siren" | "siret") => true,
        Some("vat_number") => identifier.starts_with("FR"),
        Some(_) => false,
        None => [9, 14].contains(&identifier.len()) && identifier.chars().all(|digit| digit.is_ascii_digit()),
    }
}

/// Returns `true` if the data of this company is looked up.
pub(crate) fn are_looked_up(world: &World, application: &Application) -> bool {
    world.settings.french_look_up && is_french(application)
}

/// Returns what the most complete managing director of an application lacks, as paths.
pub(crate) fn missing(application: &Application) -> Vec<String> {
    let directors = &application.directors;
    match most_complete(directors) {
        Some(index) => missing_of(index, &directors[index]),
        None => missing_of(directors.len(), &Value::Null),
    }
}

/// Returns the directors of a borrower. If they are looked up, what the application leaves out of the most
/// complete managing director is filled in, the same in every run of one seed. Values of the application
/// stay.
pub(crate) fn of_borrower(world: &World, application: &Application) -> Value {
    if !are_looked_up(world, application) {
        return application.body["directors"].clone();
    }
    let found = inventions::managing_director(world.seed, &application.identifier);
    let mut directors = application.directors.clone();
    let Some(index) = most_complete(&directors) else {
        directors.push(found);
        return directors.into();
    };
    let director = &mut directors[index];
    for field in ["role", "entity_type"].iter().chain(&MANDATORY) {
        if is_blank(&director[*field]) {
            director[*field] = found[*field].clone();
        }
    }
    if director["address"].is_null() {
        director["address"] = found["address"].clone();
    } else if is_blank(&director["address"]["country"]) {
        director["address"]["country"] = json!("FRA");
    }
    directors.into()
}

fn most_complete(directors: &[Value]) -> Option<usize> {
    let is_person = |director: &Value| {
        director["role"].as_str().unwrap_or("DIRECTOR") == "DIRECTOR"
            && director["entity_type"].as_str().unwrap_or("people") == "people"
    };
    let people = directors.iter().enumerate().filter(|(_, director)| is_person(director));
    people.min_by_key(|(index, director)| missing_of(*index, director).len()).map(|(index, _)| index)
}

fn missing_of(index: usize, director: &Value) -> Vec<String> {
    let mut missing: Vec<_> = MANDATORY.into_iter().filter(|field| is_blank(&director[*field])).collect();
    if is_blank(&director["address"]["country"]) {
        missing.push("address.country");
    }
    missing.into_iter().map(|field| format!("directors[{index}].{field}")).collect()
}

fn is_blank(value: &Value) -> bool {
    value.as_str().is_none_or(str::is_empty)
}
