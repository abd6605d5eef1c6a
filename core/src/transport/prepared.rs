//! The answers that a test prepares.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use crate::lock::Unpoisoned;
use crate::world::{Answer, SentCall};

/// The answers that a test prepares, and the calls that its clients make. All copies share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct PreparedAnswers(Arc<Mutex<Prepared>>);

#[derive(Debug, Default)]
struct Prepared {
    answers: HashMap<String, VecDeque<Answer>>,
    calls: Vec<SentCall>,
}

impl PreparedAnswers {
    pub(crate) fn prepare(&self, operation: &str, answer: Answer) {
        self.0.lock().unpoisoned().answers.entry(operation.to_owned()).or_default().push_back(answer);
    }

    pub(crate) fn calls(&self) -> Vec<SentCall> {
        self.0.lock().unpoisoned().calls.clone()
    }

    /// Keeps the call, and returns its answer: the next one for its operation, or the last one again.
    pub(super) fn take(&self, call: SentCall) -> Answer {
        let mut prepared = self.0.lock().unpoisoned();
        let answer = match prepared.answers.get_mut(&call.operation) {
            Some(answers) if answers.len() > 1 => answers.pop_front(),
            Some(answers) => answers.front().cloned(),
            None => None,
        };
        let answer = answer.unwrap_or_else(|| {
            let detail = format!("the test has no answer for {}", call.operation);
            Answer::json(501, &serde_json::json!({ "detail": detail }))
        });
        prepared.calls.push(call);
        answer
    }
}
