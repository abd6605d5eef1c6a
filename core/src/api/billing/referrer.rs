//! Referrers: companies that bring borrowers and receive a share of the revenue.

use defacto_sdk_macros::{model, open_enum};

use crate::api::financial_products::{ProductConfiguration, ProductType};
use crate::model::{BusinessIdentifier, DebitAccount, Decimal, Timestamp, Uuid};

/// Type of a referrer's business, in the vendor's classification.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum ReferrerType {
    /// A broker.
    Broker,
    /// A pilot partner.
    CorePoc,
    /// A distributor.
    Distributor,
    /// A broker's office.
    LiquidBrokersCab,
    /// A network of brokers.
    LiquidBrokerNetwork,
    /// A corporate finance adviser.
    LiquidCorporateFinance,
    /// A consultant for chief financial officers.
    LiquidDafConsultant,
    /// An accountant.
    LiquidEc,
    /// A technical partner of a mixed type.
    TechHybrid,
    /// A technical partner without a fixed commitment.
    TechLiquid,
    /// A technical partner.
    TechPartner,
}

/// Type of a revenue share: its recipient.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RevenueShareType {
    /// A broker.
    BrokerRevenueShare,
    /// A partner.
    PartnerRevenueShare,
    /// The owner of a referral code.
    ReferralCodeRevenueShare,
}

/// Duration for which the revenue of a borrower is shared.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum SharingDuration {
    /// Unlimited.
    Forever,
    /// Six months.
    SixMonths,
    /// Twelve months.
    TwelveMonths,
    /// Twenty-four months.
    TwentyFourMonths,
}

/// Tier of a broker.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum BrokerTier {
    /// Lowest tier.
    Bronze,
    /// Highest tier.
    Gold,
    /// Middle tier.
    Silver,
}

/// Basis of a broker's reward.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum BrokerTrackKind {
    /// Price of the loans.
    Pricing,
    /// Amount of the loans.
    Volume,
}

/// Frequency of revenue share payouts.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum ShareFrequency {
    /// Monthly.
    Monthly,
    /// Yearly.
    Yearly,
}

/// Reward scheme of a broker.
#[model]
pub struct BrokerTrack {
    /// Tier of the broker.
    pub tier: BrokerTier,
    /// Basis of the reward.
    pub track: BrokerTrackKind,
    /// Rate that results from tier and basis. The API contract names no unit.
    pub value: Option<Decimal>,
}

/// Schedule of revenue share payouts.
#[model]
pub struct ShareSchedule {
    /// Number of months or years between two payouts.
    pub interval: i64,
    /// Unit of the interval: months or years.
    pub frequency: Option<ShareFrequency>,
}

/// Terms of a referrer's revenue share.
#[model]
pub struct RevenueShareTerms {
    /// Type of the revenue share: its recipient.
    pub revenue_share_type: RevenueShareType,
    /// E-mail addresses that receive notifications.
    #[required]
    #[sensitive]
    pub revenue_share_notification_emails: Vec<String>,
    /// Account that receives the share.
    pub shared_to_account: DebitAccount,
    /// Whether the share includes VAT.
    pub vat_included: bool,
    /// Referrer's part of the revenue. The API contract names no unit.
    pub revenue_share_rate: Option<Decimal>,
    /// Referrer's part as a fixed daily rate, in percent per day.
    pub fixed_daily_rate: Option<Decimal>,
    /// Reward scheme of the broker.
    pub broker_track: Option<BrokerTrack>,
    /// Payout schedule.
    pub execution_rule: Option<ShareSchedule>,
    /// Duration of the sharing.
    pub sharing_duration: Option<SharingDuration>,
    /// Only loans requested at or after this time are counted.
    pub min_loan_submitted_at: Option<Timestamp>,
    /// Only loans requested at or before this time are counted.
    pub max_loan_submitted_at: Option<Timestamp>,
    /// Name of the partner.
    pub tenant_name: Option<String>,
}

/// Settings of a referrer.
#[model]
pub struct ReferrerTerms {
    /// Code that the referrer gives to borrowers.
    pub referral_code: String,
    /// All codes of the referrer, past ones included.
    pub referral_codes: Vec<String>,
    /// Type of the referrer's business.
    pub referrer_type: Option<ReferrerType>,
    /// Terms of the revenue share.
    pub revenue_share_config: Option<RevenueShareTerms>,
    /// Ids of the products offered instead of the default ones.
    pub override_financial_products_ids: Vec<Uuid>,
}

/// A financial product that a referrer may offer.
#[model]
pub struct ReferrerProduct {
    /// Id of the product.
    pub id: Uuid,
    /// Name of the product.
    pub name: String,
    /// Type of the product.
    pub product_type: ProductType,
    /// Id of the lender.
    pub lender_id: Uuid,
    /// Vendor's id of the credit policy of the product.
    pub rac_id: Uuid,
    /// Configuration of the product.
    pub configuration: Option<ProductConfiguration>,
}

/// A company that brings borrowers and receives a share of the revenue.
#[model]
pub struct Referrer {
    /// Id of the referrer.
    pub id: Uuid,
    /// Vendor's id of the company.
    pub business_id: Uuid,
    /// Number and type of the referrer's company.
    pub business_identifier: BusinessIdentifier,
    /// Settings of the referrer.
    pub config: ReferrerTerms,
    /// Vendor's id of the referrer's distribution.
    pub distribution_id: Uuid,
    /// Financial products that the referrer may offer.
    #[required]
    pub financial_products: Vec<ReferrerProduct>,
    /// Name of the referrer.
    pub name: Option<String>,
    /// Type of the referrer's business.
    pub referrer_type: Option<ReferrerType>,
    /// Id of the account that receives the revenue share.
    pub shared_to_account_detail_id: Option<Uuid>,
}
