//! Builds a request and its problems from the cells of a row.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::cell::convert;
use super::damage;
use super::fault::{Fault, NOT_DECODED, TWICE};
use super::options::DateOrder;
use super::plan::Mapping;
use super::target::{Step, Target};
use crate::api::borrowers::NewBorrower;
use crate::error::{Problem, Severity};
use crate::identity::is_personal;
use crate::model::IdentifierType;
use crate::portfolio::row::{Row, RowProblem};
use crate::validation::{alpha3_of, register_country, trim_blanks};
use crate::wire::{Described, Kind};

const COUNTRY: &str = "/address/country";
const REQUEST: Kind = Kind::Model(NewBorrower::INFO);

/// Returns a row that has one problem and no request.
pub(super) fn unreadable(number: u64, code: &'static str, detail: impl Into<String>) -> Row {
    let problem = Problem::new("", code, Severity::Error, detail);
    Row::of_problems(number, vec![RowProblem::new(None, problem)])
}

/// A request that is built from the cells of one row.
pub(super) struct RowBuilder<'a> {
    value: Value,
    /// The filled places, and the column of each.
    places: Vec<(Cow<'a, str>, &'a str)>,
    problems: Vec<RowProblem>,
    has_lists: bool,
    identifier_type: Option<&'static str>,
    /// The numbers of columns that are named by a register, until `finish` chooses one.
    numbers: Vec<(&'a Target, &'a str, Value)>,
    dates: Option<DateOrder>,
    /// The caller's own reference.
    reference: Option<String>,
}

impl<'a> RowBuilder<'a> {
    pub(super) fn new(mapping: &Mapping) -> Self {
        Self {
            value: Value::Object(Map::new()),
            places: Vec::new(),
            problems: Vec::new(),
            has_lists: false,
            identifier_type: None,
            numbers: Vec::new(),
            dates: mapping.dates,
            reference: None,
        }
    }

    /// Sets the caller's own reference, which is not sent.
    pub(super) fn refer(&mut self, reference: Option<&str>) {
        let reference = reference.map(trim_blanks).filter(|text| !text.is_empty());
        self.reference = reference.map(ToOwned::to_owned);
    }

    /// Puts a cell at its place. An empty cell adds nothing. `None` is a problem: the bytes are not text.
    pub(super) fn put_cell(&mut self, target: &'a Target, column: &'a str, cell: Option<&str>) {
        self.identifier_type = self.identifier_type.or(target.identifier_type);
        match cell.map_or(Err(NOT_DECODED), |cell| convert(target.kind, cell, self.dates)) {
            Ok(Some(value)) => self.put(target, column, value),
            Ok(None) => {}
            Err(fault) => self.refuse(target, column, fault),
        }
    }

    /// Puts a value at its place. Adds a problem if the place is filled.
    pub(super) fn put(&mut self, target: &'a Target, column: &'a str, value: Value) {
        if target.identifier_type.is_some() {
            self.numbers.push((target, column, value));
            return;
        }
        self.fill_place(target, column, value);
    }

    fn fill_place(&mut self, target: &'a Target, column: &'a str, value: Value) {
        self.has_lists |= target.is_in_list();
        if set(&mut self.value, &target.steps, value) {
            self.places.push((Cow::Borrowed(&target.pointer), column));
            self.identifier_type = self.identifier_type.or(target.identifier_type);
        } else {
            self.refuse(target, column, TWICE);
        }
    }

    /// Adds a problem of a cell. The place stays: a director with one invalid cell is still a director.
    pub(super) fn refuse(&mut self, target: &'a Target, column: &'a str, fault: Fault) {
        self.has_lists |= target.is_in_list();
        set(&mut self.value, &target.steps, Value::Null);
        self.places.push((Cow::Borrowed(&target.pointer), column));
        self.problems.push(problem(column, &target.pointer, fault));
    }

    /// Returns the row: the request, the problems of its cells and those of the whole request.
    pub(super) fn finish(mut self, number: u64, mapping: &Mapping) -> Row {
        self.choose_number(mapping);
        self.close_gaps();
        self.fill(mapping);
        self.find_damage();
        let label = self.label();
        let checked = NewBorrower::check_value(self.value.take(), mapping.direct_debit);
        // A request with control characters is damaged and must not be sent or stored.
        let is_whole = checked.problems.iter().all(|problem| problem.code != "control_character");
        let request = checked.borrower.filter(|_| is_whole && self.problems.is_empty());
        let known: HashSet<&str> = self.problems.iter().map(|found| found.problem.pointer.as_str()).collect();
        let new = checked.problems.into_iter().filter(|problem| !known.contains(problem.pointer.as_str()));
        let new = self.with_columns(new.collect());
        self.problems.extend(new);
        let name = if request.is_none() { name_of(label) } else { None };
        Row { request, reference: self.reference, name, ..Row::of_problems(number, self.problems) }
    }

    /// Returns the company's name, its number and the type of the number.
    fn label(&self) -> [Option<String>; 3] {
        let text = |name: &str| self.value.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
        ["name", "identifier", "identifier_type"].map(text)
    }

    /// Chooses among the numbers of several registers: the only one, or the one of the row's country. Others
    /// that are left are problems.
    fn choose_number(&mut self, mapping: &Mapping) {
        let mut numbers = std::mem::take(&mut self.numbers);
        if numbers.len() > 1 {
            let constant = || mapping.constants.iter().find(|(target, _)| target.pointer == COUNTRY);
            let given = self.value.pointer(COUNTRY).or_else(|| constant().map(|(_, value)| value));
            let country = given.and_then(Value::as_str).and_then(alpha3_of);
            let is_of_row = |(target, ..): &(&Target, &str, Value)| {
                country.is_some() && target.identifier_type.and_then(register_country) == country
            };
            if numbers.iter().any(is_of_row) {
                numbers.retain(is_of_row);
            }
        }
        if let Some((target, ..)) = numbers.first() {
            self.identifier_type = target.identifier_type;
        }
        for (target, column, value) in numbers {
            self.fill_place(target, column, value);
        }
    }

