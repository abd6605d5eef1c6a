//! One company has one borrower, whatever the spelling, whichever client enrols it, and however often.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]

use std::collections::HashSet;
use std::sync::{Arc, Barrier};
use std::time::Duration;

use defacto_sandbox::{Fault, FaultKind, RepeatEnrollment, Sandbox};
use defacto_sdk::api::borrowers::{Borrower, NewBorrower};
use defacto_sdk::enrollment::BorrowerCandidate;
use defacto_sdk::error::ErrorKind;
use defacto_sdk::model::{BusinessAddress, IdentifierType};
use defacto_sdk::portfolio::{PortfolioOptions, PortfolioOutcome, rows};
use defacto_sdk::store::{MemoryStore, Store};
use defacto_sdk::{Client, Enrollment};
use defacto_tests_rust::companies::{director, french, german, iban, siren};
use defacto_tests_rust::story::{
    client, in_sandbox_time, pending, ready, requests, sandbox, wait_until_ready,
};

fn posts(sandbox: &Sandbox) -> usize {
    requests(sandbox, "POST /borrowers").len()
}

fn company(identifier: &str, kind: &str) -> NewBorrower {
    NewBorrower::new(identifier).identifier_type(IdentifierType::from(kind)).name("Fonderie des Tilleuls SAS")
}

fn candidates(outcome: Enrollment) -> Vec<BorrowerCandidate> {
    match outcome {
        Enrollment::Ambiguous { candidates } => candidates,
        other => panic!("not ambiguous: {other:?}"),
    }
}

/// Returns a company of one of two courts that have the same number.
fn at_court(town: &str, name: &str, account: u64) -> NewBorrower {
    NewBorrower::new("HRB 22222")
        .identifier_type(IdentifierType::HrNummer)
        .name(name)
        .address(BusinessAddress::new("Weg 1", town, "DEU", "80331"))
        .account_number(iban("DE", &format!("50010517{account:010}")))
        .directors(vec![director("Käthe", "Böhm", "DEU")])
}

fn munich() -> NewBorrower {
    at_court("München", "Alpha Bau GmbH", 1)
}

fn hamburg() -> NewBorrower {
    at_court("Hamburg", "Beta Logistik GmbH", 2)
}

#[test]
fn a_company_of_spain_has_one_number_whatever_it_is_called() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let spanish = |identifier: &str, kind: &str| {
        company(identifier, kind)
            .directors(vec![director("Ana", "Prieto", "ESP")])
            .account_number(iban("ES", "21000418450200051332"))
    };
    let (first, _) = ready(client.enroll(&spanish("B73160459", "nif"), &wait_until_ready()).unwrap());
    for (identifier, kind) in [("B73160459", "cif"), ("b-73160459", "cif"), ("ESB73160459", "vat_number")] {
        let (borrower, _) = ready(client.enroll(&spanish(identifier, kind), &wait_until_ready()).unwrap());
        assert_eq!(borrower.id, first.id, "{identifier} {kind}");
    }
    assert_eq!(posts(&sandbox), 1);
}

#[test]
fn a_company_of_france_has_one_number_in_every_spelling() {
    let sandbox = sandbox(|_| {});
    let (first, _) =
        ready(client(&sandbox).enroll(&company("913572467", "siren"), &wait_until_ready()).unwrap());
    for (identifier, kind) in [
        ("91357246700018", "siret"),
        ("913 572 467 00018", "siret"),
        ("FR67913572467", "vat_number"),
        ("fr 67 913 572 467", "vat_number"),
        ("913.572.467", "siren"),
        ("913572467.0", "siren"),
        ("９１３５７２４６７", "siren"),
        ("'913572467", "siren"),
        ("913572467", "siret"),
    ] {
        // Another client: it does not share what the first one has seen, and must read it from the API.
        let (borrower, _) =
            ready(client(&sandbox).enroll(&company(identifier, kind), &wait_until_ready()).unwrap());
        assert_eq!(borrower.id, first.id, "{identifier} {kind}");
    }
    assert_eq!(posts(&sandbox), 1);
}

