//! Enrolling a company: both modes, every refusal, every switch.

use crate::support::{self, eventually, french, german, get, line_of, post, sandbox, with};
use defacto_sandbox::{
    DeclinedAs, DirectDebitWithoutAccount, FutureBirthDates, MissingDataLocation, PendingLines,
    RepaymentMethod, RepeatEnrollment, Sandbox, Shape,
};
use serde_json::{Value, json};

fn status_of(sandbox: &Sandbox, id: &Value) -> String {
    let reply = get(sandbox, &format!("/borrower/{}", id.as_str().unwrap()));
    reply.body["status"].as_str().unwrap().to_owned()
}

fn decline(sandbox: &Sandbox) {
    let body = json!({"business_identifier": {"identifier": "913572467"}, "scenario": "NOT_ELIGIBLE"});
    assert_eq!(post(sandbox, "/sandbox/business-eligible", &body).status, 204);
}

#[test]
fn a_synchronous_enrolment_answers_when_the_line_exists() {
    let sandbox = sandbox(|_| {});
    let reply = post(&sandbox, "/borrowers", &with(french(), "wait_for_ready", true.into()));
    assert_eq!((reply.status, &reply.body["status"]), (201, &json!("READY")));
    assert_eq!(reply.body["identifier"], "913572467");
    assert_eq!(reply.body["compliance_checks"]["status"], "APPROVED");
    assert_eq!(reply.body["metadata"]["crm_id"], "C-1");
    let lines = get(&sandbox, "/credit_lines?borrower=913572467").body;
    assert_eq!((&lines["count"], &lines["total"]), (&json!(1), &json!(1)));
    let line = &lines["data"][0];
    assert_eq!(line["default_borrower"]["identifier"], "913572467");
    assert_ne!(line["default_borrower"]["id"], reply.body["id"], "a line shows an internal id");
    assert!(line["pool_amount"].as_i64().unwrap() > 0);
    assert_eq!(get(&sandbox, "/credit-lines?borrower=913572467").body["data"][0]["id"], line["id"]);
}

#[test]
fn an_asynchronous_enrolment_answers_before_the_line_exists() {
    let sandbox = sandbox(|settings| settings.speed = 20.0);
    let reply = post(&sandbox, "/borrowers", &french());
    assert_eq!((reply.status, &reply.body["status"]), (201, &json!("SIGNED")));
    let early = get(&sandbox, "/credit_lines?borrower=913572467");
    assert_eq!((early.status, &early.body["data"]), (200, &json!([])));
    line_of(&sandbox, "913572467");
    assert_eq!(status_of(&sandbox, &reply.body["id"]), "READY");
}

#[test]
fn without_a_signature_the_answer_is_to_sign() {
    let sandbox = sandbox(|settings| settings.ready_without_signature = false);
    let body = json!({"identifier": "913572467"});
    let reply = post(&sandbox, "/borrowers", &body);
    assert_eq!(reply.body["status"], "TO_SIGN");
    line_of(&sandbox, "913572467");
    assert_eq!(status_of(&sandbox, &reply.body["id"]), "TO_SIGN");
    let path = format!("/borrower/{}/sign", reply.body["id"].as_str().unwrap());
    let signed = post(&sandbox, &path, &json!({"signed_at": "2026-11-20T09:30:00Z"}));
    assert_eq!((signed.status, &signed.body["status"]), (200, &json!("READY")));
}

#[test]
fn signing_can_wait_for_the_evaluation() {
    let sandbox = sandbox(|settings| settings.speed = 20.0);
    let id = post(&sandbox, "/borrowers", &json!({"identifier": "913572467"})).body["id"].clone();
    let path = format!("/borrower/{}/sign", id.as_str().unwrap());
    let body = json!({"signed_at": "2026-11-20T09:30:00Z", "wait_for_ready": true});
    assert_eq!(post(&sandbox, &path, &body).body["status"], "READY");
    assert_eq!(post(&sandbox, &path, &json!({})).status, 422);
}

#[test]
fn the_asynchronous_status_can_be_any() {
    let sandbox = sandbox(|settings| settings.async_status = Some("SDD_SETUP".to_owned()));
    assert_eq!(post(&sandbox, "/borrowers", &french()).body["status"], "SDD_SETUP");
}

