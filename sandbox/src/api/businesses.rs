//! What is known of a company: its segment, and its entry in the public register.

use serde_json::{Value, json};

use crate::{
    http::{Call, Step, query},
    rules::{Refusal, companies},
    world::World,
};

const SEGMENTS: [&str; 4] = ["CAT1", "CAT2", "CAT3", "CAT4"];

/// The registers of German companies, by the beginning of their numbers.
const REGISTERS: [&str; 5] = ["HRA ", "HRB ", "GnR ", "PR ", "VR "];

/// Two courts, since a register number is unique at its court only.
const COURTS: [(&str, &str, &str); 2] =
    [("Berlin (Charlottenburg)", "Berlin", "10115"), ("München", "München", "80331")];

/// Reads the segment of a borrower's company; its id is the one that a credit line shows.
pub(crate) fn read_segment(call: &Call, world: &World) -> Result<Step, Refusal> {
    let id = call.param("business_id");
    let borrower = world.borrowers.iter().rev().find(|borrower| borrower.business_id == id);
    let borrower = borrower.ok_or_else(|| Refusal::not_found("business"))?;
    let body = json!({
        "business_id": borrower.business_id,
        "business_identifier": companies::number(&borrower.identifier, &borrower.body["identifier_type"]),
        "defacto_segment": segment(world, &borrower.identifier),
    });
    Step::ok(world.shaped(&body, "business_id business_identifier"))
}

/// The segment of a company: chosen by its number, none before it is a borrower and evaluated.
pub(crate) fn segment(world: &World, identifier: &str) -> Value {
    if !world.borrowers.of_company(identifier).any(|borrower| borrower.evaluated) {
        return Value::Null;
    }
    world.seed.rng("segment", identifier).choice(SEGMENTS).into()
}

/// Finds register entries: those of known companies with this number, and for a number such as `HRB 424242`
/// an invented one at each of two courts. The other parameters narrow that.
pub(crate) fn search(call: &Call, world: &World) -> Result<Step, Refusal> {
    query::check_one_of(call, "identifier_type", &["hr_nummer"])?;
    let missing = || Refusal::new("A parameter is missing.").with_param("identifier", "is required");
    let identifier =
        call.query("identifier").map(str::trim).filter(|text| !text.is_empty()).ok_or_else(missing)?;
    let known = world.borrowers.of_company(identifier);
    let known = known.map(|borrower| {
        let (name, address) = (&borrower.body["name"], &borrower.body["address"]);
        json!({"identifier": identifier, "identifier_type": "hr_nummer", "name": name, "address": address})
    });
    let found = known.chain(invented(world, identifier)).filter(|entry| fits(call, entry));
    Step::ok(found.map(|entry| world.shaped(&entry, "identifier identifier_type")).collect())
}

fn invented(world: &World, identifier: &str) -> Vec<Value> {
    let number = REGISTERS.iter().find_map(|register| identifier.strip_prefix(register));
    let registered = number.is_some_and(|number| {
        number
            .split(' ')
            .next()
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    });
    if !registered {
        return Vec::new();
    }
    let entry = |(court, city, postal_code): &(&str, &str, &str)| {
        let house = world.seed.hash(court, identifier) % 200 + 1;
        json!({
            "identifier": format!("{identifier}, {court}"),
            "identifier_type": "hr_nummer",
            "name": format!("Example {city} {} GmbH", world.seed.hash(city, identifier) % 1000),
            "address": {
                "address_line_1": format!("Teststraße {house}"),
                "address_line_2": null,
                "city": city,
                "country": "DEU",
                "postal_code": postal_code,
                "state": null,
            },
        })
    };
    COURTS.iter().map(entry).collect()
}

/// Whether an entry has, anywhere in its fields and without regard to capitals, what was asked for.
fn fits(call: &Call, entry: &Value) -> bool {
    let address = &entry["address"];
    let fields = [
        ("name", &entry["name"]),
        ("city", &address["city"]),
        ("country", &address["country"]),
        ("postal_code", &address["postal_code"]),
        ("street", &address["address_line_1"]),
    ];
    fields.iter().all(|(name, value)| {
        let has = |wanted: &str| {
            value.as_str().is_some_and(|value| value.to_lowercase().contains(&wanted.to_lowercase()))
        };
        call.query(name).is_none_or(has)
    })
}
