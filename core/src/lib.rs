//! Client SDK for the Defacto lending API.
#![cfg_attr(not(any(feature = "python", feature = "uniffi")), forbid(unsafe_code))]

pub mod api;
mod client;
pub mod enrollment;
pub mod error;
pub mod model;
pub mod page;
mod redact;
mod retry;
mod transport;
mod validation;
mod wait;
pub mod wire;

#[cfg(feature = "python")]
pub mod python;
#[cfg(feature = "uniffi")]
mod uniffi_types;

pub use client::{CallOptions, Client, ClientBuilder, Environment, RawResponse};
pub use enrollment::{EnrollOptions, Enrollment};
pub use error::{DefactoError, Result};
pub use wait::CancelToken;

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!("defacto");