#[test]
fn a_declined_company_gets_what_the_switch_says() {
    let outcome = |declined_as| {
        let sandbox = sandbox(|settings| settings.declined_as = declined_as);
        decline(&sandbox);
        let reply = post(&sandbox, "/borrowers", &with(french(), "wait_for_ready", true.into()));
        let lines = get(&sandbox, "/credit_lines?borrower=913572467").body["data"].clone();
        (reply.status, reply.body, lines)
    };
    let (status, body, lines) = outcome(DeclinedAs::NoLine);
    assert_eq!((status, &body["status"], &lines), (201, &json!("BLOCKED"), &json!([])));
    assert_eq!(body["status_reason"], "CREDIT_RISK_NOT_ELIGIBLE");
    let (status, body, lines) = outcome(DeclinedAs::Prohibited);
    assert_eq!((status, &body["status"], &lines), (201, &json!("PROHIBITED"), &json!([])));
    let (status, body, lines) = outcome(DeclinedAs::ZeroLine);
    assert_eq!((status, &body["status"]), (201, &json!("READY")));
    assert_eq!((&lines[0]["pool_amount"], &lines[0]["balance_available"]), (&json!(0), &json!(0)));
    let (status, body, lines) = outcome(DeclinedAs::Error400);
    assert_eq!((status, &body["status"], &lines), (400, &json!(400), &json!([])));
}

#[test]
fn an_asynchronous_decline_shows_after_the_evaluation() {
    let sandbox = sandbox(|settings| settings.declined_as = DeclinedAs::Error400);
    decline(&sandbox);
    let reply = post(&sandbox, "/borrowers", &french());
    assert_eq!((reply.status, &reply.body["status"]), (201, &json!("SIGNED")));
    eventually("the decline", || (status_of(&sandbox, &reply.body["id"]) == "BLOCKED").then_some(()));
    assert_eq!(sandbox.credit_lines().len(), 0);
}

#[test]
fn an_eligible_company_can_be_made_eligible_again() {
    let sandbox = sandbox(|_| {});
    let ask = || {
        post(
            &sandbox,
            "/eligibility/borrower",
            &json!({"identifier": "913572467", "identifier_type": "siren"}),
        )
    };
    assert_eq!(ask().body["is_eligible"], true);
    decline(&sandbox);
    let no = ask().body;
    assert_eq!(
        (&no["is_eligible"], &no["reasons"][0]["code"]),
        (&json!(false), &json!("CREDIT_RISK_NOT_ELIGIBLE"))
    );
    let body = json!({"business_identifier": {"identifier": "913572467"}, "scenario": "OK"});
    assert_eq!(post(&sandbox, "/sandbox/business-eligible", &body).status, 204);
    assert_eq!(ask().body["is_eligible"], true);
}

#[test]
fn missing_data_is_listed_where_the_switch_says() {
    let ask = |location| {
        let sandbox = sandbox(|settings| settings.missing_data_location = location);
        let mut body = with(german(), "account_number", Value::Null);
        body["directors"][0]["birth_date"] = Value::Null;
        body["directors"][0]["address"] = Value::Null;
        let reply = post(&sandbox, "/borrowers", &body);
        assert_eq!(reply.status, 400);
        assert!(sandbox.borrowers().is_empty());
        reply.body
    };
    let missing = ["directors[0].birth_date", "directors[0].address.country", "account_number"];
    assert_eq!(ask(MissingDataLocation::Data)["data"]["missing_fields"], json!(missing));
    let params = ask(MissingDataLocation::InvalidParams)["invalid_params"].clone();
    let names: Vec<_> = params.as_array().unwrap().iter().map(|param| param["name"].clone()).collect();
    assert_eq!(json!(names), json!(missing));
    let detail = ask(MissingDataLocation::Detail);
    assert!(detail["data"].is_null() && detail["invalid_params"].is_null());
    assert!(missing.iter().all(|path| detail["detail"].as_str().unwrap().contains(path)), "{detail}");
}

#[test]
fn what_must_be_there_depends_on_the_country_and_the_method() {
    let missing = |method, body: &Value| {
        let sandbox = sandbox(|settings| settings.default_repayment_method = method);
        post(&sandbox, "/borrowers", body).body["data"]["missing_fields"].as_array().map_or(0, Vec::len)
    };
    let bare = json!({"identifier": "HRB 424242 B", "identifier_type": "hr_nummer"});
    assert_eq!(missing(RepaymentMethod::DirectDebit, &bare), 7);
    assert_eq!(missing(RepaymentMethod::Sct, &bare), 6);
    assert_eq!(missing(RepaymentMethod::Sct, &with(german(), "account_number", Value::Null)), 0);
    for french in ["913572467", "91357246700012"] {
        assert_eq!(missing(RepaymentMethod::DirectDebit, &json!({"identifier": french})), 0);
    }
    let vat = |number: &str| json!({"identifier": number, "identifier_type": "vat_number"});
    assert_eq!(missing(RepaymentMethod::DirectDebit, &vat("FR67913572467")), 0);
    assert_eq!(missing(RepaymentMethod::DirectDebit, &vat("DE424242423")), 7);
}

