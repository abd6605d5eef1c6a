//! The entity of an event.

use std::fmt;

use super::event::WebhookEvent;
use crate::api::counterparties::Counterparty;
use crate::api::credit_lines::{CreditLine, CreditLineFilter};
use crate::api::financial_products::BorrowerFinancialProduct;
use crate::api::invoices::Invoice;
use crate::api::loans::Loan;
use crate::api::payments::{Payment, PaymentFilter};
use crate::api::webhooks::WebhookEventType;
use crate::client::{AsyncClient, Client};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::model::{JsonObject, Uuid};
use crate::wire::{Described, read};

/// The entity of an event, typed by the kind of the event.
#[derive(Clone, PartialEq)]
#[allow(clippy::large_enum_variant)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum), uniffi::export(Debug))]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, eq, module = "defacto_sdk"))]
pub enum WebhookEntity {
    /// A credit line.
    CreditLine {
        /// The line. Its company is `default_borrower`; the `id` in it is not that of a borrower.
        credit_line: CreditLine,
    },
    /// A financial product of a borrower.
    FinancialProduct {
        /// The product.
        financial_product: BorrowerFinancialProduct,
    },
    /// A counterparty whose limit changed.
    Counterparty {
        /// The counterparty.
        counterparty: Counterparty,
    },
    /// An invoice.
    Invoice {
        /// The invoice.
        invoice: Invoice,
    },
    /// A loan.
    Loan {
        /// The loan.
        loan: Loan,
    },
    /// A payment.
    Payment {
        /// The payment.
        payment: Payment,
    },
    /// An entity that this version does not know, or that does not have the form of its type.
    Unknown {
        /// Its members.
        members: JsonObject,
    },
}

impl fmt::Debug for WebhookEntity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CreditLine { credit_line: it } => write!(f, "WebhookEntity.CreditLine(credit_line={it:?})"),
            Self::FinancialProduct { financial_product: it } => {
                write!(f, "WebhookEntity.FinancialProduct(financial_product={it:?})")
            }
            Self::Counterparty { counterparty: it } => {
                write!(f, "WebhookEntity.Counterparty(counterparty={it:?})")
            }
            Self::Invoice { invoice: it } => write!(f, "WebhookEntity.Invoice(invoice={it:?})"),
            Self::Loan { loan: it } => write!(f, "WebhookEntity.Loan(loan={it:?})"),
            Self::Payment { payment: it } => write!(f, "WebhookEntity.Payment(payment={it:?})"),
            Self::Unknown { members } => write!(f, "WebhookEntity.Unknown(members={members:?})"),
        }
    }
}

/// The kind of the entity, from the first part of the event's type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    CreditLine,
    FinancialProduct,
    Counterparty,
    Invoice,
    Loan,
    Payment,
    Unknown,
}

fn subject(event_type: &WebhookEventType) -> Subject {
    match event_type.as_str().split('.').next().unwrap_or_default() {
        // The entity of `CreditLimit.UPDATED` is not documented: a line if it has the form of one.
        "CreditLine" | "CreditLimit" => Subject::CreditLine,
        "BorrowerFinancialProductCreated" | "BorrowerFinancialProductUpdated" => Subject::FinancialProduct,
        "CounterpartyCreditLimit" => Subject::Counterparty,
        "Invoice" => Subject::Invoice,
        "Loan" => Subject::Loan,
        "Payment" => Subject::Payment,
        _ => Subject::Unknown,
    }
}

impl WebhookEntity {
    fn read(event_type: &WebhookEventType, state: &str) -> Self {
        let typed = match subject(event_type) {
            Subject::CreditLine => typed(state).map(|credit_line| Self::CreditLine { credit_line }),
            Subject::FinancialProduct => {
                typed(state).map(|financial_product| Self::FinancialProduct { financial_product })
            }
            Subject::Counterparty => typed(state).map(|counterparty| Self::Counterparty { counterparty }),
            Subject::Invoice => typed(state).map(|invoice| Self::Invoice { invoice }),
            Subject::Loan => typed(state).map(|loan| Self::Loan { loan }),
            Subject::Payment => typed(state).map(|payment| Self::Payment { payment }),
            Subject::Unknown => None,
        };
        typed.unwrap_or_else(|| Self::Unknown { members: serde_json::from_str(state).unwrap_or_default() })
    }
}

fn typed<T: serde::de::DeserializeOwned + Described>(state: &str) -> Option<T> {
    read(state.as_bytes()).ok()
}

