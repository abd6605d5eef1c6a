//! Statuses and kinds with their names on the wire.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Makes enums whose values have names on the wire.
macro_rules! named {
    ($($(#[doc = $doc:literal])+ $name:ident { $($variant:ident $text:literal,)+ })+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[allow(dead_code, reason = "the contract has values that nothing here makes")]
        pub(crate) enum $name { $(#[serde(rename = $text)] $variant,)+ }

        #[allow(dead_code, reason = "not every enum is listed, written and read")]
        impl $name {
            /// The names of all values.
            pub(crate) const NAMES: &[&str] = &[$($text),+];

            /// Returns the name on the wire.
            pub(crate) fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// Returns the value with a name, or `None` if there is none.
            pub(crate) fn named(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl From<$name> for Value {
            fn from(value: $name) -> Self {
                value.as_str().into()
            }
        }

        impl PartialEq<$name> for Value {
            fn eq(&self, value: &$name) -> bool {
                self == value.as_str()
            }
        }
    )+};
}

named! {
    /// Where a borrower stands.
    BorrowerStatus {
        ToSign "TO_SIGN", Signed "SIGNED", SddSetup "SDD_SETUP", AllPaymentSetup "ALL_PAYMENT_SETUP",
        Ready "READY", Blocked "BLOCKED", Deactivated "DEACTIVATED", Prohibited "PROHIBITED",
    }

    /// Where the checks of a borrower stand.
    ComplianceStatus {
        Reviewing "REVIEWING", Approved "APPROVED", Rejected "REJECTED",
    }

    /// Where a repayment method stands.
    MethodStatus {
        New "NEW", Ready "READY", Deactivated "DEACTIVATED",
    }

    /// Where a financial product stands.
    ProductStatus {
        Created "CREATED", ToSign "TO_SIGN", Ready "READY", Blocked "BLOCKED", Deactivated "DEACTIVATED",
    }

    /// Where an invoice stands.
    InvoiceStatus {
        Declined "DECLINED", Deleted "DELETED", Paid "PAID", Submitted "SUBMITTED", ToEdit "TO_EDIT",
        ToSubmit "TO_SUBMIT", Verified "VERIFIED",
    }

    /// Where a loan stands.
    LoanStatus {
        Canceled "CANCELED", Closed "CLOSED", Declined "DECLINED", Deleted "DELETED", Initiated "INITIATED",
        IssueDetected "ISSUE_DETECTED", PendingValidation "PENDING_VALIDATION", Scheduled "SCHEDULED",
        Submitted "SUBMITTED", ToRepay "TO_REPAY", ToRepayFees "TO_REPAY_FEES", ToValidate "TO_VALIDATE",
        Validated "VALIDATED",
    }

    /// Where a payment stands, or an instalment.
    PaymentStatus {
        Canceled "CANCELED", Failed "FAILED", Instructed "INSTRUCTED", InTransit "IN_TRANSIT", Paid "PAID",
        Proposed "PROPOSED", Scheduled "SCHEDULED",
    }

    /// What a payment is for.
    PaymentType {
        ChannelVerification "CHANNEL_VERIFICATION", Chargeback "CHARGEBACK",
        DepositFunding "DEPOSIT_FUNDING", DepositRelease "DEPOSIT_RELEASE",
        DepositWithdrawal "DEPOSIT_WITHDRAWAL", Extra "EXTRA", Internal "INTERNAL",
        LenderDebtResolution "LENDER_DEBT_RESOLUTION", LenderPrefunding "LENDER_PREFUNDING",
        LenderRepurchase "LENDER_REPURCHASE", LoanPayment "LOAN_PAYMENT", LoanPurchase "LOAN_PURCHASE",
        PaymentProviderFees "PAYMENT_PROVIDER_FEES", Platform "PLATFORM", Refund "REFUND",
        RepaymentFees "REPAYMENT_FEES", RepaymentFull "REPAYMENT_FULL",
        RepaymentNominal "REPAYMENT_NOMINAL", Returned "RETURNED", RevenueShare "REVENUE_SHARE",
        Revert "REVERT", Subscription "SUBSCRIPTION",
    }

    /// Where an instalment stands whose plan is not active yet.
    DraftStatus {
        Draft "DRAFT",
    }

    /// Where a bill stands: the four statuses that can be asked for, of the six there are.
    BillStatus {
        Paid "PAID", SentToPayer "SENT_TO_PAYER", ToPay "TO_PAY", Validated "VALIDATED",
    }

    /// What an accounting event records.
    AccountingType {
        Canceled "LOAN_CANCELED", DisbursementPaid "LOAN_DISBURSEMENT_PAID",
        ExtraPaid "LOAN_EXTRA_PAID",
        GuaranteeDepositChargedBack "LOAN_GUARANTEE_DEPOSIT_CHARGED_BACK",
        GuaranteeDepositPaid "LOAN_GUARANTEE_DEPOSIT_PAID",
        InterestsChargebackPenalized "LOAN_INTERESTS_CHARGEBACK_PENALIZED",
        InterestsDiscounted "LOAN_INTERESTS_DISCOUNTED",
        InterestsFallenDue "LOAN_INTERESTS_FALLEN_DUE",
        InterestDepositChargedBack "LOAN_INTEREST_DEPOSIT_CHARGED_BACK",
        InterestDepositPaid "LOAN_INTEREST_DEPOSIT_PAID",
        InterestFromDepositPaid "LOAN_INTEREST_FROM_DEPOSIT_PAID",
        InterestFromDepositUnpaid "LOAN_INTEREST_FROM_DEPOSIT_UNPAID",
        PrincipalFallenDue "LOAN_PRINCIPAL_FALLEN_DUE",
        PrincipalFallenLate "LOAN_PRINCIPAL_FALLEN_LATE",
        PrincipalFromDepositPaid "LOAN_PRINCIPAL_FROM_DEPOSIT_PAID", RefundPaid "LOAN_REFUND_PAID",
        RepaymentFeesChargedBack "LOAN_REPAYMENT_FEES_CHARGED_BACK",
        RepaymentFeesPaid "LOAN_REPAYMENT_FEES_PAID",
        RepaymentNominalChargedBack "LOAN_REPAYMENT_NOMINAL_CHARGED_BACK",
        RepaymentNominalPaid "LOAN_REPAYMENT_NOMINAL_PAID",
        RepaymentNominalUnpaid "LOAN_REPAYMENT_NOMINAL_UNPAID", ReturnedPaid "LOAN_RETURNED_PAID",
        Validated "LOAN_VALIDATED",
    }

    /// Whether a card can be used.
    CardStatus {
        Active "active", Inactive "inactive", Canceled "canceled",
    }

    /// Where an action of a recollection case stands.
    ActionStatus {
        Scheduled "SCHEDULED",
    }

    /// Where an onboarding stands.
    OnboardingStatus {
        Created "CREATED", Completed "COMPLETED", Duplicate "DUPLICATE",
    }

    /// Where the evaluation of an onboarding stands.
    EligibilityStatus {
        PendingUserAction "PENDING_USER_ACTION", PendingValidation "PENDING_VALIDATION", Done "DONE",
    }

    /// Where a batch of uploads stands.
    BatchStatus {
        Created "CREATED", ClosingScheduled "CLOSING_SCHEDULED", ClosingInProgress "CLOSING_IN_PROGRESS",
        Closed "CLOSED", Canceled "CANCELED",
    }

    /// Where a revenue share stands.
    ShareStatus {
        Created "CREATED", Paid "PAID", Deleted "DELETED",
    }

    /// Where a subscription stands.
    SubscriptionStatus {
        Created "CREATED", Active "ACTIVE", Canceled "CANCELED",
    }
}
