//! The Defacto lending API simulated on loopback: stateful, deterministic, with faults on demand.
//!
//! ```
//! # fn main() -> Result<(), defacto_sandbox::SandboxError> {
//! use defacto_sandbox::{Fault, FaultKind, Sandbox};
//!
//! let sandbox = Sandbox::start()?;
//! sandbox.fault(Fault::new(FaultKind::TimeoutAfterCommit).operation("POST /borrowers"));
//! // Point a client at sandbox.url() with the key sandbox.api_key(), then ask what it did:
//! assert!(sandbox.log().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! It works on plain JSON and knows nothing of the client that it tests, so that a mistake in one is not
//! mirrored in the other. Where the contract leaves a behaviour open, a field of [`Settings`] decides, and
//! its documentation says so. A browser that opens [`Sandbox::url`] shows the console.

#![forbid(unsafe_code)]

mod api;
mod builder;
mod console;
mod error;
mod http;
mod life;
mod rules;
mod sandbox;
mod server;
mod settings;
#[doc(hidden)]
pub mod snippets;
mod wire;
mod world;

pub use builder::Builder;
pub use error::SandboxError;
pub use sandbox::Sandbox;
pub use server::deliveries::Delivery;
pub use server::fault::{Fault, FaultKind};
pub use server::log::LogEntry;
pub use settings::{
    DeclinedAs, DirectDebitWithoutAccount, ErrorContentType, FutureBirthDates, LoanDeclinedAs,
    MissingDataLocation, PendingLines, RepaymentMethod, RepeatEnrollment, SaltReuse, SecureResumeLink,
    Settings, Shape, WebhookBorrowerId,
};
