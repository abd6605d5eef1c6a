//! The native library behind the Kotlin and Swift packages: everything that the core exports, and for the JVM one
//! way in for all of it.
//!
//! uniffi exports a C function for each function of the core. Swift calls these. The JVM has no cheap way to call
//! C functions that it learns about at run time, so `call` calls them on its behalf, with arguments and results as
//! bytes in uniffi's own format, and `callbacks` is the way back. `jni` and `jna` are two doors to the same room.
#![allow(missing_docs, reason = "the macro's items are not for people")]

mod call;
mod callbacks;
mod door;
mod host;
#[cfg(not(target_os = "ios"))]
mod jna;
#[cfg(not(target_os = "ios"))]
mod jni;

defacto_sdk::uniffi_reexport_scaffolding!();
