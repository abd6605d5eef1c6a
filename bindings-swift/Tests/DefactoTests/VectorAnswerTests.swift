import Defacto
import Foundation
import Testing

/// The vectors that need a server: reading answers, errors, and retries.
extension All {
    @Suite struct VectorAnswers {
        @Test func decoding() async throws {
            try await checkAll("decoding") { each in
                let (model, body) = (each["model"]!.string!, try each.body("body"))
                let listed = inLists.contains(model)
                let server = try Canned(.reply(200, listed ? #"{"count":1,"page_size":1,"data":[\#(body)]}"# : body))
                defer { server.close() }
                let client = try Client(apiKey: "key", environment: .url(server.url))
                guard let problems = each["problems"] else {
                    return try checkFields(each, try await readings[model]!(client))
                }
                let error = try await failure { try await readings[model]!(client) }
                #expect(error.kind == .decode, "\(each)")
                let places = error.problems.map { problem in
                    let pointer =
                        listed ? problem.pointer.replacingOccurrences(of: "/data/0", with: "") : problem.pointer
                    return JsonValue.texts([pointer, problem.code])
                }
                #expect(.list(items: places) == problems, "\(each)")
            }
        }

        /// The client reads a number for text, and the reverse; a type is stricter with a text that it is given.
        static let lenient = ["a number where text belongs reads as text", "an id as a number", "a rate as text"]

        @Test func theTypeReadsItsOwnJSON() throws {
            let models = try cases("decoding").filter {
                !Self.lenient.contains($0.name) && $0["model"]?.string != "Page"
            }
            #expect(models.count > 30)
            for each in models {
                let read = { try fromJSON[each["model"]!.string!]!(each.body("body")) }
                guard let problems = each["problems"] else {
                    try checkFields(each, try read())
                    continue
                }
                let error = try failure(read)
                #expect(error.kind == .validation, "\(each)")
                #expect(.list(items: error.problems.map { .texts([$0.pointer, $0.code]) }) == problems, "\(each)")
            }
        }

        @Test func errors() async throws {
            try await checkAll("errors.json") { each in
                let headers = (each["headers"]?.object ?? [:]).compactMapValues(\.string)
                let status = Int(each["status"]!.int!)
                let server = try Canned(
                    .reply(status, try each.body("body"), headers: headers, cut: each["cut"]?.bool ?? false))
                defer { server.close() }
                let options = ClientOptions(maxRetries: 0)
                let client = try Client(apiKey: "key-of-the-tests", environment: .url(server.url), options: options)
                let reading = try await failure { try await client.borrowers.get(nobody) }
                let writing = try await failure { try await client.borrowers.deactivate(nobody) }
                #expect(!reading.outcomeUnknown, "a read changes nothing: \(each)")
                each.expect("outcome_unknown", .boolean(value: writing.outcomeUnknown))
                each.expect("text", .text(reading.text()))
                each.expect("text", .text("\(reading)"))
                each.expect("text", .text(String(reflecting: reading)))
                each.expect("text", .text(reading.errorDescription))
                each.expect("text", .text((reading as any Error).localizedDescription))
                checkError(each, reading)
                checkError(each, writing)
            }
        }

        @Test func retry() async throws {
            try await checkAll("retry.json") { each in
                let attempts = each["attempts"]!.array!
                let server = try Canned(list: attempts.map(answer))
                defer { server.close() }
                let url = attempts.first == "refused" ? try closedPort() : server.url
                // Short only where a time-out is expected: elsewhere a busy machine must not count as a silent server.
                let readTimeout = attempts.contains("timeout") ? 1.2 : 20
                let options = ClientOptions(
                    readTimeout: readTimeout, totalTimeout: each["total_timeout"]?.int.map(TimeInterval.init),
                    maxRetries: UInt32(each["max_retries"]!.int!))
                let client = try Client(apiKey: "key", environment: .url(url), options: options)
                do {
                    switch each["method"]?.string {
                    case "GET": _ = try await client.borrowers.get(nobody)
                    case "POST": try await client.borrowers.deactivate(nobody)
                    default: throw Unexpected("no method of this name")
                    }
                    each.expect("result", "ok")
                } catch let error as DefactoError {
                    each.expect("result", .text(error.kind.wire))
                    each.expect("status", .number(error.status))
                    each.expect("tries", .integer(value: error.details.attempts))
                    each.expect("outcome_unknown", .boolean(value: error.outcomeUnknown))
                    each.expect("retryable", .boolean(value: error.retryable))
                    each.expect("retry_after", .number(error.retryAfter.map(Int.init)))
                }
                each.expect("requests", .number(server.requests.count))
            }
        }
    }
}

/// Models that are read from lists.
private let inLists = [
    "AccountingEvent", "Bill", "BorrowerFinancialProduct", "CreditLine", "Installment", "LoanEvent", "Payment",
    "Webhook",
]

/// For each model, an operation that returns it: the result is the model's JSON.
private let readings: [String: @Sendable (Client) async throws -> String] = [
    "Borrower": { try await $0.borrowers.get(nobody).toJSON() },
    "Owner": { try await $0.borrowers.addOwner(nobody, NewOwner(firstName: "A", lastName: "B")).toJSON() },
    "RepaymentMethod": {
        let method = NewRepaymentMethod(
            paymentMethod: .creditTransfer, isDefaultRepaymentMethod: true, applyToAllActiveLoans: false)
        return try await $0.repaymentMethods.add(nobody, method).toJSON()
    },
    "EligibilityAnswer": {
        try await $0.eligibility.borrower(BusinessIdentifier(identifier: "472618354", identifierType: .siren)).toJSON()
    },
    "GeneratedIban": { try await $0.testing.generateIban().toJSON() },
    "BorrowerFinancialProduct": { try await $0.financialProducts.list(nobody).all()[0].toJSON() },
    "CreditLine": { try await $0.creditLines.list().all()[0].toJSON() },
    "Batch": { try await $0.businessData.closeBatch(nobody).toJSON() },
    "BusinessSegment": { try await $0.businesses.getSegment(nobody).toJSON() },
    "Card": { try await $0.cards.get(nobody).toJSON() },
    "Counterparty": { try await $0.counterparties.get(nobody).toJSON() },
    "DataRequestInfo": { try await $0.translations.getDataType(.taxReturn).toJSON() },
    "InstallmentPlan": { try await $0.installments.getPlan(nobody).toJSON() },
    "Invoice": { try await $0.invoices.get(nobody).toJSON() },
    "Loan": { try await $0.loans.get(nobody).toJSON() },
    "Onboarding": { try await $0.onboardings.get(nobody).toJSON() },
    "RecollectionCase": { try await $0.recollection.getCase(nobody).toJSON() },
    "Referrer": { try await $0.billing.getReferrer(nobody).toJSON() },
    "TranslatedText": { try await $0.translations.getDenialCode("KYB_PENDING").toJSON() },
    "AccountingEvent": { try await $0.accounting.listEvents().all()[0].toJSON() },
    "Bill": { try await $0.billing.listBills().all()[0].toJSON() },
    "Installment": { try await $0.installments.list().all()[0].toJSON() },
    "LoanEvent": { try await $0.loans.listEvents(nobody).all()[0].toJSON() },
    "Payment": { try await $0.payments.list().all()[0].toJSON() },
    "Webhook": { try await $0.webhooks.list().all()[0].toJSON() },
    "Page": {
        let page: Page<CreditLine> = try await $0.creditLines.list().page()
        let items = try page.data.map { try value($0.toJSON()) }
        return try json(
            .object(members: [
                "data": .list(items: items), "next_page": .text(page.nextPage),
                "total": .number(page.total.map(Int.init)),
            ]))
    },
]

/// For each model, its parser: the result is the JSON after reading and writing, which reads as the same model.
private let fromJSON: [String: @Sendable (String) throws -> String] = [
    "Borrower": { try twice(Borrower.fromJSON, Borrower.toJSON, $0) },
    "Owner": { try twice(Owner.fromJSON, Owner.toJSON, $0) },
    "RepaymentMethod": { try twice(RepaymentMethod.fromJSON, RepaymentMethod.toJSON, $0) },
    "EligibilityAnswer": { try twice(EligibilityAnswer.fromJSON, EligibilityAnswer.toJSON, $0) },
    "GeneratedIban": { try twice(GeneratedIban.fromJSON, GeneratedIban.toJSON, $0) },
    "BorrowerFinancialProduct": { try twice(BorrowerFinancialProduct.fromJSON, BorrowerFinancialProduct.toJSON, $0) },
    "CreditLine": { try twice(CreditLine.fromJSON, CreditLine.toJSON, $0) },
    "Batch": { try twice(Batch.fromJSON, Batch.toJSON, $0) },
    "BusinessSegment": { try twice(BusinessSegment.fromJSON, BusinessSegment.toJSON, $0) },
    "Card": { try twice(Card.fromJSON, Card.toJSON, $0) },
    "Counterparty": { try twice(Counterparty.fromJSON, Counterparty.toJSON, $0) },
    "DataRequestInfo": { try twice(DataRequestInfo.fromJSON, DataRequestInfo.toJSON, $0) },
    "InstallmentPlan": { try twice(InstallmentPlan.fromJSON, InstallmentPlan.toJSON, $0) },
    "Invoice": { try twice(Invoice.fromJSON, Invoice.toJSON, $0) },
    "Loan": { try twice(Loan.fromJSON, Loan.toJSON, $0) },
    "Onboarding": { try twice(Onboarding.fromJSON, Onboarding.toJSON, $0) },
    "RecollectionCase": { try twice(RecollectionCase.fromJSON, RecollectionCase.toJSON, $0) },
    "Referrer": { try twice(Referrer.fromJSON, Referrer.toJSON, $0) },
    "TranslatedText": { try twice(TranslatedText.fromJSON, TranslatedText.toJSON, $0) },
    "AccountingEvent": { try twice(AccountingEvent.fromJSON, AccountingEvent.toJSON, $0) },
    "Bill": { try twice(Bill.fromJSON, Bill.toJSON, $0) },
    "Installment": { try twice(Installment.fromJSON, Installment.toJSON, $0) },
    "LoanEvent": { try twice(LoanEvent.fromJSON, LoanEvent.toJSON, $0) },
    "Payment": { try twice(Payment.fromJSON, Payment.toJSON, $0) },
    "Webhook": { try twice(Webhook.fromJSON, Webhook.toJSON, $0) },
]

private func twice<Model: Equatable>(
    _ read: (String) throws -> Model, _ write: (Model) -> () -> String, _ text: String
) throws -> String {
    let model = try read(text)
    #expect(try read(write(model)()) == model)
    return write(model)()
}

private func checkFields(_ each: Case, _ text: String) throws {
    let written = try value(text)
    // `Page` has the items, the next cursor and the total only.
    let left = each["model"] == "Page" ? ["/count", "/page_size", "/previous_page"] : []
    for (pointer, wanted) in each["fields"]?.object ?? [:] where !left.contains(pointer) {
        #expect((written.at(pointer) ?? .null) == wanted, "\(each): \(pointer)")
    }
    for piece in (each["written"]?.array ?? []).compactMap(\.string) {
        #expect(
            text.contains(piece) || number(piece) == number(text, after: piece), "\(each): \(piece) is not in \(text)")
    }
}

/// Returns the number in a piece like `"rate":0.0600,`, or the value at its place in a longer text. Foundation's
/// decimals keep every digit except zeros at the end.
private func number(_ text: String, after piece: String? = nil) -> Decimal? {
    guard let name = (piece ?? text).split(separator: ":").first, let place = text.range(of: name + ":") else {
        return nil
    }
    return Decimal(string: String(text[place.upperBound...].prefix { $0 != "," && $0 != "}" }))
}

private func checkError(_ each: Case, _ error: DefactoError) {
    let problems = error.problems.map { JsonValue.texts([$0.pointer, $0.code, $0.detail]) }
    each.expect("kind", .text(error.kind.wire))
    each.expect("status", .number(error.status))
    each.expect("title", .text(error.details.title))
    each.expect("detail", .text(error.details.detail))
    each.expect("instance", .text(error.details.instance))
    each.expect("missing_fields", .texts(error.details.missingFields))
    each.expect("denial_reason", .text(error.details.denialReason))
    each.expect("problems", .list(items: problems))
    each.expect("request_id", .text(error.requestId))
    each.expect("retryable", .boolean(value: error.retryable))
    each.expect("retry_after", .number(error.retryAfter.map(Int.init)))
    #expect(problems.count >= each["problems_count_at_least"]?.int ?? 0, "\(each)")
}

/// Returns the server's answer to one attempt.
private func answer(_ attempt: JsonValue) -> Answer {
    let company = #"{"identifier":"472618354"}"#
    if let status = attempt.int { return .reply(Int(status), status == 204 ? "" : company) }
    if let status = attempt["status"]?.int {
        let wait = attempt["retry_after"]!
        return .reply(Int(status), company, headers: ["retry-after": wait.string ?? "\(wait.int!)"])
    }
    return switch attempt {
    case "reset", "refused": .reset
    case "timeout": .silence
    case "cut": .reply(200, company, cut: true)
    default: fatalError("no attempt looks like \(attempt)")
    }
}
