//! IBANs, company numbers, and requests as JSON text: checked without a panic, and the same when they are normalised twice.
#![no_main]

use defacto_sdk::api::borrowers::NewBorrower;
use defacto_sdk::fuzzing;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    fuzzing::iban(text);
    fuzzing::identifier(text);
    let _ = NewBorrower::check_json(text, Some(true));
    let request = NewBorrower::new(text).account_number(text).vat_number(text);
    let _ = request.validate(None);
    let normalized = request.normalized();
    assert_eq!(normalized.normalized(), normalized);
});
