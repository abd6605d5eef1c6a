//! A borrower after its enrolment: signature, repayment, owner, products, end; and lists of borrowers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use defacto_sandbox::RepaymentMethod;
use defacto_sdk::api::borrowers::{BorrowerFilter, BorrowerStatus, Signature};
use defacto_sdk::api::credit_lines::{CreditLineFilter, PaymentMethod};
use defacto_sdk::api::financial_products::FinancialProductStatus;
use defacto_sdk::api::repayment_methods::{NewRepaymentMethod, RepaymentMethodStatus};
use defacto_sdk::api::testing::{BusinessEligibility, EligibilityScenario, SandboxCountry, SandboxScenario};
use defacto_sdk::error::ErrorKind;
use defacto_sdk::model::{BusinessIdentifier, DebitAccount, IdentifierType, NewOwner, Timestamp, Uuid};
use defacto_tests_rust::companies::{french, french_with_account, german, iban};
use defacto_tests_rust::story::{active_borrowers, client, ready, requests, sandbox, wait_until_ready};

#[test]
fn the_terms_are_accepted_later() {
    let sandbox = sandbox(|settings| settings.ready_without_signature = false);
    let client = client(&sandbox);
    let (borrower, _) = ready(client.enroll(&french(200), &wait_until_ready()).unwrap());
    assert_eq!(borrower.status, Some(BorrowerStatus::ToSign));

    let moment: Timestamp = "2026-11-02T09:15:00+01:00".parse().unwrap();
    let signed =
        client.borrowers().sign(borrower.id.unwrap(), &Signature::new(moment).wait_for_ready(true)).unwrap();
    assert_eq!((signed.status, signed.signed_at), (Some(BorrowerStatus::Ready), Some(moment)));
}

#[test]
fn repayment_methods_are_listed_added_and_chosen() {
    let sandbox = sandbox(|settings| settings.several_repayment_methods = true);
    let client = client(&sandbox);
    let (borrower, _) = ready(client.enroll(&french_with_account(201), &wait_until_ready()).unwrap());
    let (id, area) = (borrower.id.unwrap(), client.repayment_methods());
    let first: Vec<_> = area.list(id).unwrap().map(Result::unwrap).collect();
    assert_eq!(first.len(), 1);
    assert_eq!((&first[0].payment_method, first[0].is_main), (&PaymentMethod::DirectDebit, true));
    assert_eq!(first[0].status, RepaymentMethodStatus::Ready);

    let transfer =
        area.add(id, &NewRepaymentMethod::new(PaymentMethod::CreditTransfer, true, false)).unwrap();
    assert!(transfer.is_main && transfer.account_to_credit.is_some());
    let account = DebitAccount::new(iban("FR", "200410100599999999999" /* other account */).as_str());
    let refused = area.add(id, &NewRepaymentMethod::new("DIRECT_DEBIT", false, false).from_account(account));
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Validation, "the account is too short");
    let account = DebitAccount::new(iban("DE", "500105170000000201")).bank_identifier("INGDDEFF");
    let debit =
        area.add(id, &NewRepaymentMethod::new("DIRECT_DEBIT", false, false).from_account(account)).unwrap();
    assert!(!debit.is_main && debit.account_to_debit.is_some());
    let main: Vec<_> = area.list(id).unwrap().map(|method| method.unwrap().is_main).collect();
    assert_eq!(main, [false, true, false]);
}

#[test]
fn direct_debit_without_an_account_is_not_sent() {
    let sandbox = sandbox(|_| {});
    let method = NewRepaymentMethod::new(PaymentMethod::DirectDebit, true, true);
    let error = client(&sandbox).repayment_methods().add(Uuid::nil(), &method).unwrap_err();
    assert_eq!(error.problems()[0].pointer, "/from_account");
    assert!(sandbox.log().is_empty());
}

#[test]
fn a_partner_whose_borrowers_transfer() {
    let sandbox = sandbox(|settings| settings.default_repayment_method = RepaymentMethod::Sct);
    let mut company = german(202);
    company.account_number = None;
    let (_, line) = ready(client(&sandbox).enroll(&company, &wait_until_ready()).unwrap());
    assert_eq!(line.default_repayment_method, Some(PaymentMethod::CreditTransfer));
}

#[test]
fn deactivated_and_enrolled_again() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let company = french(203);
    let (first, _) = ready(client.enroll(&company, &wait_until_ready()).unwrap());
    client.borrowers().deactivate(first.id.unwrap()).unwrap();
    let gone = client.borrowers().get(first.id.unwrap()).unwrap();
    assert_eq!(gone.status, Some(BorrowerStatus::Deactivated));

    let (second, _) = ready(client.enroll(&company, &wait_until_ready()).unwrap());
    assert_ne!(first.id, second.id);
    assert_eq!(active_borrowers(&sandbox, &company.identifier), 1);
    assert_eq!(requests(&sandbox, "POST /borrowers").len(), 2);
}

