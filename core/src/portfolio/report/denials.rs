//! Which text stands for a denial code. Several codes may have one text.

/// The ends of the keys of the texts, each with its codes.
const TEXTS: [(&str, &[&str]); 33] = [
    ("activity", &["ACTIVITY_NOT_ELIGIBLE_BORROWER", "INDUSTRY_CODE_NOT_ELIGIBLE_BORROWER"]),
    ("documents", &["ACTIVITY_DOCUMENTS_REQUIRED", "REQUIRED_FINANCIAL_STATEMENT"]),
    ("factoring", &["ALREADY_USING_FACTORING_OR_DAILLY"]),
    ("former_customer", &["BORROWER_CHURNED", "OFFBOARDED"]),
    ("defaulted", &["BORROWER_DEFAULTED", "BUSINESS_HARD_COLLECTION"]),
    ("late", &["LATE_REPAYMENT_BORROWER", "DPD_15_LATE_REPAYMENT_BORROWER", "DEPRECATED_LATE_REPAYMENT"]),
    ("to_sign", &["BORROWER_TO_SIGN"]),
    ("too_young", &["BUSINESS_AGE_BELOW_THRESHOLD"]),
    ("compliance", &["BUSINESS_AML_EXTREME_RISK", "BUSINESS_COMPLIANCE_ISSUE_DETECTED"]),
    ("checks_pending", &["KYB_PENDING", "KYC_PENDING"]),
    ("checks_wait", &["KYB_PENDING_USER_ACTION", "KYC_PENDING_USER_ACTION"]),
    ("no_email", &["BUSINESS_HAS_NO_PROFESSIONAL_EMAIL"]),
    ("insolvency", &["BUSINESS_INSOLVENCY_PROCEDURE_EXISTS", "INSOLVENCY_PROCEDURE_EXISTS_BORROWER"]),
    ("director_insolvency", &["OTHER_BUSINESS_FROM_DIRECTOR_HAS_INSOLVENCY_PROCEDURE"]),
    ("legal_form", &["BUSINESS_LEGAL_FORM_NOT_ELIGIBLE", "LEGAL_FORM_NOT_ELIGIBLE_BORROWER"]),
    ("missing_information", &["BUSINESS_MISSING_INFORMATION", "KPI_MISSING", "NOT_ENOUGH_DATA"]),
    ("not_published", &["BUSINESS_NOT_DIFFUSIBLE"]),
    (
        "not_registered",
        &[
            "BUSINESS_NOT_REGISTERED",
            "BUSINESS_NOT_REGISTERED_TO_RCS",
            "BUSINESS_NOT_REGISTERED_TO_RCS_OR_RNE",
        ],
    ),
    (
        "removed",
        &[
            "BUSINESS_RADIATED",
            "REMOVED_FROM_COMMERCIAL_REGISTER_BORROWER",
            "REMOVED_FROM_COMMERCIAL_REGISTER_BUSINESS",
        ],
    ),
    ("region", &["BUSINESS_REGION_NOT_COVERED", "POSTAL_CODE_NOT_ELIGIBLE_BORROWER"]),
    ("country", &["COUNTRY_NOT_ELIGIBLE_BORROWER"]),
    ("unknown_company", &["BUSINESS_UNKNOWN"]),
    (
        "limit",
        &[
            "CAPPING_EXCEEDED",
            "COUNTRY_CAPPING_EXCEEDED",
            "EXCEEDED_PARTNER_CREDIT_LINE",
            "MAX_AMOUNT_EXCEEDED",
            "MAX_AMOUNT_EXCEEDED_BORROWER",
            "PRUDENTIAL_EXPOSURE_EXCEEDED",
        ],
    ),
    (
        "credit_risk",
        &[
            "CREDIT_RISK_NOT_ELIGIBLE",
            "HIGH_BUSINESS_RISK_INDEX",
            "HIGH_LOAN_DEFAULT_INDEX",
            "HIGH_LYSTA_RISK_INDEX",
        ],
    ),
    ("refreshing", &["DATA_STILL_REFRESHING", "WAITING_FOR_THIRD_PARTY_PROVIDER"]),
    ("outdated", &["OUTDATED_DATA"]),
    (
        "criteria",
        &[
            "DOES_NOT_MATCH_ELIGIBILITY_CRITERIA",
            "KPI_SCREENING_NOT_ELIGIBLE_BORROWER",
            "USER_DOES_NOT_MEET_MINIMUM_REQUIREMENT_FOR_CREDIT_LINE",
        ],
    ),
    (
        "figures",
        &["FINANCIAL_STATEMENT_BAD_KPI", "LOW_CASH_BALANCE", "LOW_FREE_CASH_FLOW", "RECENT_REVENUE_DROP"],
    ),
    ("statement", &["FINANCIAL_STATEMENT_PARSING_ISSUE"]),
    (
        "arrears",
        &[
            "INSTALLMENT_PLAN_DETECTED_FOR_TAX",
            "INSTALLMENT_PLAN_DETECTED_FOR_URSSAF",
            "RECENT_TAX_ARREARS_PENDING_DATA_REQUEST",
            "RECENT_URSSAF_ARREARS_PENDING_DATA_REQUEST",
        ],
    ),
    ("linked", &["LINKED_BUSINESS_IS_BLOCKED"]),
    ("bank_connection", &["NEED_BANKING_INTEGRATION", "PLEASE_RECONNECT_BANK_ACCOUNTS"]),
    ("product", &["FINANCIAL_PRODUCT_DEACTIVATED", "FINANCIAL_PRODUCT_NOT_IN_RELEASE"]),
];

/// Returns the key of the text for a denial code, or `None` if the code has none.
pub(super) fn key(code: &str) -> Option<String> {
    let (key, _) = TEXTS.iter().find(|(_, codes)| codes.contains(&code))?;
    Some(format!("denial.{key}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_at_most_one_text() {
        let mut codes: Vec<&&str> = TEXTS.iter().flat_map(|(_, codes)| codes.iter()).collect();
        let all = codes.len();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), all);
        assert_eq!(key("CREDIT_RISK_NOT_ELIGIBLE").as_deref(), Some("denial.credit_risk"));
        assert_eq!(key("NEW_CODE"), None);
    }

    #[test]
    fn every_text_of_a_denial_is_used_by_a_code() {
        let texts = include_str!("texts/en.txt").lines().filter_map(|line| line.strip_prefix("denial."));
        let mut keys: Vec<&str> = texts.filter_map(|line| Some(line.split_once(": ")?.0)).collect();
        let mut used: Vec<&str> = TEXTS.iter().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        used.sort_unstable();
        assert_eq!(keys, used);
    }
}
