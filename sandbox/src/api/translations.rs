//! Codes and what they mean in four languages. The codes are the contract's; the texts are this simulator's
//! own.

use serde_json::{Value, json};

use crate::{
    http::{Call, Step},
    rules::Refusal,
    world::World,
};

/// Every documented reason for a denial, one a line.
const DENIAL_CODES: &str = include_str!("denial_codes.txt");

/// Every type of data that can be asked for, and whether a document must come with it.
const DATA_TYPES: [(&str, bool); 18] = [
    ("administrative_seizure_explanation", false),
    ("allocation_seizure_explanation", false),
    ("ccsf_official_document", true),
    ("certificate_of_tax_compliance", true),
    ("certificate_of_vigilance", true),
    ("debt_arrears", false),
    ("financial_capacity", false),
    ("financial_statement", true),
    ("iban_used_for_social_security_payments", false),
    ("insolvency_early_signal_explanation", false),
    ("interim_financial_guarantee", true),
    ("other_seizure_explanation", false),
    ("overdraft_contract", true),
    ("security_services_authorisation", true),
    ("social_security_installment_plan", true),
    ("tax_return", true),
    ("term_sheet", true),
    ("transport_license", true),
];

/// The documented codes, and the one that the switch `denial_code` names.
fn denial_codes(world: &World) -> impl Iterator<Item = &str> {
    let chosen = world.settings.denial_code.as_str();
    let added = (!DENIAL_CODES.lines().any(|code| code == chosen)).then_some(chosen);
    DENIAL_CODES.lines().chain(added)
}

/// `GET /eligibility/reasons`
pub(crate) fn denial_reasons(_: &Call, world: &World) -> Result<Step, Refusal> {
    let reason = |code| json!({"denial_code_name": code, "translations": denial(code)});
    Step::ok(denial_codes(world).map(reason).collect())
}

/// `GET /translation/denial-code/{code}`
pub(crate) fn denial_code(call: &Call, world: &World) -> Result<Step, Refusal> {
    let wanted = call.param("code");
    let code = denial_codes(world).find(|code| *code == wanted);
    Step::ok(denial(code.ok_or_else(|| Refusal::not_found("denial code"))?))
}

/// `GET /business/data-request/data-type/{data_type}`
pub(crate) fn data_type(call: &Call, _: &World) -> Result<Step, Refusal> {
    let wanted = call.param("data_type");
    let found = DATA_TYPES.iter().find(|(name, _)| *name == wanted);
    let (name, requires_document) = found.ok_or_else(|| Refusal::not_found("data type"))?;
    Step::ok(json!({
        "data_type": name,
        "requires_document": requires_document,
        "translations": texts(["Benötigt", "Needed", "Se necesita", "À fournir"], name),
    }))
}

/// What a denial code says.
pub(crate) fn denial(code: &str) -> Value {
    texts(["Abgelehnt", "Declined", "Rechazado", "Refusé"], code)
}

/// German, English, Spanish and French: a word and the code. In English, the code in plain letters.
fn texts([de, en, es, fr]: [&str; 4], code: &str) -> Value {
    json!({
        "de": format!("{de} ({code})."),
        "en": format!("{en}: {}.", code.replace('_', " ").to_lowercase()),
        "es": format!("{es} ({code})."),
        "fr": format!("{fr} ({code})."),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_code_stands_once_and_in_order() {
        let sorted: BTreeSet<_> = DENIAL_CODES.lines().collect();
        assert_eq!(sorted.into_iter().collect::<Vec<_>>(), DENIAL_CODES.lines().collect::<Vec<_>>());
        assert_eq!(DENIAL_CODES.lines().count(), 170);
    }
}