#[test]
fn a_siret_that_cannot_be_derived_is_remembered() {
    let sandbox = sandbox(|_| {});
    let (first, _) =
        ready(client(&sandbox).enroll(&company("91357246700018", "siret"), &wait_until_ready()).unwrap());
    let (borrower, _) =
        ready(client(&sandbox).enroll(&company("913572467", "siren"), &wait_until_ready()).unwrap());
    assert_eq!(borrower.id, first.id);
    assert_eq!(posts(&sandbox), 1);
}

#[test]
fn two_companies_with_one_number_have_a_line_each() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let enroll = |company: &NewBorrower| ready(client.enroll(company, &wait_until_ready()).unwrap());
    let (alpha, alpha_line) = enroll(&munich());
    let (beta, beta_line) = enroll(&hamburg());
    assert_ne!(alpha.id, beta.id);
    assert_ne!(alpha_line.id, beta_line.id);
    assert_eq!(beta_line.default_borrower.unwrap().name.as_deref(), Some("Beta Logistik GmbH"));
    let again = |company, known: &Borrower| assert_eq!(enroll(&company).0.id, known.id, "it is found again");
    again(munich(), &alpha);
    again(hamburg().name("BETA-LOGISTIK Gesellschaft mit beschränkter Haftung"), &beta);
    assert_eq!(posts(&sandbox), 2);
}

#[test]
fn asynchronous_ones_with_one_number_are_told_apart_as_well() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let options = in_sandbox_time(defacto_sdk::EnrollOptions::asynchronous());
    let tokens = [munich(), hamburg()].map(|company| pending(client.enroll(&company, &options).unwrap()).1);
    let lines = tokens.map(|token| ready(client.resume_enrollment(&token, &wait_until_ready()).unwrap()).1);
    let names: Vec<_> =
        lines.iter().map(|line| line.default_borrower.clone().unwrap().name.unwrap()).collect();
    assert_eq!(names, ["Alpha Bau GmbH", "Beta Logistik GmbH"]);
}

#[test]
fn a_file_with_two_companies_of_one_number_enrols_both() {
    let sandbox = sandbox(|_| {});
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let options = PortfolioOptions::new()
        .settle_time(Duration::from_millis(300))
        .poll_interval(Duration::from_millis(10))
        .wait(Duration::from_secs(20));
    let bare = NewBorrower::new("HRB 22222").identifier_type(IdentifierType::HrNummer);
    // One at a time: the third row finds the borrowers of the others.
    let run = client(&sandbox)
        .enroll_many(rows([munich(), hamburg(), bare]), store, &options.max_in_flight(1))
        .unwrap();
    let mut results: Vec<_> = run.map(Result::unwrap).collect();
    results.sort_by_key(|result| result.row);
    let outcomes: Vec<_> = results.iter().map(|result| result.outcome.clone()).collect();
    assert_eq!(outcomes, [PortfolioOutcome::Ready, PortfolioOutcome::Ready, PortfolioOutcome::Ambiguous]);
    assert_ne!(results[0].borrower_id, results[1].borrower_id);
    assert_eq!(results[2].candidates.len(), 2);
    assert_eq!(posts(&sandbox), 2);
}

#[test]
fn nothing_but_a_number_that_others_have_is_ambiguous_and_can_be_decided() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let (alpha, _) = ready(client.enroll(&munich(), &wait_until_ready()).unwrap());
    let bare = NewBorrower::new("hrb 22222").identifier_type(IdentifierType::HrNummer);
    let found = candidates(client.enroll(&bare, &wait_until_ready()).unwrap());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].borrower_id, found[0].city.as_deref()), (alpha.id, Some("München")));
    assert_eq!(posts(&sandbox), 1, "nothing was sent");

    let chosen = wait_until_ready().borrower_id(found[0].borrower_id.unwrap());
    assert_eq!(ready(client.enroll(&bare, &chosen).unwrap()).0.id, alpha.id);
    let wrong = client.enroll(&hamburg(), &chosen).unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::Configuration, "the company that was chosen is another one");
    assert_eq!(posts(&sandbox), 1);

    let mut other = hamburg();
    (other.name, other.address, other.identifier) = (None, None, "HRB 22222".to_owned());
    other.account_number = None;
    // For a bank transfer only a director is needed.
    let options = wait_until_ready().create_new(true);
    match client.enroll(&other, &options).unwrap() {
        Enrollment::Ready { borrower, .. } => assert_ne!(borrower.id, alpha.id),
        Enrollment::MissingData { .. } => {}
        unexpected => panic!("{unexpected:?}"),
    }
    assert_eq!(posts(&sandbox), 2, "it was sent");
}