#[test]
fn the_directors_of_a_french_company_are_looked_up() {
    let enroll = |body: &Value| {
        let sandbox = sandbox(|_| {});
        post(&sandbox, "/borrowers", body).body["directors"].clone()
    };
    let found = enroll(&french());
    assert_eq!((&found[0]["nationality"], &found[0]["role"]), (&json!("FRA"), &json!("DIRECTOR")));
    assert!(found[0]["birth_date"].is_string() && found[0]["address"]["country"] == "FRA");
    assert_eq!(found, enroll(&french()), "it is the same in every run");
    assert_ne!(found, enroll(&with(french(), "identifier", "552032534".into())));
    let given = json!([
        {"entity_type": "business", "legal_name": "Holding Exemple"},
        {"first_name": "Camille", "last_name": "Durand", "address": {"city": "Lille"}},
    ]);
    let filled = enroll(&with(french(), "directors", given.clone()));
    assert_eq!(filled[0], given[0], "a company is no managing director");
    assert_eq!(
        (&filled[1]["first_name"], &filled[1]["address"]["city"]),
        (&json!("Camille"), &json!("Lille"))
    );
    assert!(filled[1]["business_email"].is_string() && filled[1]["address"]["country"] == "FRA");
    assert!(enroll(&german())[0]["title"].is_null(), "no other company is looked up");
}

#[test]
fn without_the_look_up_a_french_company_lacks_data_like_others() {
    let sandbox = sandbox(|settings| settings.french_look_up = false);
    let reply = post(&sandbox, "/borrowers", &json!({"identifier": "913572467"}));
    assert_eq!(reply.status, 400);
    assert_eq!(reply.body["data"]["missing_fields"].as_array().unwrap().len(), 7);
    let directors = german()["directors"].clone();
    assert_eq!(post(&sandbox, "/borrowers", &with(french(), "directors", directors)).status, 201);
}

#[test]
fn direct_debit_without_an_account_does_what_the_switch_says() {
    let body = json!({"identifier": "913572467", "wait_for_ready": true});
    let transfers = sandbox(|_| {});
    assert_eq!(post(&transfers, "/borrowers", &body).body["status"], "READY");
    assert_eq!(line_of(&transfers, "913572467")["default_repayment_method"], "SCT");
    let refuses = sandbox(|settings| {
        settings.direct_debit_without_account = DirectDebitWithoutAccount::Refuse;
    });
    let reply = post(&refuses, "/borrowers", &body);
    assert_eq!((reply.status, &reply.body["data"]["missing_fields"]), (400, &json!(["account_number"])));
    let reply = post(&refuses, "/borrowers", &with(french(), "wait_for_ready", true.into()));
    assert_eq!(reply.body["status"], "READY");
    assert_eq!(line_of(&refuses, "913572467")["default_repayment_method"], "DIRECT_DEBIT");
}

#[test]
fn a_company_as_director_does_not_replace_a_person() {
    let sandbox = sandbox(|_| {});
    let mut body = german();
    body["directors"][0]["entity_type"] = "business".into();
    let reply = post(&sandbox, "/borrowers", &body);
    assert_eq!(reply.status, 400);
    assert_eq!(reply.body["data"]["missing_fields"][0], "directors[1].first_name");
}

#[test]
fn an_account_serves_one_company_only() {
    let sandbox = sandbox(|_| {});
    assert_eq!(post(&sandbox, "/borrowers", &french()).status, 201);
    let other = with(french(), "identifier", "552032534".into());
    let reply = post(&sandbox, "/borrowers", &other);
    assert_eq!(reply.status, 400);
    assert!(!reply.text.contains("FR76"), "the account number leaked");
    assert_eq!(sandbox.borrowers().len(), 1);
}

#[test]
fn a_wrong_account_number_has_the_status_of_the_switch() {
    for status in [400, 422] {
        let sandbox = sandbox(|settings| settings.bad_iban_status = status);
        for wrong in ["FR7711111000420001234567876", "FR76", "nonsense"] {
            let reply = post(&sandbox, "/borrowers", &with(french(), "account_number", wrong.into()));
            assert_eq!(reply.status, status);
            assert_eq!(reply.body["invalid_params"][0]["name"], "account_number");
            assert!(!reply.text.contains(wrong));
        }
    }
}

