import Defacto
import DefactoTesting
import Foundation
import Testing

/// The stories that every language runs: the same steps, the same outcome, the same log in the sandbox.
extension All {
    @Suite struct Stories {
        @Test func blocking() async throws {
            try await tell { step, call in
                let token = CancelToken()
                let client = call.client.withOptions(cancel: token)
                let running = Background { try call.perform(client) }
                try await step.whenToStop(call.sandbox) { token.cancel() }
                return try running.result()
            }
        }

        @Test func suspending() async throws {
            try await tell { step, call in
                let running = Task { try await call.perform(call.client) }
                try await step.whenToStop(call.sandbox) { running.cancel() }
                return try await running.value
            }
        }

        /// Runs every story, with one way to make calls.
        func tell(_ perform: @escaping @Sendable (Case, Call) async throws -> Enrollment) async throws {
            try await checkAll("stories.json") { story in
                let sandbox = try prepare(story)
                defer { sandbox.close() }
                let key = story["api_key"]?.string ?? sandbox.apiKey
                let client = try Client(apiKey: key, environment: .url(sandbox.url))
                var token: String?
                for step in story["steps"]!.array! {
                    let step = Case(members: step.object!.merging(["name": .text(value: story.name)]) { $1 })
                    let stages = Stages()
                    let call = Call(
                        client: client, sandbox: sandbox, resume: step["call"] == "resume" ? token : nil,
                        request: try NewBorrower.fromJSON(story.body("request")), options: options(step["options"]!),
                        stages: stages)
                    do {
                        token = try checkOutcome(step, try await perform(step, call))
                    } catch let error as DefactoError {
                        token = checkError(step, error)
                    }
                    step.expect("stages", .texts(stages.folded))
                }
                try await checkSandbox(story, sandbox)
            }
        }
    }
}

/// One call of a story.
struct Call: Sendable {
    let client: Client
    let sandbox: Sandbox
    let resume: String?
    let request: NewBorrower
    let options: EnrollOptions
    let stages: Stages

    func perform(_ client: Client) throws -> Enrollment {
        if let resume { return try client.resumeEnrollment(resume, options: options, onProgress: stages.hear) }
        return try client.enroll(request, options: options, onProgress: stages.hear)
    }

    func perform(_ client: Client) async throws -> Enrollment {
        if let resume { return try await client.resumeEnrollment(resume, options: options, onProgress: stages.hear) }
        return try await client.enroll(request, options: options, onProgress: stages.hear)
    }
}

/// The steps that an enrolment reported.
final class Stages: @unchecked Sendable {
    private let lock = NSLock()
    private var heard: [String] = []

    /// The steps; equal neighbours count once.
    var folded: [String] {
        lock.withLock { heard.reduce(into: []) { if $0.last != $1 { $0.append($1) } } }
    }

    @Sendable func hear(_ progress: EnrollmentProgress) {
        lock.withLock { heard.append(progress.stage.wire) }
    }
}

extension Case {
    /// Stops the call as soon as the sandbox has carried out the request that the step names, if it names one.
    func whenToStop(_ sandbox: Sandbox, _ stop: () -> Void) async throws {
        guard let operation = self["cancel_once_logged"]?.string else { return }
        try await eventually("the request") {
            try sandbox.requests(operation).contains { $0["committed"] == true }
        }
        stop()
    }
}

private func prepare(_ story: Case) throws -> Sandbox {
    let sandbox = try Sandbox()
    if let settings = story["settings"]?.object { try sandbox.settings(settings) }
    if story["ineligible"] == true {
        let business = BusinessIdentifier(identifier: story["request"]!["identifier"]!.string!, identifierType: .siren)
        let client = try sandbox.client()
        try client.testing.setEligibility(BusinessEligibility(businessIdentifier: business, scenario: .notEligible))
        try sandbox.clearLog()
    }
    for fault in story["faults"]?.array ?? [] {
        try sandbox.fault(fault["kind"]!.string!, operation: fault["operation"]!.string!, fault.object!)
    }
    return sandbox
}

private func options(_ given: JsonValue) -> EnrollOptions {
    EnrollOptions(wait: given["wait"]?.double, synchronous: given["synchronous"]?.bool).quick
}

/// Compares the outcome, and returns the token to continue with.
private func checkOutcome(_ step: Case, _ outcome: Enrollment) throws -> String? {
    #expect(try Enrollment.fromJSON(outcome.toJSON()) == outcome, "an outcome survives being stored")
    switch outcome {
    case .ready(let borrower, let creditLine, _):
        step.expect("outcome", "ready")
        step.expect("borrower_status", .text(borrower.status?.wire))
        step.expect("line_identifier", .text(creditLine.defaultBorrower?.identifier))
    case .pending(_, let resume):
        step.expect("outcome", "pending")
        return resume
    case .ambiguous: step.expect("outcome", "ambiguous")
    case .missingData(let fields, _):
        step.expect("outcome", "missing_data")
        step.expect("fields", .texts(fields))
    case .declined(let borrower, let reason):
        step.expect("outcome", "declined")
        step.expect("borrower_status", .text(borrower?.status?.wire))
        step.expect("reason", .text(reason))
    }
    return nil
}

private func checkError(_ step: Case, _ error: DefactoError) -> String? {
    step.expect("outcome", "error")
    step.expect("kind", .text(error.kind.wire))
    step.expect("outcome_unknown", .boolean(value: error.outcomeUnknown))
    step.expect("pointers", .texts(error.problems.map(\.pointer)))
    return error.resumeToken
}

private func checkSandbox(_ story: Case, _ sandbox: Sandbox) async throws {
    try await sendsNothingMore(sandbox, quiet: 0.1)
    let log = try sandbox.log()
    story.expect("log", .texts(folded(log)))
    story.expect("sent", try sandbox.requests("POST /borrowers").first?["body"])
    story.expect("borrowers", .number(try sandbox.state()["borrowers"]!.array!.count))
}

/// Returns operation and status. Equal reads between two writes count once, since their number depends on time.
private func folded(_ log: [JsonValue]) -> [String] {
    var (lines, reads) = ([String](), Set<String>())
    for entry in log {
        let status = entry["status"]?.int.map { "\($0)" } ?? "cut off"
        let line = "\(entry["operation"]?.string ?? entry["path"]!.string!) \(status)"
        if entry["method"] != "GET" {
            reads = []
        } else if !reads.insert(line).inserted {
            continue
        }
        lines.append(line)
    }
    return lines
}
