//! The control API and the front page.

use crate::support::{french, get, post, post_form, sandbox, send, send_as, send_with};
use serde_json::{Value, json};

#[test]
fn the_log_tells_what_was_sent() {
    let sandbox = sandbox(|_| {});
    post(&sandbox, "/borrowers", &french());
    get(&sandbox, "/credit-lines?borrower=913572467");
    let log = send_with(&sandbox, "GET", "/_sandbox/log", &[], None).unwrap().body["requests"].clone();
    assert_eq!(log.as_array().unwrap().len(), 2, "control requests are not logged");
    assert_eq!((&log[0]["operation"], &log[0]["status"]), (&json!("POST /borrowers"), &json!(201)));
    assert_eq!((&log[0]["committed"], &log[0]["fault"]), (&json!(true), &Value::Null));
    assert_eq!(log[0]["body"]["identifier"], "913572467");
    assert!(log[0]["user_agent"].as_str().unwrap().contains("ureq"));
    assert_eq!(
        (&log[1]["operation"], &log[1]["path"]),
        (&json!("GET /credit_lines"), &json!("/credit-lines"))
    );
    assert_eq!((&log[1]["query"], &log[1]["committed"]), (&json!("borrower=913572467"), &json!(false)));
    assert_eq!(send(&sandbox, "DELETE", "/_sandbox/log", None).status, 204);
    assert!(sandbox.log().is_empty());
    get(&sandbox, "/hello");
    assert_eq!(sandbox.log()[0].sequence, 3);
}

#[test]
fn the_log_shows_forms_and_uploads_as_json() {
    let sandbox = sandbox(|_| {});
    post_form(&sandbox, "/cards/any/ephemeral-key", "nonce=a%26b+c");
    assert_eq!(sandbox.log()[0].body, Some(json!({"nonce": "a&b c"})));

    let parts = "--cut\r\ncontent-disposition: form-data; name=\"metadata\"\r\n\r\n{\"a\": 1}\r\n\
                 --cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"i.pdf\"\r\n\
                 content-type: application/pdf\r\n\r\n%PDF-1.7\r\n--cut--\r\n";
    let body = ("multipart/form-data; boundary=cut", parts.to_owned());
    send_as(&sandbox, "POST", "/invoices/upload", &[("authorization", "Bearer test-key")], body).unwrap();
    let shown = json!({
        "metadata": "{\"a\": 1}",
        "file": {"filename": "i.pdf", "content_type": "application/pdf", "bytes": 8},
    });
    assert_eq!(sandbox.log()[1].body, Some(shown));

    let torn = ("multipart/form-data; boundary=cut", "--cut\r\nnothing".to_owned());
    send_as(&sandbox, "POST", "/invoices/upload", &[], torn).unwrap();
    assert_eq!(sandbox.log()[2].body, None);
}

#[test]
fn faults_are_set_listed_and_removed() {
    let sandbox = sandbox(|_| {});
    let fault = json!({"kind": "bad_gateway", "operation": "GET /hello", "times": 2});
    assert_eq!(post(&sandbox, "/_sandbox/faults", &fault).status, 201);
    assert_eq!(get(&sandbox, "/hello").status, 502);
    assert_eq!(get(&sandbox, "/_sandbox/faults").body["faults"][0]["times"], 1);
    assert_eq!(send(&sandbox, "DELETE", "/_sandbox/faults", None).status, 204);
    assert_eq!(get(&sandbox, "/hello").status, 200);
    for wrong in [json!({"kind": "earthquake"}), json!({"kind": "latency", "often": true}), json!({})] {
        assert_eq!(post(&sandbox, "/_sandbox/faults", &wrong).status, 422);
    }
}

#[test]
fn switches_are_read_and_changed_one_by_one() {
    let sandbox = sandbox(|_| {});
    assert_eq!(get(&sandbox, "/_sandbox/settings").body["repeat_enrollment"], "create_second");
    let change = |body: Value| send(&sandbox, "PATCH", "/_sandbox/settings", Some(&body));
    let changed = change(json!({"repeat_enrollment": "refuse", "declined_as": "error_400"}));
    assert_eq!((changed.status, &changed.body["declined_as"]), (200, &json!("error_400")));
    assert_eq!(changed.body["speed"], 100.0);
    for wrong in [json!({"speed": -1}), json!({"unheard_of": 1}), json!({"declined_as": "maybe"}), json!([])]
    {
        assert_eq!(change(wrong).status, 422);
    }
    assert_eq!(get(&sandbox, "/_sandbox/settings").body["repeat_enrollment"], "refuse");
}

#[test]
fn the_state_counts_borrowers_by_company() {
    let sandbox = sandbox(|_| {});
    post(&sandbox, "/borrowers", &french());
    post(&sandbox, "/borrowers", &french());
    let state = get(&sandbox, "/_sandbox/state").body;
    assert_eq!(state["borrowers_by_identifier"], json!({"913572467": 2}));
    assert_eq!(state["borrowers"][0]["identifier"], "913572467");
}

#[test]
fn a_reset_goes_back_to_the_start() {
    let sandbox = sandbox(|settings| settings.max_page_size = 7);
    let first = post(&sandbox, "/borrowers", &french()).body;
    post(&sandbox, "/_sandbox/faults", &json!({"kind": "bad_gateway"}));
    send(&sandbox, "PATCH", "/_sandbox/settings", Some(&json!({"max_page_size": 9})));
    assert_eq!(send(&sandbox, "POST", "/_sandbox/reset", None).status, 204);
    assert!(sandbox.borrowers().is_empty() && sandbox.log().is_empty() && sandbox.faults().is_empty());
    assert_eq!(sandbox.settings().max_page_size, 7);
    assert_eq!(post(&sandbox, "/borrowers", &french()).body, first, "and everything happens again");
}

#[test]
fn the_front_page_is_for_people_and_for_programs() {
    let sandbox = sandbox(|_| {});
    let page = send_with(&sandbox, "GET", "/", &[("accept", "text/html,*/*")], None).unwrap();
    let document = send_with(&sandbox, "GET", "/", &[], None).unwrap();
    for word in ["test-key", "/_console/borrowers", "/_console/operations/borrowers.enroll"] {
        assert!(page.text.contains(word), "{word}");
    }
    assert_eq!(document.body["openapi"], "3.1.0");
    assert!(document.body["paths"]["/borrowers"]["post"]["responses"]["201"].is_object());
    assert!(document.body["paths"]["/_sandbox/faults"]["post"].is_object());
    assert!(document.body["x-settings"]["speed"].is_string());
    assert!(document.body["x-faults"]["slow_body"].is_string());
}