#[test]
fn an_owner_is_added() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let (borrower, _) = ready(client.enroll(&french(204), &wait_until_ready()).unwrap());
    let owner = NewOwner::new("Odile", "Marchand").email("odile@example.org").phone_number("+33612345678");
    let added = client.borrowers().add_owner(borrower.id.unwrap(), &owner).unwrap();
    assert_eq!(
        (added.email.as_str(), added.phone_number.as_deref()),
        ("odile@example.org", Some("+33612345678"))
    );
}

#[test]
fn financial_products() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let (borrower, line) = ready(client.enroll(&french(205), &wait_until_ready()).unwrap());
    let product = client.financial_products().list(borrower.id.unwrap()).unwrap().next().unwrap().unwrap();
    assert!(product.can_request_loan);
    assert_eq!(product.status, FinancialProductStatus::Ready);
    assert_eq!((product.max_amount, product.fees_daily_rate), (line.pool_amount, line.fees_daily_rate));
    assert!(product.financial_product.configuration.contract_type.is_some());
}

#[test]
fn eligibility() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let company = BusinessIdentifier::new("472618354", IdentifierType::Siren);
    assert!(client.eligibility().borrower(&company).unwrap().is_eligible);
    for (scenario, eligible) in
        [(EligibilityScenario::NotEligible, false), (EligibilityScenario::Eligible, true)]
    {
        client.testing().set_eligibility(&BusinessEligibility::new(company.clone(), scenario)).unwrap();
        let answer = client.eligibility().borrower(&company).unwrap();
        assert_eq!((answer.is_eligible, answer.reasons.is_empty()), (eligible, eligible));
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    for error in [
        client.borrowers().get(Uuid::nil()).unwrap_err(),
        client.borrowers().deactivate(Uuid::nil()).unwrap_err(),
        client.financial_products().list(Uuid::nil()).unwrap().next().unwrap().unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.outcome_unknown()), (ErrorKind::NotFound, false), "{error}");
        assert!(error.request_id().is_some());
    }
}

#[test]
fn invented_companies_of_every_country_can_be_enrolled() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    for country in ["BEL", "DEU", "ESP", "FRA", "GUF", "ISL", "MAF", "NLD", "REU"].map(SandboxCountry::from) {
        assert!(country.is_known());
        let company = client.testing().generate_business(Some(country.clone()), Some(true)).unwrap();
        let problems = company.validate(Some(true));
        assert!(problems.is_empty(), "{country}: {problems:?}");
        let (borrower, _) = ready(client.enroll(&company, &wait_until_ready().direct_debit(true)).unwrap());
        assert_eq!(borrower.identifier, company.identifier, "{country}");
    }
    assert_eq!(sandbox.borrowers().len(), 9);
}

#[test]
fn invented_accounts_pass_the_checks() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    for scenario in [SandboxScenario::Success, SandboxScenario::Fail, SandboxScenario::SuccessOneDayLater] {
        for country in [SandboxCountry::France, SandboxCountry::Germany, SandboxCountry::Netherlands] {
            let account = client.testing().generate_iban(Some(country), Some(scenario.clone())).unwrap();
            assert!(french(206).account_number(account.iban).validate(None).is_empty());
        }
    }
}

#[test]
fn lists_of_several_pages() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let companies: Vec<_> = (210..217).map(french).collect();
    for company in &companies {
        ready(client.enroll(company, &wait_until_ready()).unwrap());
    }
    sandbox.clear_log();
    let wanted: Vec<_> = companies.iter().map(|company| company.identifier.clone()).collect();
    let all = client.borrowers().list(&BorrowerFilter::new().page_size(3)).unwrap();
    let found: Vec<_> = all.map(|borrower| borrower.unwrap().identifier).collect();
    assert_eq!(found, wanted);
    assert_eq!(requests(&sandbox, "GET /borrowers").len(), 3);

    let filter = CreditLineFilter::new().borrower(wanted[1..6].to_vec()).page_size(2);
    let lines = client.credit_lines().list(&filter).unwrap();
    let found: Vec<_> = lines.map(|line| line.unwrap().default_borrower.unwrap().identifier).collect();
    assert_eq!(found, wanted[1..6]);
    let log = requests(&sandbox, "GET /credit_lines");
    assert!(log.iter().all(|entry| entry.query.as_ref().unwrap().matches("borrower=").count() == 5));

    let mut pages = client.borrowers().list(&BorrowerFilter::new().page_size(4)).unwrap();
    let first = pages.next_page().unwrap().unwrap();
    assert_eq!((first.count, first.total, first.previous_page), (4, Some(7), None));
    let second = pages.next_page().unwrap().unwrap();
    assert_eq!((second.data.len(), second.next_page), (3, None));
    assert!(pages.next_page().unwrap().is_none());
}

#[test]
fn a_list_ends_after_an_error() {
    let sandbox = sandbox(|_| {});
    let mut list = client(&sandbox).borrowers().list(&BorrowerFilter::new().page_size(0)).unwrap();
    assert_eq!(list.next().unwrap().unwrap_err().kind(), ErrorKind::Validation);
    assert!(list.next().is_none());
}
