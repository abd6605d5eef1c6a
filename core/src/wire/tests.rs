use std::collections::HashMap;

use defacto_sdk_macros::model;

use super::codec::to_json;
use super::shape::{check_shape, read, read_list};
use crate::wire::kind::Described;

/// A part of a basket.
#[model(request)]
struct Part {
    /// How much of it.
    weight: i64,
}

/// A basket.
#[model(request)]
struct Basket {
    /// What is in it.
    #[required]
    parts: Vec<Part>,
    /// What is beside it, by name.
    beside: HashMap<String, Part>,
}

/// What to change about a basket.
#[model(patch)]
struct BasketChanges {
    /// Who carries it.
    carrier: Option<String>,
    /// What stands on it.
    labels: Option<Vec<String>>,
}

fn basket(parts: &[i64]) -> Basket {
    Basket::new(parts.iter().map(|weight| Part::new(*weight)).collect::<Vec<_>>())
}

#[test]
fn a_required_list_is_sent_although_it_is_empty() {
    assert_eq!(to_json(&basket(&[])), r#"{"parts":[]}"#);
}

#[test]
fn a_required_list_that_is_missing_is_named() {
    for text in ["{}", r#"{"parts":null}"#] {
        let faults = read::<Basket>(text.as_bytes()).expect_err("it is required");
        assert_eq!((faults[0].pointer.as_str(), faults[0].code), ("/parts", "required"));
    }
    assert_eq!(read::<Basket>(br#"{"parts":[]}"#), Ok(basket(&[])));
}

#[test]
fn members_may_come_in_any_order() {
    for text in [
        r#"{"parts":[{"weight":1}],"x":1,"beside":{}}"#,
        r#"{"beside":{},"x":1,"parts":[{"weight":1}]}"#,
        r#"{"beside":{},"parts":[],"x":1,"beside":{},"parts":[{"weight":1}]}"#,
    ] {
        let value: Basket = read(text.as_bytes()).expect("it is a basket");
        assert_eq!((value.parts, value.extra.iter().count()), (vec![Part::new(1)], 1), "{text}");
    }
}

#[test]
fn bytes_that_are_no_text_are_no_json() {
    for bytes in [&b"{\"parts\":[],\"label\":\"\xff\"}"[..], b"\xff\xfe{\0}\0", b"{\"parts\":[]}\xc3"] {
        let faults = read::<Basket>(bytes).expect_err("it is not UTF-8");
        assert_eq!((faults[0].pointer.as_str(), faults[0].code), ("", "invalid_json"));
    }
}

#[test]
fn a_map_keeps_its_names_and_is_written_in_their_order() {
    let text = r#"{"parts":[],"beside":{"a/b":{"weight":1},"c":{"weight":2}}}"#;
    let value: Basket = read(text.as_bytes()).expect("it is a basket");
    assert_eq!(value.beside["a/b"], Part::new(1));
    assert_eq!(to_json(&value), text);
    assert_eq!(format!("{value:?}"), "Basket(parts=[], beside={a/b: Part(weight=1), c: Part(weight=2)})");
}

#[test]
fn a_mistake_inside_a_map_has_its_place() {
    let text = r#"{"parts":[],"beside":{"a/b":{"weight":"heavy"}}}"#;
    let faults = read::<Basket>(text.as_bytes()).expect_err("the weight is no number");
    assert_eq!(faults[0].pointer, "/beside/a~1b/weight");
}

#[test]
fn a_mistake_inside_a_bare_list_has_its_place() {
    let faults = read_list::<Part>(br#"[{"weight":1},{}]"#).expect_err("a weight is missing");
    assert_eq!((faults[0].pointer.as_str(), faults[0].code), ("/1/weight", "required"));
    assert_eq!(read_list::<Part>(br#"[{"weight":1}]"#), Ok(vec![Part::new(1)]));
    assert_eq!(
        read_list::<Part>(b"{}").expect_err("it is no list")[0].detail,
        "must be a list, not an object"
    );
}

#[test]
fn a_change_leaves_alone_what_is_not_set_and_empties_what_it_names() {
    assert_eq!(to_json(&BasketChanges::new()), "{}");
    assert_eq!(to_json(&BasketChanges::new().labels(Vec::new())), r#"{"labels":[]}"#);
    let cleared = BasketChanges::new().carrier("Ada").clear(vec!["labels".to_owned()]);
    assert_eq!(to_json(&cleared), r#"{"carrier":"Ada","labels":null}"#);
}

#[test]
fn what_is_named_to_be_emptied_is_not_sent_twice() {
    let both = BasketChanges::new().carrier("Ada").clear(vec!["carrier".to_owned()]);
    assert_eq!(to_json(&both), r#"{"carrier":null}"#);
}

#[test]
fn a_name_that_is_no_field_is_sent_for_the_server_to_refuse() {
    let typo = BasketChanges::new().clear(vec!["carier".to_owned()]);
    assert_eq!(to_json(&typo), r#"{"carier":null}"#);
}

#[test]
fn a_change_survives_being_written_and_read() {
    let cleared = BasketChanges::new().carrier("Ada").clear(vec!["labels".to_owned()]);
    assert_eq!(read::<BasketChanges>(to_json(&cleared).as_bytes()), Ok(cleared));
    assert!(check_shape(BasketChanges::INFO, &serde_json::json!({"labels": null})).is_empty());
}
