//! Client SDK for the Defacto lending API: from a company to its credit line.
//!
//! Begin with [`Client`]; the main job is [`Client::enroll`]. The areas of the API are its methods; models
//! and operations are in [`api`]. Every call blocks; [`AsyncClient`] has the same functions as futures and
//! streams. Errors are [`DefactoError`]; declines and missing data are values, see [`Enrollment`].
//!
//! ```
//! use defacto_sdk::api::borrowers::NewBorrower;
//!
//! let company = NewBorrower::new("913 572 467").identifier_type("siren").account_number("FR76 0000");
//! let problems = company.validate(None);
//! assert_eq!(problems[0].pointer, "/account_number");
//! ```
//!
//! # Features
//!
//! None is on unless you name it.
//!
//! | feature | adds |
//! |---|---|
//! | `portfolio` | [`portfolio`]: files with many companies, checked and enrolled with a journal |
//! | `spreadsheets` | portfolios from `.xlsx` and `.ods` |
//! | `parquet` | portfolios from Parquet and Arrow files |
//! | `sqlite` | `store::SqliteStore`: a store in one file |
//! | `postgres` | `store::PostgresStore`: a store for several machines |
//! | `testing` | `testing::TestApi`: clients without a network, for unit tests |
//! | `bundled-roots` | Mozilla's authorities, compiled in, instead of the system's |
//! | `http2` | HTTP/2 where the server offers it, see its cost in `docs/adr` of the repository |
#![cfg_attr(not(any(feature = "python", feature = "uniffi")), forbid(unsafe_code))]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod api;
#[cfg(test)]
mod canned;
mod client;
pub mod enrollment;
pub mod error;
mod explain;
#[cfg(feature = "uniffi")]
pub mod foreign;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
pub mod identity;
mod intent;
pub mod lending;
mod lock;
#[cfg(any(feature = "python", feature = "uniffi"))]
mod logging;
pub mod model;
pub mod observe;
pub mod page;
mod pdf;
pub mod pending;
mod per_process;
pub mod portfolio;
mod rate_limiter;
mod reasons;
mod redact;
#[cfg(doctest)]
mod reference;
mod retry;
mod scrub;
#[cfg(feature = "simulation")]
#[doc(hidden)]
pub use world::simulated as simulation;
pub mod store;
mod stream;
#[cfg(feature = "testing")]
pub mod testing;
mod transport;
mod validation;
mod wait;
pub mod webhook;
#[doc(hidden)]
pub mod wire;
mod world;

#[cfg(feature = "python")]
pub mod python;

pub use client::{AsyncClient, CallOptions, Client, ClientBuilder, ClientOptions, Environment, RawResponse};
pub use enrollment::{EnrollOptions, Enrollment};
pub use error::{DefactoError, Result};
pub use lending::{AsyncLoanTracker, LoanOptions, LoanOutcome, LoanTracker, TrackOptions};
pub use observe::CallObserver;
pub use pdf::Pdf;
pub use pending::{AsyncPendingEnrollments, PendingEnrollments};
pub use transport::{AnswerInfo, ApiKey, CaCertificates, ClientCertificate, Headers};
pub use wait::CancelToken;

#[cfg(feature = "uniffi")]
uniffi::setup_scaffolding!("defacto");

/// The README's examples, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
