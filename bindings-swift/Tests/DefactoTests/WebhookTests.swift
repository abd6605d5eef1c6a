import Defacto
import DefactoTesting
import Foundation
import Testing

private let url = "https://partner.example/hooks?token=hidden-0123456789abcdef"

/// What handlers have seen.
private final class Kept<Item: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var items: [Item] = []

    var all: [Item] { lock.withLock { items } }

    func add(_ item: Item) {
        lock.withLock { items.append(item) }
    }
}

/// Webhooks: verification, reading, duplicates.
extension All {
    @Suite struct Webhooks {
        @Test func webhooks() async throws {
            try await checkAll("webhooks.json") { each in
                do {
                    if each["base"] != nil {
                        try subscribed(each)
                    } else if each["subscription_url"] != nil {
                        try verified(each)
                    } else if let deliveries = each["deliveries"]?.array {
                        try received(deliveries.map { Case(members: $0.object ?? [:]) })
                    } else {
                        try parsed(each)
                    }
                } catch let error as DefactoError {
                    refused(each, error)
                }
            }
        }

        private func event(_ type: String, minute: Int = 1) -> Data {
            Data(#"{"event_type":"\#(type)","id":"é/7","timestamp":"2026-11-20T10:0\#(minute):00Z"}"#.utf8)
        }

        @Test func anEventGoesToItsHandlerOnceAndAgainAfterAFailure() async throws {
            let handled = Kept<String>()
            // What the events here are about is never read.
            let nobody = try Client(apiKey: "test-key", environment: .url("http://127.0.0.1:1"))
            let router = try WebhookRouter(WebhookReceiver(url), client: nobody)
                .on("Loan.CLOSED") { event, entity in
                    handled.add("closed \(event.freshness.wire) \(entity == nil)")
                    if handled.all.count == 1 { throw CancellationError() }
                }
                .on(.loanToRepay) { event, _ in handled.add("paid out \(event.freshness.wire)") }
            await #expect(throws: CancellationError.self) {
                try await router.route(url, body: event("Loan.CLOSED", minute: 5))
            }
            #expect(try await router.route(url, body: event("Loan.CLOSED", minute: 5)).outcome == .handled)
            #expect(try await router.route(url, body: event("Loan.CLOSED", minute: 5)).outcome == .duplicate)
            #expect(try await router.route(url, body: event("Loan.TO_REPAY", minute: 4)).outcome == .handled)
            #expect(handled.all == ["closed new true", "closed new true", "paid out outdated"])
            let unhandled = try await router.route(url, body: event("Comet.SEEN"))
            #expect(unhandled.outcome == .unhandled && unhandled.status == 204)
            #expect(unhandled.event?.eventType.wire == "Comet.SEEN")
            try router.onOther { event, _ in handled.add(event.eventType.wire) }
            #expect(try await router.route(url, body: event("Comet.SEEN", minute: 2)).outcome == .handled)
            #expect(handled.all.last == "Comet.SEEN")
            #expect(try await router.route("/hooks", body: event("Loan.CLOSED")).status == 404)
            #expect(try await router.route(url, body: Data("{}".utf8)).status == 400)
            for wrong in ["Loan.EATEN", "loan.closed", "Loan.CLOSED"] {
                #expect(throws: DefactoError.self) { try router.on(wrong) { _, _ in } }
            }
            #expect(throws: DefactoError.self) { try router.onOther { _, _ in } }
        }

        @Test func aSubscriptionIsSeenToHoweverOftenThatHappens() async throws {
            let sandbox = try Sandbox()
            let client = try sandbox.client()
            let secret = try WebhookReceiver.newSubscriptionURL("https://partner.example/hooks")
            var hook = NewWebhook(name: "lines", toUrl: secret, eventTypes: [.creditLineCreated])
            #expect(try await client.webhooks.ensure(hook).change == .created)
            #expect(try await client.webhooks.ensure(hook).change == .unchanged)
            hook.eventTypes.append(.loanClosed)
            let changed = hook
            #expect(try ensureBlocking(client, changed) == .updated)
            let again = try await client.webhooks.ensure(changed)
            #expect(again.change == .unchanged)
            #expect(again.webhook.toUrl == secret)
            #expect(!"\(again)".contains(secret))
            #expect(try await client.webhooks.list().all().count == 1)
            sandbox.close()
        }

        func ensureBlocking(_ client: Client, _ hook: NewWebhook) throws -> WebhookChange {
            try client.webhooks.ensure(hook).change
        }