impl WebhookEvent {
    /// Returns the entity as the event shows it, typed; `Unknown` if it does not have the form of its type.
    /// It is a hint, since the event has no signature: act on what `refetch` returns.
    pub fn entity(&self) -> WebhookEntity {
        WebhookEntity::read(&self.event_type, &self.entity_state)
    }

    /// Returns the number of the credit line's company, or nothing for other events. A hint as well.
    pub fn company(&self) -> Option<String> {
        match self.entity() {
            WebhookEntity::CreditLine { credit_line } => {
                credit_line.default_borrower.map(|business| business.identifier)
            }
            _ => None,
        }
    }

    /// Reads the event's entity from the API, in its present state. Blocks; safe to repeat.
    ///
    /// Lists a credit line by the number of its company or by its id, a payment by its id, and a financial
    /// product among those of its borrower. Reads any other entity by its id.
    ///
    /// Operations: `GET /credit_lines`, `GET /borrower/{borrower_id}/financial-products`,
    /// `GET /counterparty/{counterparty_id}`, `GET /invoice/{invoice_id}`, `GET /loan/{loan_id}`,
    /// `GET /payments`.
    ///
    /// # Errors
    /// `NotFound` when the API has no such entity, or when the event does not name it; otherwise those of
    /// every call.
    pub fn refetch(&self, client: &Client) -> Result<WebhookEntity> {
        client.driven(|client| async move { self.refetch_async(&client).await })
    }

    /// As [`WebhookEvent::refetch`], for an asynchronous client. Suspends; safe to repeat.
    ///
    /// # Errors
    /// As `refetch`.
    pub async fn refetch_async(&self, client: &AsyncClient) -> Result<WebhookEntity> {
        match subject(&self.event_type) {
            Subject::CreditLine => self.refetch_line(client).await,
            Subject::FinancialProduct => {
                let state = self.state();
                let borrower = state["borrower_id"].as_str().and_then(|id| id.parse::<Uuid>().ok());
                let wanted = self.id.as_deref();
                let mut products =
                    client.financial_products().list(borrower.ok_or_else(|| self.nameless())?)?;
                while let Some(financial_product) = products.next_item().await? {
                    if Some(financial_product.id.to_string().as_str()) == wanted {
                        return Ok(WebhookEntity::FinancialProduct { financial_product });
                    }
                }
                Err(self.gone())
            }
            Subject::Counterparty => {
                let counterparty = client.counterparties().get(self.uuid()?).await?;
                Ok(WebhookEntity::Counterparty { counterparty })
            }
            Subject::Invoice => {
                Ok(WebhookEntity::Invoice { invoice: client.invoices().get(self.uuid()?).await? })
            }
            Subject::Loan => Ok(WebhookEntity::Loan { loan: client.loans().get(self.uuid()?).await? }),
            Subject::Payment => {
                let filter = PaymentFilter::new().id(vec![self.uuid()?]);
                let payment = client.payments().list(&filter)?.next_item().await?;
                Ok(WebhookEntity::Payment { payment: payment.ok_or_else(|| self.gone())? })
            }
            Subject::Unknown => Err(self.nameless()),
        }
    }

    async fn refetch_line(&self, client: &AsyncClient) -> Result<WebhookEntity> {
        let filter = match (self.company(), self.uuid()) {
            (Some(company), _) => CreditLineFilter::new().borrower(vec![company]),
            (None, Ok(id)) => CreditLineFilter::new().id(vec![id]),
            (None, Err(error)) => return Err(error),
        };
        let credit_line = client.credit_lines().list(&filter)?.next_item().await?;
        Ok(WebhookEntity::CreditLine { credit_line: credit_line.ok_or_else(|| self.gone())? })
    }

    fn uuid(&self) -> Result<Uuid> {
        self.id.as_deref().and_then(|id| id.parse().ok()).ok_or_else(|| self.nameless())
    }

    fn gone(&self) -> DefactoError {
        let detail = format!("the API has nothing that the event {} could be about", self.event_type);
        DefactoError::of(ErrorKind::NotFound, detail, "It may be there a little later: read it again then.")
    }

    fn nameless(&self) -> DefactoError {
        let detail = format!("the event {} does not say what it is about", self.event_type);
        DefactoError::of(
            ErrorKind::NotFound,
            detail,
            "List what may have changed, by the area of the client.",
        )
    }
}
