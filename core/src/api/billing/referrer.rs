//! Referrers: who brings borrowers and shares in the revenue.

use defacto_sdk_macros::{model, open_enum};

use crate::api::financial_products::{ProductConfiguration, ProductType};
use crate::model::{BusinessIdentifier, DebitAccount, Decimal, Timestamp, Uuid};

/// What kind of business a referrer is, in the vendor's own classes.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum ReferrerType {
    /// A broker.
    Broker,
    /// A partner of a trial.
    CorePoc,
    /// A distributor.
    Distributor,
    /// A broker's office.
    LiquidBrokersCab,
    /// A network of brokers.
    LiquidBrokerNetwork,
    /// A corporate finance adviser.
    LiquidCorporateFinance,
    /// A consultant to financial directors.
    LiquidDafConsultant,
    /// An accountant.
    LiquidEc,
    /// A technical partner of a mixed kind.
    TechHybrid,
    /// A technical partner without a firm bond.
    TechLiquid,
    /// A technical partner.
    TechPartner,
}

/// With whom revenue is shared.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum RevenueShareType {
    /// With a broker.
    BrokerRevenueShare,
    /// With a partner.
    PartnerRevenueShare,
    /// With the owner of a referral code.
    ReferralCodeRevenueShare,
}

/// For how long the revenue of a borrower is shared.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum SharingDuration {
    /// Without end.
    Forever,
    /// For six months.
    SixMonths,
    /// For twelve months.
    TwelveMonths,
    /// For twenty-four months.
    TwentyFourMonths,
}

/// The rank of a broker.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum BrokerTier {
    /// The lowest.
    Bronze,
    /// The highest.
    Gold,
    /// In between.
    Silver,
}

/// What a broker is rewarded for.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum BrokerTrackKind {
    /// The price of the loans.
    Pricing,
    /// The amount of the loans.
    Volume,
}

/// How often revenue is shared out.
#[open_enum(SCREAMING_SNAKE_CASE)]
pub enum ShareFrequency {
    /// Each month.
    Monthly,
    /// Each year.
    Yearly,
}

/// How a broker is rewarded.
#[model]
pub struct BrokerTrack {
    /// The broker's rank.
    pub tier: BrokerTier,
    /// What the reward depends on.
    pub track: BrokerTrackKind,
    /// The rate that follows from both; the contract names no unit.
    pub value: Option<Decimal>,
}

/// When revenue is shared out.
#[model]
pub struct ShareSchedule {
    /// How many months or years lie between two times.
    pub interval: i64,
    /// Whether the interval counts months or years.
    pub frequency: Option<ShareFrequency>,
}

/// How revenue is shared with a referrer.
#[model]
pub struct RevenueShareTerms {
    /// With whom it is shared.
    pub revenue_share_type: RevenueShareType,
    /// Who is told by e-mail.
    #[required]
    #[sensitive]
    pub revenue_share_notification_emails: Vec<String>,
    /// The account that the share is paid to.
    pub shared_to_account: DebitAccount,
    /// Whether VAT is part of the share.
    pub vat_included: bool,
    /// The referrer's part of the revenue; the contract names no unit.
    pub revenue_share_rate: Option<Decimal>,
    /// The referrer's part as a rate of its own, in percent per day.
    pub fixed_daily_rate: Option<Decimal>,
    /// How a broker is rewarded.
    pub broker_track: Option<BrokerTrack>,
    /// When the revenue is shared out.
    pub execution_rule: Option<ShareSchedule>,
    /// For how long.
    pub sharing_duration: Option<SharingDuration>,
    /// Only loans requested at this moment or later count.
    pub min_loan_submitted_at: Option<Timestamp>,
    /// Only loans requested at this moment or before count.
    pub max_loan_submitted_at: Option<Timestamp>,
    /// The partner's name.
    pub tenant_name: Option<String>,
}

/// How a referrer is set up.
#[model]
pub struct ReferrerTerms {
    /// The code that the referrer gives to borrowers.
    pub referral_code: String,
    /// All codes that the referrer has ever used.
    pub referral_codes: Vec<String>,
    /// What kind of business it is.
    pub referrer_type: Option<ReferrerType>,
    /// How revenue is shared.
    pub revenue_share_config: Option<RevenueShareTerms>,
    /// The products offered instead of the usual ones.
    pub override_financial_products_ids: Vec<Uuid>,
}

/// A financial product that a referrer may offer.
#[model]
pub struct ReferrerProduct {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub product_type: ProductType,
    /// The lender's id.
    pub lender_id: Uuid,
    /// The id of its credit policy at the vendor.
    pub rac_id: Uuid,
    /// How it is set up.
    pub configuration: Option<ProductConfiguration>,
}

/// Who brings borrowers and shares in the revenue.
#[model]
pub struct Referrer {
    /// Its id.
    pub id: Uuid,
    /// The company's id at the vendor.
    pub business_id: Uuid,
    /// The company.
    pub business_identifier: BusinessIdentifier,
    /// How it is set up.
    pub config: ReferrerTerms,
    /// The id of its distribution at the vendor.
    pub distribution_id: Uuid,
    /// What it may offer.
    #[required]
    pub financial_products: Vec<ReferrerProduct>,
    /// Its name.
    pub name: Option<String>,
    /// What kind of business it is.
    pub referrer_type: Option<ReferrerType>,
    /// The id of the account that its share is paid to.
    pub shared_to_account_detail_id: Option<Uuid>,
}
