//! The native library behind the Kotlin and Swift packages: everything that the core exports, and nothing else.
#![allow(missing_docs, reason = "the macro's items are not for people")]

defacto_sdk::uniffi_reexport_scaffolding!();