#[test]
fn a_second_enrolment_does_what_the_switch_says() {
    let twice = |repeat| {
        let sandbox = sandbox(|settings| settings.repeat_enrollment = repeat);
        let first = post(&sandbox, "/borrowers", &french());
        let second = post(&sandbox, "/borrowers", &french());
        let same = first.body["id"] == second.body["id"];
        (second.status, same, sandbox.borrowers().len())
    };
    assert_eq!(twice(RepeatEnrollment::CreateSecond), (201, false, 2));
    assert_eq!(twice(RepeatEnrollment::ReturnExisting), (201, true, 1));
    assert_eq!(twice(RepeatEnrollment::Refuse), (400, false, 1));
}

#[test]
fn a_deactivated_company_can_enrol_again() {
    let sandbox = sandbox(|settings| settings.repeat_enrollment = RepeatEnrollment::Refuse);
    let body = with(french(), "wait_for_ready", true.into());
    let id = post(&sandbox, "/borrowers", &body).body["id"].clone();
    let path = format!("/borrower/{}/deactivate", id.as_str().unwrap());
    let reply = post(&sandbox, &path, &Value::Null);
    assert_eq!((reply.status, reply.text.as_str()), (204, ""));
    assert_eq!(status_of(&sandbox, &id), "DEACTIVATED");
    assert_eq!(get(&sandbox, "/credit_lines?borrower=913572467").body["count"], 0);
    assert_eq!(post(&sandbox, "/borrowers", &body).status, 201);
}

#[test]
fn malformed_bodies_are_named_and_not_repeated() {
    let sandbox = sandbox(|settings| settings.accept_naive_datetimes = false);
    let cases = [
        (json!({"name": "X"}), "identifier"),
        (json!({"identifier": 913_572_464}), "identifier"),
        (json!({"identifier": ""}), "identifier"),
        (json!({"identifier": "913 572 467", "identifier_type": "siren"}), "identifier"),
        (with(french(), "identifier_type", "SIREN".into()), "identifier_type"),
        (with(french(), "identifier_type", "name".into()), "identifier_type"),
        (with(french(), "directors", json!([])), "directors"),
        (with(french(), "directors", json!([{"birth_date": "29/02/1984"}])), "directors[0].birth_date"),
        (with(french(), "signed_at", "2026-11-20T09:30:00".into()), "signed_at"),
        (with(french(), "address", json!({"city": "Paris"})), "address.address_line_1"),
        (with(french(), "owner", json!({"first_name": "Camille"})), "owner.last_name"),
        (with(french(), "wait_for_ready", "true".into()), "wait_for_ready"),
    ];
    for (body, name) in cases {
        let reply = post(&sandbox, "/borrowers", &body);
        assert_eq!(reply.status, 422, "{body}");
        assert_eq!(reply.body["invalid_params"][0]["name"], name, "{body}");
        assert!(!reply.text.contains("29/02/1984") && !reply.text.contains("913"), "a value leaked");
    }
    let not_json = support::raw(&sandbox, "POST", "/borrowers", "identifier=1");
    assert!(String::from_utf8(not_json).unwrap().starts_with("HTTP/1.1 422"));
    assert!(sandbox.borrowers().is_empty());
}

#[test]
fn a_birth_date_in_the_future_is_refused_on_demand() {
    let body = with(french(), "directors", json!([{"birth_date": "2990-01-01"}]));
    assert_eq!(post(&sandbox(|_| {}), "/borrowers", &body).status, 201);
    let strict = sandbox(|settings| settings.future_birth_dates = FutureBirthDates::Refuse);
    assert_eq!(post(&strict, "/borrowers", &body).status, 422);
}

#[test]
fn answers_can_carry_the_required_fields_alone() {
    let sandbox = sandbox(|settings| {
        settings.response_shape = Shape::Minimal;
        settings.line_shape = Shape::Minimal;
    });
    let reply = post(&sandbox, "/borrowers", &with(french(), "wait_for_ready", true.into()));
    assert_eq!(reply.body, json!({"identifier": "913572467"}));
    let line = line_of(&sandbox, "913572467");
    assert_eq!(line.as_object().unwrap().len(), 5);
    assert_eq!(line["distribution"], "PARTNER");
}

#[test]
fn pending_lines_can_be_a_404() {
    let sandbox = sandbox(|settings| {
        settings.pending_lines = PendingLines::NotFound;
        settings.speed = 20.0;
    });
    assert_eq!(get(&sandbox, "/credit_lines?borrower=913572467").status, 200);
    post(&sandbox, "/borrowers", &french());
    assert_eq!(get(&sandbox, "/credit_lines?borrower=913572467").status, 404);
    line_of(&sandbox, "913572467");
}
