//! Where an account was found.

use defacto_sdk_macros::{model, open_enum};

/// A source of account data that the vendor knows.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum AccountSourceName {
    /// Axonaut.
    AxonautDefactoApi,
    /// Bridge.
    Bridge,
    /// Cefin.
    CefinDefactoApi,
    /// finAPI.
    Finapi,
    /// Irma.
    IrmaDefactoApi,
    /// Leano.
    LeanoDefactoApi,
    /// Libeo.
    LibeoDefactoApi,
    /// Pennylane, by the vendor's API.
    PennylaneDefactoApi,
    /// Pennylane, by its data warehouse.
    PennylaneRedshift,
    /// Qonto.
    Qonto,
    /// Stemscape.
    StemscapeDefactoApi,
    /// Super.
    SuperDefactoApi,
}

/// Where an account was found.
#[model(request)]
pub struct AccountSource {
    /// The account's id at the source.
    pub id: String,
    /// The source.
    pub name: AccountSourceName,
    /// The id of the connection to the source.
    pub datasource_unique_id: Option<String>,
}