    /// Removes list items that the row does not fill, and adjusts the places of the items after them.
    fn close_gaps(&mut self) {
        if !self.has_lists {
            return;
        }
        let mut moves = Vec::new();
        compact(&REQUEST, &mut self.value, "", &mut moves);
        for (old, new) in moves {
            for (pointer, _) in &mut self.places {
                if let Some(moved) = follow(pointer, &old, &new) {
                    *pointer = Cow::Owned(moved);
                }
            }
            for found in &mut self.problems {
                if let Some(moved) = follow(&found.problem.pointer, &old, &new) {
                    found.problem.pointer = moved;
                }
            }
        }
    }

    /// Fills empty places: the identifier type that a column's name gives, then the constants.
    fn fill(&mut self, mapping: &Mapping) {
        if let Some(kind) = self.identifier_type {
            set(&mut self.value, &[Step::Member("identifier_type".to_owned())], Value::from(kind));
        }
        for (target, value) in &mapping.constants {
            self.has_lists |= target.is_in_list();
            set(&mut self.value, &target.steps, value.clone());
        }
        self.close_gaps();
    }

    fn find_damage(&mut self) {
        let mut damage = Vec::new();
        damage::find(&REQUEST, &self.value, "", &mut damage);
        let problem = |(pointer, fault): (String, Fault)| {
            Problem::new(pointer, fault.code, Severity::Error, fault.detail)
        };
        let new = self.with_columns(damage.into_iter().map(problem).collect());
        self.problems.extend(new);
    }

    /// Adds to each problem the column that filled its place, or the nearest place around it.
    fn with_columns(&self, problems: Vec<Problem>) -> Vec<RowProblem> {
        if problems.is_empty() {
            return Vec::new();
        }
        let columns: HashMap<&str, &str> =
            self.places.iter().rev().map(|(place, column)| (place.as_ref(), *column)).collect();
        let column_of = |pointer: &str| {
            let outwards = std::iter::successors(Some(pointer), |place| Some(place.rsplit_once('/')?.0));
            outwards.into_iter().find_map(|place| columns.get(place)).map(|column| (*column).to_owned())
        };
        problems.into_iter().map(|problem| RowProblem::new(column_of(&problem.pointer), problem)).collect()
    }
}

fn problem(column: &str, pointer: &str, fault: Fault) -> RowProblem {
    let problem = Problem::new(pointer, fault.code, Severity::Error, fault.detail);
    RowProblem::new(Some(column.to_owned()), problem)
}

/// Returns the company's name, unless its number is that of a person.
fn name_of([name, number, kind]: [Option<String>; 3]) -> Option<String> {
    let kind = kind.map(IdentifierType::from);
    let is_person = number.is_some_and(|number| is_personal(&number, kind.as_ref()));
    name.filter(|_| !is_person)
}

/// Puts a value at a place, and creates what is around it. Returns `false` if the place is filled.
fn set(value: &mut Value, steps: &[Step], new: Value) -> bool {
    let Some((step, rest)) = steps.split_first() else {
        let is_free = value.is_null();
        if is_free {
            *value = new;
        }
        return is_free;
    };
    match step {
        Step::Member(name) => {
            if value.is_null() {
                *value = Value::Object(Map::new());
            }
            let Some(members) = value.as_object_mut() else { return false };
            match members.get_mut(name) {
                Some(member) => set(member, rest, new),
                None => set(members.entry(name.clone()).or_insert(Value::Null), rest, new),
            }
        }
        Step::Item(at) => {
            if value.is_null() {
                *value = Value::Array(Vec::new());
            }
            let Some(items) = value.as_array_mut() else { return false };
            if items.len() <= *at {
                items.resize(at + 1, Value::Null);
            }
            items.get_mut(*at).is_some_and(|item| set(item, rest, new))
        }
    }
}

/// Removes null from lists of the request. Adds the items that moved to `moves`, the inner ones first.
fn compact(kind: &Kind, value: &mut Value, pointer: &str, moves: &mut Vec<(String, String)>) {
    match (kind, value) {
        (Kind::Model(model), Value::Object(members)) => {
            for field in model.fields {
                if let Some(member) = members.get_mut(field.name) {
                    compact(field.kind, member, &format!("{pointer}/{}", field.name), moves);
                }
            }
        }
        (Kind::List(kind), Value::Array(items)) => {
            for (at, item) in items.iter_mut().enumerate() {
                compact(kind, item, &format!("{pointer}/{at}"), moves);
            }
            let filled = items.iter().enumerate().filter(|(_, item)| !item.is_null()).map(|(at, _)| at);
            let shifted = filled.enumerate().filter(|(new, old)| new != old);
            moves.extend(shifted.map(|(new, old)| (format!("{pointer}/{old}"), format!("{pointer}/{new}"))));
            items.retain(|item| !item.is_null());
        }
        _ => {}
    }
}

/// Returns the new place of `pointer` after an item moved, or `None` if it is not in that item.
fn follow(pointer: &str, old: &str, new: &str) -> Option<String> {
    let rest = pointer.strip_prefix(old).filter(|rest| rest.is_empty() || rest.starts_with('/'))?;
    Some(format!("{new}{rest}"))
}
