//! One request to the simulated API, from its arrival to its answer:
//! check, fault before the change, change, fault after the change, answer.

use std::{sync::Arc, time::Duration};

use axum::http::{HeaderMap, StatusCode, header};
use serde_json::Value;

use crate::{
    http::{Call, Reply, Step, content::Content, problem::Problem},
    rules::{Refusal, datetime},
    server::{
        answer::{self, Answer},
        app::App,
        fault::{Fault, FaultKind, Moment},
        log::LogEntry,
        operations::{KEYLESS, Operation},
    },
};

/// What arrived.
#[derive(Debug)]
pub(crate) struct Arrival {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) queries: Vec<(String, String)>,
    /// The body, when it was understood.
    pub(crate) content: Option<Content>,
}

/// A request under way.
pub(crate) struct Exchange {
    app: Arc<App>,
    operation: Option<&'static Operation>,
    arrival: Arrival,
    sequence: u64,
    request_id: String,
    /// The generation of the world in which it arrived.
    generation: u64,
}

impl Exchange {
    /// Logs what arrived.
    pub(crate) fn begin(app: Arc<App>, operation: Option<&'static Operation>, arrival: Arrival) -> Self {
        let sequence = app.log.next();
        let request_id = app.seed.uuid("request", &sequence.to_string());
        let text = |name: &str| arrival.headers.get(name).and_then(|text| text.to_str().ok());
        app.log.open(LogEntry {
            sequence,
            at: datetime(app.world().now()),
            method: arrival.method.clone(),
            path: arrival.path.clone(),
            query: arrival.query.clone(),
            operation: operation.map(Operation::name),
            status: None,
            committed: false,
            fault: None,
            user_agent: text(header::USER_AGENT.as_str()).map(str::to_owned),
            traceparent: text("traceparent").map(str::to_owned),
            body: arrival.content.as_ref().and_then(Content::shown),
            request_id: request_id.clone(),
        });
        let generation = app.world().generation;
        Self { app, operation, arrival, sequence, request_id, generation }
    }

    /// Answers it. This goes on when the client has gone.
    pub(crate) async fn run(self, unrouted: Option<Problem>) -> Answer {
        let answer = match (self.operation, unrouted) {
            (Some(operation), None) => self.serve(operation).await,
            (_, problem) => self.refuse(problem.unwrap_or_else(|| Refusal::not_found("path").into())).await,
        };
        let status = answer.status();
        self.app.log.amend(self.sequence, |entry| entry.status = status);
        answer
    }

    async fn serve(&self, operation: &'static Operation) -> Answer {
        if let Some(fault) = self.instead(operation) {
            self.app.log.amend(self.sequence, |entry| entry.fault = Some(fault.kind()));
            return self.finish(fault.answer()).await;
        }
        let checked = self.check(operation).and_then(|call| {
            let step = (operation.handler)(&call, &self.app.world())?;
            Ok((call, step))
        });
        let (call, step) = match checked {
            Ok(checked) => checked,
            Err(problem) => return self.refuse(problem).await,
        };
        let companies = self.companies(Some(&call.body));
        let Some(fault) = self.app.faults.take(&operation.name(), &companies) else {
            let reply = self.carry_out(operation, &call, step);
            return self.finish(reply).await;
        };
        self.app.log.amend(self.sequence, |entry| entry.fault = Some(fault.kind()));
        self.serve_with(fault, operation, call, step).await
    }

    /// The answer that a test has set for this request.
    fn instead(&self, operation: &Operation) -> Option<Fault> {
        if !self.is_authorized() {
            return None;
        }
        let companies = self.companies(self.arrival.content.as_ref().map(|content| &content.body));
        self.app.faults.take_answer(&operation.name(), &companies)
    }

    /// The companies that a request is about, by their numbers.
    fn companies<'a>(&'a self, body: Option<&'a Value>) -> Vec<&'a str> {
        let asked = self.arrival.queries.iter();
        let asked = asked.filter(|(name, _)| name == "borrower" || name == "borrower_identifier");
        let enrolled = body.and_then(|body| body["identifier"].as_str());
        asked.map(|(_, value)| value.as_str()).chain(enrolled).collect()
    }

    /// Key, body and schema.
    fn check(&self, operation: &Operation) -> Result<Call, Problem> {
        let keyless = KEYLESS.contains(&operation.template) && !self.app.settings().denial_codes_need_key;
        if !keyless && !self.is_authorized() {
            return Err(Problem::new(StatusCode::UNAUTHORIZED, "A valid API key is needed."));
        }
        let (params, query) = (self.arrival.params.clone(), self.arrival.queries.clone());
        let mut call = Call { params, query, body: Value::Null, uploads: Vec::new() };
        if let Some(schema) = operation.schema {
            let content = schema.understood(self.arrival.content.as_ref())?;
            schema.check(&content.body, self.app.settings().accept_naive_datetimes)?;
            call.body = content.body.clone();
            call.uploads.clone_from(&content.uploads);
        }
        Ok(call)
    }

