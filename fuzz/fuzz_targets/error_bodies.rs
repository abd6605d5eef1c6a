//! The body of an error answer may be anything; it is read as far as it goes.
#![no_main]

use defacto_sdk::fuzzing;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| fuzzing::error_body(body));