#[test]
fn the_borrower_of_another_company_is_not_taken_although_the_api_gives_it() {
    let sandbox = sandbox(|settings| settings.repeat_enrollment = RepeatEnrollment::ReturnExisting);
    let client = client(&sandbox);
    let (alpha, _) = ready(client.enroll(&munich(), &wait_until_ready()).unwrap());
    let found = candidates(client.enroll(&hamburg(), &wait_until_ready()).unwrap());
    assert_eq!(found[0].borrower_id, alpha.id);
}

#[test]
fn clients_of_one_process_enrol_a_company_once() {
    // Slow enough that all calls begin before the first answer.
    let sandbox = Sandbox::builder().speed(20.0).start().unwrap();
    let ready_to_go = Barrier::new(8);
    let ids: HashSet<_> = std::thread::scope(|scope| {
        let spellings =
            [("913572467", "siren"), ("91357246700018", "siret"), ("FR67913572467", "vat_number")];
        let threads: Vec<_> = (0..8)
            .map(|number: usize| {
                let (identifier, kind) = spellings[number % spellings.len()];
                let (client, barrier) = (client(&sandbox), &ready_to_go);
                scope.spawn(move || {
                    barrier.wait();
                    ready(client.enroll(&company(identifier, kind), &wait_until_ready()).unwrap()).0.id
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(ids.len(), 1);
    assert_eq!(posts(&sandbox), 1);
}

#[test]
fn jobs_of_any_name_enrol_a_company_once() {
    let sandbox = Sandbox::builder().speed(100.0).start().unwrap();
    sandbox.fault(Fault::new(FaultKind::TimeoutAfterCommit).operation("POST /borrowers").probability(0.3));
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let options = |name: &str| {
        PortfolioOptions::new()
            .name(name)
            .max_in_flight(4)
            .settle_time(Duration::from_millis(900))
            .poll_interval(Duration::from_millis(10))
            .wait(Duration::from_secs(20))
    };
    std::thread::scope(|scope| {
        for name in ["january", "january-corrected", "the same again"] {
            let (store, client) = (Arc::clone(&store), client(&sandbox));
            let options = options(name);
            scope.spawn(move || {
                let run = client.enroll_many(rows((1..=20).map(french)), store, &options).unwrap();
                run.map(Result::unwrap).for_each(drop);
            });
        }
    });
    let enrolled: Vec<_> =
        sandbox.borrowers().iter().map(|it| it["identifier"].as_str().unwrap().to_owned()).collect();
    let different: HashSet<_> = enrolled.iter().collect();
    assert_eq!((enrolled.len(), different.len()), (20, 20));
}

#[test]
fn a_store_tells_the_next_process_what_is_in_doubt() {
    let sandbox = sandbox(|_| {});
    sandbox.fault(Fault::new(FaultKind::TimeoutAfterCommit).operation("POST /borrowers").times(1));
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let with_store = || -> Client {
        Client::builder(sandbox.api_key(), sandbox.url()).store(Arc::clone(&store)).build().unwrap()
    };
    let given_up = wait_until_ready().deadline(Duration::from_millis(50));
    // The second enrolment uses another number, so this process's memory of the first does not help it.
    drop(with_store().enroll(&french(7), &given_up));
    let notes = store.claim(defacto_sdk::store::IntentClaim::new(
        sandbox.url(),
        &[store.hide(&format!("enrollment {}", siren(7))).unwrap()],
        "a test",
    ));
    let defacto_sdk::store::Claimed::Held(notes) = notes.unwrap() else { panic!("somebody holds it") };
    assert_eq!(notes.len(), 1);
    assert!(!notes[0].text.contains(&siren(7)) && notes[0].text.contains("settles_in"), "{}", notes[0].text);
}

#[test]
fn a_line_by_another_method_than_is_expected_is_told() {
    let sandbox = sandbox(|_| {});
    let client = client(&sandbox);
    let options = wait_until_ready().expect_repayment_method("SCT".into());
    let Enrollment::Ready { warnings, credit_line, .. } = client.enroll(&german(3), &options).unwrap() else {
        panic!("it is not ready");
    };
    assert_eq!(credit_line.default_repayment_method.unwrap().as_str(), "DIRECT_DEBIT");
    assert_eq!(warnings[0].code, "repayment_method_differs");
    assert_eq!(warnings[0].pointer, "/credit_line/default_repayment_method");
    let expected = wait_until_ready().expect_repayment_method("DIRECT_DEBIT".into());
    let Enrollment::Ready { warnings, .. } = client.enroll(&german(3), &expected).unwrap() else {
        panic!("it is not ready");
    };
    assert_eq!(warnings, []);
}

#[test]
fn who_waits_for_a_line_keeps_what_is_in_doubt_for_those_who_enrol() {
    let sandbox = sandbox(|_| {});
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let waiting = defacto_sdk::PendingEnrollments::new(
        &client(&sandbox),
        Arc::clone(&store),
        defacto_sdk::pending::PendingOptions::new(),
    );
    let at = jiff::Timestamp::now() + Duration::from_secs(30);
    let token = format!(
        r#"{{"version":1,"api":"{}","identifier":"{}","settles_at":"{at}"}}"#,
        sandbox.url(),
        siren(8)
    );
    waiting.add_token(&token).unwrap();
    let options = wait_until_ready().deadline(Duration::from_millis(200)).store(store);
    pending(client(&sandbox).enroll(&french(8), &options).unwrap());
    assert_eq!(posts(&sandbox), 0, "another process may have sent it");
}

#[test]
fn a_file_tells_of_lines_by_another_method() {
    let sandbox = sandbox(|_| {});
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let options = PortfolioOptions::new()
        .poll_interval(Duration::from_millis(10))
        .expect_repayment_method("SCT".into())
        .wait(Duration::from_secs(20));
    let run = client(&sandbox).enroll_many(rows([german(9)]), store, &options).unwrap();
    let results: Vec<_> = run.map(Result::unwrap).collect();
    assert_eq!(results[0].outcome, PortfolioOutcome::Ready);
    assert_eq!(results[0].problems[0].problem.code, "repayment_method_differs");
}

#[test]
fn the_number_of_a_person_is_not_kept() {
    let sandbox = sandbox(|_| {});
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    let number = "999990019";
    let person = |spelled: &str| {
        NewBorrower::new(spelled)
            .identifier_type(IdentifierType::Bsn)
            .name("Bakkerij Voorbeeld")
            .directors(vec![director("Sanne", "Voorbeeld", "NLD")])
            .account_number(iban("NL", "ABNA0417164300"))
    };
    let run = |rows_of: Vec<NewBorrower>, wait: Duration| -> Vec<_> {
        let options = PortfolioOptions::new()
            .settle_time(Duration::from_millis(300))
            .poll_interval(Duration::from_millis(10))
            .wait(wait);
        let run = client(&sandbox).enroll_many(rows(rows_of), Arc::clone(&store), &options).unwrap();
        run.map(Result::unwrap).collect()
    };
    // The first run does not wait for the line; the second one requests it by the borrower.
    run(vec![person(number)], Duration::ZERO);
    let results = run(vec![person("9999 90019"), person(number)], Duration::from_secs(20));
    let kept = store.entries("portfolio", None, 100).unwrap();
    let text: Vec<String> =
        kept.iter().map(|entry| format!("{} {:?} {:?}", entry.company, entry.token, entry.outcome)).collect();
    assert!(!text.concat().contains("99999001"), "{text:?}");
    let ready: Vec<_> = results.iter().filter(|result| result.outcome == PortfolioOutcome::Ready).collect();
    assert_eq!(ready.len(), 1, "{results:?}");
    assert_eq!(ready[0].identifier.as_deref(), Some("…019"));
    assert_eq!(posts(&sandbox), 1);
}