    fn is_authorized(&self) -> bool {
        let value = self.arrival.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let key = value.and_then(|value| value.strip_prefix("Bearer "));
        key.is_some_and(|key| self.app.api_keys.iter().any(|known| known == key))
    }

    async fn refuse(&self, problem: Problem) -> Answer {
        self.finish(Reply::problem(problem, &self.arrival.path)).await
    }

    /// Changes the state, if the step does; checked again under the same lock, since time may have passed.
    fn carry_out(&self, operation: &'static Operation, call: &Call, step: Step) -> Reply {
        if let Step::Answer(reply) = step {
            return reply;
        }
        let mut world = self.app.world();
        // A request of the time before a reset must not change what came after it.
        if world.generation != self.generation {
            return Reply::gateway(StatusCode::SERVICE_UNAVAILABLE);
        }
        match (operation.handler)(call, &world) {
            Ok(Step::Answer(reply)) => reply,
            Ok(Step::Commit(change)) => {
                let reply = change(&mut world);
                self.app.log.amend(self.sequence, |entry| entry.committed = true);
                reply
            }
            Err(problem) => Reply::problem(problem, &self.arrival.path),
        }
    }

    /// Waits as long as the answer is documented to take, and makes it.
    async fn settle(&self, mut reply: Reply) -> Reply {
        let small = || self.app.seed.duration("answer", &self.sequence.to_string(), 20, 80);
        let documented = reply.after.unwrap_or_else(small);
        let time = self.app.settings().answer_time(documented);
        pause(time).await;
        if let Some(finish) = reply.finish.take() {
            reply = finish(&mut self.app.world(), reply);
        }
        reply
    }

    async fn finish(&self, reply: Reply) -> Answer {
        let reply = self.settle(reply).await;
        self.answer(&reply)
    }

    fn answer(&self, reply: &Reply) -> Answer {
        answer::plain(reply, &self.request_id, self.app.settings().error_content_type)
    }

    async fn serve_with(
        &self,
        fault: Fault,
        operation: &'static Operation,
        call: Call,
        step: Step,
    ) -> Answer {
        match fault.kind().moment() {
            Moment::Instead => self.finish(fault.answer()).await,
            Moment::Before => self.strike(&fault).await,
            Moment::Late => {
                self.carry_out_later(&fault, operation, call);
                self.finish(Reply::gateway(StatusCode::GATEWAY_TIMEOUT)).await
            }
            Moment::After => {
                drop(self.carry_out(operation, &call, step));
                self.strike(&fault).await
            }
            Moment::Body => {
                let reply = self.settle(self.carry_out(operation, &call, step)).await;
                let intact = self.answer(&reply);
                answer::spoiled(intact, &reply, &fault)
            }
            Moment::Delay => {
                pause(fault.delay_or_second()).await;
                let reply = self.carry_out(operation, &call, step);
                self.finish(reply).await
            }
        }
    }

    /// A fault that takes the place of the answer.
    async fn strike(&self, fault: &Fault) -> Answer {
        let reply = match fault.kind() {
            FaultKind::CutBeforeCommit | FaultKind::CutAfterCommit => return Answer::Cut,
            FaultKind::TimeoutBeforeCommit | FaultKind::TimeoutAfterCommit => {
                pause(self.app.settings().scaled(Duration::from_secs(30))).await;
                return self.answer(&Reply::gateway(StatusCode::GATEWAY_TIMEOUT));
            }
            FaultKind::RateLimited => {
                let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests.");
                let mut reply = Reply::problem(problem, &self.arrival.path);
                reply.retry_after = Some(fault.retry_after().unwrap_or(0));
                reply
            }
            FaultKind::Unavailable => {
                let mut reply = Reply::gateway(StatusCode::SERVICE_UNAVAILABLE);
                reply.retry_after = fault.retry_after();
                reply
            }
            _ => Reply::gateway(StatusCode::BAD_GATEWAY),
        };
        self.finish(reply).await
    }

    fn carry_out_later(&self, fault: &Fault, operation: &'static Operation, call: Call) {
        let documented = Duration::from_secs(20);
        let delay = fault.late_by().unwrap_or_else(|| self.app.settings().scaled(documented));
        let (app, sequence, generation) = (Arc::clone(&self.app), self.sequence, self.generation);
        tokio::spawn(async move {
            pause(delay).await;
            let mut world = app.world();
            if world.generation != generation {
                return;
            }
            if let Ok(Step::Commit(change)) = (operation.handler)(&call, &world) {
                drop(change(&mut world));
                app.log.amend(sequence, |entry| entry.committed = true);
            }
        });
    }
}

async fn pause(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}
