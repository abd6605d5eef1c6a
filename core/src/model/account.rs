//! Bank accounts, in the shapes that the API gives them.

use defacto_sdk_macros::{model, open_enum};

use super::{AccountSource, BusinessIdentifier};

/// What an account number is.
#[open_enum(snake_case)]
pub enum AccountNumberType {
    /// A national account number.
    AccountNumber,
    /// An IBAN; the only one that the API accepts at present.
    Iban,
    /// An identifier of the vendor's own.
    InternalId,
}

/// What names a bank.
#[open_enum(snake_case)]
pub enum BankIdentifierType {
    /// A BIC.
    Bic,
    /// The bank's name.
    Name,
    /// A national routing number.
    RoutingNumber,
    /// Nothing definite.
    Undefined,
}

/// An account of a borrower, as `GET /borrower/{borrower_id}` shows it.
#[model]
pub struct Account {
    /// The number, at present always an IBAN.
    #[sensitive]
    pub account_number: String,
    /// What the number is.
    pub account_number_type: AccountNumberType,
    /// What names the bank, its BIC as a rule.
    pub bank_identifier: String,
    /// What `bank_identifier` is.
    pub bank_identifier_type: BankIdentifierType,
    /// A name that somebody gave to the account.
    #[sensitive]
    pub account_name: Option<String>,
}

/// An account with its bank, as credit lines, loans and payments name it.
#[model(request)]
pub struct AccountDetails {
    /// The number, at present always an IBAN.
    #[sensitive]
    pub account_number: String,
    /// What the number is.
    pub account_number_type: AccountNumberType,
    /// What names the bank, its BIC as a rule.
    pub bank_identifier: String,
    /// What `bank_identifier` is.
    pub bank_identifier_type: BankIdentifierType,
}

/// An account that money comes from or goes to, for instance that a loan is paid out to.
#[model(request)]
pub struct PaymentAccount {
    /// The number, at present always an IBAN.
    #[sensitive]
    pub account_number: String,
    /// What the number is.
    pub account_number_type: Option<AccountNumberType>,
    /// What names the bank, its BIC as a rule.
    pub bank_identifier: Option<String>,
    /// What `bank_identifier` is.
    pub bank_identifier_type: Option<BankIdentifierType>,
    /// The company that owns the account.
    pub account_holder: Option<BusinessIdentifier>,
    /// Where the account was found; only changes of loans and plans of instalments take it.
    pub source: Option<AccountSource>,
}

/// An account to be debited, as a request names it: an IBAN and perhaps a BIC.
#[model(request)]
pub struct DebitAccount {
    /// The IBAN.
    #[sensitive]
    pub account_number: String,
    /// What the number is; `iban` when it is left out.
    pub account_number_type: Option<AccountNumberType>,
    /// The BIC of the bank.
    pub bank_identifier: Option<String>,
    /// What `bank_identifier` is; `bic` when it is left out.
    pub bank_identifier_type: Option<BankIdentifierType>,
}
