//! A resume token comes back from wherever it was stored: it is read, or refused.
#![no_main]

use defacto_sdk::{Enrollment, fuzzing};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    fuzzing::resume_token(text);
    if let Ok(outcome) = Enrollment::from_json(text) {
        let again = Enrollment::from_json(&outcome.to_json()).expect("what was written can be read");
        assert_eq!(again, outcome);
    }
});
