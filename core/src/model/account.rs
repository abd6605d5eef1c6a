//! Bank accounts, in the forms that the API uses.

use defacto_sdk_macros::{model, open_enum};

use super::account_source::AccountSource;
use super::business::BusinessIdentifier;

/// Type of an account number.
#[open_enum(snake_case)]
pub enum AccountNumberType {
    /// A national account number.
    AccountNumber,
    /// An IBAN. The API accepts only this type at present.
    Iban,
    /// An internal identifier of the vendor.
    InternalId,
}

/// Type of a bank identifier.
#[open_enum(snake_case)]
pub enum BankIdentifierType {
    /// A BIC.
    Bic,
    /// The bank's name.
    Name,
    /// A national routing number.
    RoutingNumber,
    /// Undefined.
    Undefined,
}

/// An account of a borrower, as returned by `GET /borrower/{borrower_id}`.
#[model]
pub struct Account {
    /// Account number; at present always an IBAN.
    #[sensitive]
    pub account_number: String,
    /// Type of the account number.
    pub account_number_type: AccountNumberType,
    /// Bank identifier, usually the BIC.
    pub bank_identifier: String,
    /// Type of `bank_identifier`.
    pub bank_identifier_type: BankIdentifierType,
    /// Custom name of the account.
    #[sensitive]
    pub account_name: Option<String>,
}

/// An account with its bank, in credit lines, loans and payments.
#[model(request)]
pub struct AccountDetails {
    /// Account number; at present always an IBAN.
    #[sensitive]
    pub account_number: String,
    /// Type of the account number.
    pub account_number_type: AccountNumberType,
    /// Bank identifier, usually the BIC.
    pub bank_identifier: String,
    /// Type of `bank_identifier`.
    pub bank_identifier_type: BankIdentifierType,
}

/// An account that pays or receives money, for example the account for a loan's payout.
#[model(request)]
pub struct PaymentAccount {
    /// Account number; at present always an IBAN.
    #[sensitive]
    pub account_number: String,
    /// Type of the account number; `iban` if omitted.
    pub account_number_type: Option<AccountNumberType>,
    /// Bank identifier, usually the BIC.
    pub bank_identifier: Option<String>,
    /// Type of `bank_identifier`; `bic` if omitted.
    pub bank_identifier_type: Option<BankIdentifierType>,
    /// Company that owns the account.
    pub account_holder: Option<BusinessIdentifier>,
    /// Source in which the account was found. Only loan changes and instalment plans accept it.
    pub source: Option<AccountSource>,
}

/// An account to debit: an IBAN and an optional BIC.
#[model(request)]
pub struct DebitAccount {
    /// The IBAN.
    #[sensitive]
    pub account_number: String,
    /// Type of the account number; `iban` if omitted.
    pub account_number_type: Option<AccountNumberType>,
    /// The BIC of the bank.
    pub bank_identifier: Option<String>,
    /// Type of `bank_identifier`; `bic` if omitted.
    pub bank_identifier_type: Option<BankIdentifierType>,
}
