//! Sources of accounts.

use defacto_sdk_macros::{model, open_enum};

/// Name of a data source for accounts.
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
    /// Pennylane, through the vendor's API.
    PennylaneDefactoApi,
    /// Pennylane, through its data warehouse.
    PennylaneRedshift,
    /// Qonto.
    Qonto,
    /// Stemscape.
    StemscapeDefactoApi,
    /// Super.
    SuperDefactoApi,
}

/// The data source in which an account was found.
#[model(request)]
pub struct AccountSource {
    /// Id of the account in the source.
    pub id: String,
    /// Name of the source.
    pub name: AccountSourceName,
    /// Id of the connection to the source.
    pub datasource_unique_id: Option<String>,
}