        @Test func aWebhookThatWasReallySentIsReceivedAndReadAgain() async throws {
            let server = try Canned(.reply(204, ""))
            defer { server.close() }
            let secret = try WebhookReceiver.newSubscriptionURL(server.url + "/defacto")
            let receiver = try WebhookReceiver(secret)
            let sandbox = try Sandbox()
            let client = try sandbox.client()
            let hook = NewWebhook(name: "lines", toUrl: secret, eventTypes: [.creditLineCreated])
            _ = try await client.webhooks.ensure(hook)
            let line = try ready(try await client.enroll(french(1), options: .waiting)).1
            try await eventually("the webhook") { !server.requests.isEmpty }

            let request = try #require(server.requests.first)
            let event = try receiver.receive(request.target, body: Data(request.body.utf8))
            #expect(event.eventType == .creditLineCreated)
            #expect(event.freshness == .new)
            #expect(event.company() == siren(1))
            let text = shown(event) + shown(receiver)
            #expect(!text.contains(siren(1)) && !text.contains(secret), "\(text)")
            guard case .creditLine(let current) = try await event.refetch(client) else { throw Unexpected("no line") }
            #expect(current.id == line.id)
            #expect(try refetchBlocking(client, event) == .creditLine(creditLine: current))
            #expect(try receiver.receive(request.target, body: Data(request.body.utf8)).freshness == .duplicate)
            let wrong = try failure { try receiver.receive("/defacto?token=guess", body: Data(request.body.utf8)) }
            #expect(wrong.kind == .authentication)
        }

        func refetchBlocking(_ client: Client, _ event: WebhookEvent) throws -> WebhookEntity {
            try event.refetch(client)
        }
    }
}

/// Returns all texts that show a value.
private func shown(_ value: Any) -> String {
    var dumped = ""
    dump(value, to: &dumped)
    return "\(value)\n\(String(reflecting: value))\n\([value])\n\(dumped)\n"
}

private func subscribed(_ each: Case) throws {
    let (base, begin) = (each["base"]?.string ?? "", each["url"]?.string ?? "none")
    let url = try WebhookReceiver.newSubscriptionURL(base)
    #expect(url.hasPrefix(begin), "\(each)")
    let secret = String(url.dropFirst(begin.count))
    #expect(secret.count == 43, "\(each)")
    #expect(try WebhookReceiver(url).verify(secret), "\(each)")
}

private func verified(_ each: Case) throws {
    let receiver = try receiver(each)
    silent(each, shown(receiver))
    each.expect("kind", .null)
    each.expect("accepted", .boolean(value: receiver.verify(each["given"]?.string ?? "")))
}

private func receiver(_ each: Case) throws -> WebhookReceiver {
    let accepted = each["also_accept"]?.array?.compactMap(\.string) ?? []
    let subscribed = each["subscription_url"]?.string ?? url
    guard let most = each["max_body_bytes"]?.int else { return try WebhookReceiver(subscribed, alsoAccept: accepted) }
    return try WebhookReceiver(subscribed, alsoAccept: accepted, maxBodyBytes: Int(most))
}

private func received(_ deliveries: [Case]) throws {
    let receiver = try WebhookReceiver(url)
    for delivery in deliveries {
        do {
            let event = try receiver.receive(delivery["given"]?.string ?? url, body: bytes(delivery))
            delivery.expect("freshness", .text(value: event.freshness.wire))
            delivery.expect("kind", .null)
            if delivery["forget"]?.bool == true { try receiver.forget(event) }
        } catch let error as DefactoError {
            refused(delivery, error)
        }
    }
}

private func parsed(_ each: Case) throws {
    let event = try receiver(each).parse(bytes(each))
    silent(each, shown(event))
    #expect(try WebhookEvent.fromJSON(event.toJSON()) == event, "\(each)")
    each.expect("kind", .null)
    each.expect("event_type", .text(value: event.eventType.wire))
    each.expect("id", .text(event.id))
    each.expect("entity_type", .text(event.entityType))
    each.expect("transition_name", .text(event.transitionName))
    each.expect("status", .text(event.status))
    each.expect("company", .text(event.company()))
    each.expect("freshness", .text(value: event.freshness.wire))
    each.expect("entity", .text(value: kind(of: event.entity())))
    if let wanted = each["timestamp"] { #expect(event.timestamp == wanted.string.flatMap(moment), "\(each)") }
}

/// Parses a time in UTC, to the microsecond.
private func moment(_ text: String) -> Date? {
    let pieces = text.dropLast().split(separator: ".")
    let seconds = ISO8601DateFormatter().date(from: "\(pieces[0])Z")
    return seconds.map { $0 + (pieces.count > 1 ? Double("0.\(pieces[1])")! : 0) }
}

private func kind(of entity: WebhookEntity) -> String {
    switch entity {
    case .creditLine: "credit_line"
    case .financialProduct: "financial_product"
    case .counterparty: "counterparty"
    case .invoice: "invoice"
    case .loan: "loan"
    case .payment: "payment"
    case .unknown: "unknown"
    }
}

private func bytes(_ each: Case) throws -> Data {
    if let text = each["body_base64"]?.string { return try #require(Data(base64Encoded: text)) }
    return Data(try each.body("body").utf8)
}

private func refused(_ each: Case, _ error: DefactoError) {
    silent(each, shown(error) + shown(error.details) + error.localizedDescription)
    #expect(each["kind"] != nil, "\(each): \(error)")
    each.expect("kind", .text(value: error.kind.wire))
    each.expect("problems", .list(items: error.problems.map { .texts([$0.pointer, $0.code]) }))
}

/// Checks that the shown text holds no secret and nothing of the body.
private func silent(_ each: Case, _ shown: String) {
    #expect(!shown.contains("hidden"), "\(each): \(shown)")
}
