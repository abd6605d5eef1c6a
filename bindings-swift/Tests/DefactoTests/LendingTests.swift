import Defacto
import DefactoTesting
import Foundation
import Testing

private let amount: Int64 = 10_000
/// An account to which the sandbox pays loans out successfully.
private let paidOut = "FR88 1111 1015 5936 0301 8280 926"
private let company = french(4711)
private let day: TimeInterval = 86_400

extension LoanOptions {
    /// Waits for the decision of a sandbox which is a hundred times faster than the API.
    fileprivate static var decided: LoanOptions { LoanOptions(wait: 30, pollInterval: 0.02) }
    fileprivate static var accepted: LoanOptions { LoanOptions(wait: 30, accept: true, pollInterval: 0.02) }
}

/// Returns a loan for the company, from three days from now to two months from now.
private func newLoan(to account: String = paidOut) -> NewLoan {
    let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded())
    return NewLoan(
        amount: amount, loanTo: PaymentAccount(accountNumber: account), toPayAt: now + 3 * day,
        toRepayAt: now + 63 * day,
        borrower: CompanyReference(identifier: company.identifier, identifierType: company.identifierType))
}

/// A loan is requested, decided, and followed to its end.
extension All {
    @Suite struct Lending {
        let sandbox: Sandbox
        let client: Client

        init() async throws {
            sandbox = try Sandbox()
            client = try sandbox.client()
            _ = try ready(try await client.enroll(company, options: .waiting))
            try sandbox.clearLog()
        }

        func accepted() async throws -> Loan {
            let outcome = try await client.requestLoan(newLoan(), options: .accepted)
            guard case .accepted(let loan) = outcome else { throw Unexpected("\(outcome)") }
            return loan
        }

        func line() async throws -> CreditLine { try #require(try await client.creditLines.list().all().first) }

        func status(_ id: UUID) async throws -> LoanStatus { try await client.loans.get(id).status }

        @Test func aLoanLivesFromTheRequestToTheLastCent() async throws {
            let receiver = try Canned(.reply(200, ""))
            defer { receiver.close() }
            let hook = NewWebhook(name: "tests", toUrl: receiver.url, eventTypes: [.loanValidated, .loanClosed])
            _ = try await client.webhooks.create(hook)
            let before = try #require(try await line().balanceAvailable)

            let outcome = try await client.requestLoan(newLoan(), options: .decided)
            guard case .offered(let offer) = outcome else { throw Unexpected("\(outcome)") }
            #expect(try await line().balanceAvailable == before - amount)
            #expect(try await line().balancePendingValidation == amount)

            _ = try await client.loans.validate(offer.id)
            #expect(try await line().balancePending == amount)
            #expect(try await line().balancePendingValidation == 0)

            try sandbox.freeze()
            try sandbox.setTime(offer.toPayAt - 25 * 3600)
            #expect(try await status(offer.id) == .initiated)
            try sandbox.setTime(offer.toPayAt)
            #expect(try await status(offer.id) == .toRepay)
            #expect(try await line().balanceAvailable == before - amount)
            #expect(try await line().balancePending == 0)

            try sandbox.setTime(offer.toRepayAt)
            #expect(try await status(offer.id) == .toRepayFees)
            #expect(try await line().balanceAvailable == before)
            #expect(try sandbox.advance(by: 86_400) == offer.toRepayAt + day)
            #expect(try sandbox.now() == offer.toRepayAt + day)
            #expect(try await status(offer.id) == .closed)

            let steps = try await client.loans.listEvents(offer.id).all().map(\.status)
            #expect(steps.last == .closed)
            #expect(Set(steps).isSuperset(of: [.validated, .scheduled, .toRepay]))
            try await eventually("both webhooks") { try sandbox.deliveries().count == 2 }
            let told = try sandbox.deliveries().map { $0["body"]?["event_type"]?.string }
            #expect(told == hook.eventTypes.map(\.wire))
            #expect(try sandbox.deliveries().allSatisfy { $0["status"]?.int == 200 })
        }

        @Test func aTrackerTellsEveryChangeAndEndsWithTheLast() async throws {
            let loan = try await accepted()
            try sandbox.freeze()
            let tracker = client.track(loan.id, options: TrackOptions(wait: 30, pollInterval: 0.02))
            var changes = tracker.makeAsyncIterator()
            let first = try await changes.next()?.status
            #expect(first == .validated || first == .scheduled)
            try sandbox.setTime(loan.toPayAt)
            #expect(try await changes.next()?.status == .toRepay)
            try sandbox.setTime(loan.toRepayAt)
            #expect(try await changes.next()?.status == .toRepayFees)
            try sandbox.advance(by: 86_400)
            #expect(try await changes.next()?.status == .closed)
            #expect(try await changes.next() == nil)

            var again: [LoanStatus] = []
            for try await loan in tracker { again.append(loan.status) }
            #expect(again == [.closed], "every loop begins anew")
            let blocking: [LoanStatus] = try follow(tracker)
            #expect(blocking == [.closed])
        }

        /// Follows the loan outside asynchronous code.
        func follow(_ tracker: LoanTracker) throws -> [LoanStatus] {
            var (tracker, statuses) = (tracker, [LoanStatus]())
            while let loan = try tracker.next() { statuses.append(loan.status) }
            return statuses
        }

        @Test func followingEndsWhenTheTimeIsOver() async throws {
            let loan = try await accepted()
            try sandbox.freeze()
            try sandbox.clearLog()
            let tracker = client.track(loan.id, options: TrackOptions(wait: 0.3, pollInterval: 0.02))
            #expect(try sandbox.log().isEmpty, "nothing is read before it is asked for")
            var seen = 0
            for try await _ in tracker { seen += 1 }
            #expect(seen == 1)
            #expect(try sandbox.requests("GET /loan/{loan_id}").count > 1)
            var nothing = client.track(nobody).makeAsyncIterator()
            do {
                _ = try await nothing.next()
                Issue.record("there is no such loan")
            } catch DefactoError.notFound {
                #expect(try await nothing.next() == nil, "it ends after an error")
            }
        }

        @Test func aCancelledTaskEndsAFollowingAtOnce() async throws {
            let loan = try await accepted()
            try sandbox.freeze()
            let client = client
            let following = Task {
                try await failure {
                    for try await _ in client.track(loan.id, options: TrackOptions(pollInterval: 30)) {}
                }
            }
            try await eventually("the first look") { try !sandbox.requests("GET /loan/{loan_id}").isEmpty }
            try await Task.sleep(nanoseconds: 500_000_000)
            let stopped = DispatchTime.now()
            following.cancel()
            #expect(try await following.value.kind == .interrupted)
            let took = Double(DispatchTime.now().uptimeNanoseconds - stopped.uptimeNanoseconds) / 1e9
            print("a cancelled following went on for \(took) s")
            #expect(took < 0.2)
        }

        @Test func aCancelledTaskEndsAWaitForADecisionAtOnce() async throws {
            try sandbox.settings(["speed": 0.5])
            let client = client
            let requesting = Task {
                try await failure { try await client.requestLoan(newLoan(), options: .waitUntilDecided(30)) }
            }
            try await eventually("the request") { try !sandbox.requests("POST /loans").isEmpty }
            try await Task.sleep(nanoseconds: 1_000_000_000)
            let stopped = DispatchTime.now()
            requesting.cancel()
            let error = try await requesting.value
            let took = Double(DispatchTime.now().uptimeNanoseconds - stopped.uptimeNanoseconds) / 1e9
            print("a cancelled request for a loan went on for \(took) s")
            #expect(took < 0.2)
            #expect(error.kind == .interrupted)
            #expect(error.saltId != nil, "the request can be repeated with its salt")
            try await sendsNothingMore(sandbox, quiet: 1)
        }

        @Test func everyOutcomeSurvivesBeingStored() async throws {
            let refused = try await client.testing.generateIban(scenario: .reject).iban
            let canceled = try await client.loans.cancel(accepted().id)
            let outcomes: [(String, LoanOutcome)] = [
                ("accepted", try await client.requestLoan(newLoan(), options: .accepted)),
                ("offered", try await client.requestLoan(newLoan(), options: .decided)),
                ("pending", try await client.requestLoan(newLoan())),
                ("declined", try await client.requestLoan(newLoan(to: refused), options: .decided)),
                ("invoice refused", .invoiceRefused(invoice: Invoice(invoiceNumber: "F-1", netAmount: 1200))),
                ("canceled", .canceled(loan: canceled)),
            ]
            for (wanted, outcome) in outcomes {
                #expect(name(outcome) == wanted)
                #expect(try LoanOutcome.fromJSON(outcome.toJSON()) == outcome)
                #expect(!"\(outcome)".contains(paidOut.filter { $0 != " " }), "no account is shown: \(outcome)")
            }
            guard case .declined(let loan, let reason) = outcomes[3].1 else { return }
            #expect(reason != nil)
            #expect(loan?.denialReason == reason)
            #expect(try failure { try LoanOutcome.fromJSON("{}") }.kind == .validation)
        }

        func name(_ outcome: LoanOutcome) -> String {
            switch outcome {
            case .accepted: "accepted"
            case .offered: "offered"
            case .pending: "pending"
            case .declined: "declined"
            case .invoiceRefused: "invoice refused"
            case .canceled: "canceled"
            }
        }

        @Test func anAnswerThatIsLostLeadsToNoSecondLoan() async throws {
            try sandbox.fault("timeout_after_commit", operation: "POST /loans")
            #expect(name(try await client.requestLoan(newLoan(), options: .decided)) == "offered")
            #expect(try sandbox.state()["loans"]?.array?.count == 1)
        }

        @Test func theSameSaltGivesTheSameLoan() async throws {
            let request = newLoan()
            let first = try await client.requestLoan(request)
            guard case .pending(let loan, _, let salt) = first else { throw Unexpected("\(first)") }
            #expect(request.saltId == salt)
            let later = try await client.requestLoan(request, options: .decided)
            guard case .offered(let same) = later else { throw Unexpected("\(later)") }
            #expect(same.id == loan?.id)
            #expect(try sandbox.state()["loans"]?.array?.count == 1)
        }

        @Test func whatCannotPassIsRefusedBeforeAnythingIsSent() async throws {
            var wrong = newLoan(to: "FR88 1111")
            wrong.amount = 0
            let pointers = wrong.validate().map(\.pointer)
            #expect(Set(pointers).isSuperset(of: ["/amount", "/loan_to/account_number"]))
            let request = wrong
            let error = try await failure { try await client.requestLoan(request) }
            #expect(error.problems.map(\.pointer) == pointers)
            #expect(error.saltId == nil)
            #expect(try sandbox.log().isEmpty)
            #expect(newLoan().normalized().loanTo.accountNumber == paidOut.filter { $0 != " " })
            #expect(newLoan().validate().isEmpty)
        }

        @Test func aDenialCodeIsExplained() async throws {
            let code = try #require(try await client.eligibility.listReasons().first).denialCodeName
            try sandbox.clearLog()
            let english = try await client.explain(code, in: .en)
            let french = try await client.explain(code, in: .fr)
            #expect(english?.isEmpty == false && french?.isEmpty == false && english != french)
            #expect(try explainBlocking(code, .en) == english)
            #expect(throws: DefactoError.self) { try explainBlocking(code, .unknown(value: "it")) }
            #expect(try await client.explain(nil, in: .fr) == nil)
            #expect(try sandbox.log().count == 1, "the list is read once")
        }

        func explainBlocking(_ code: String, _ language: Language) throws -> String? {
            try client.explain(code, in: language)
        }

        @Test func aDocumentIsMadeAndUploaded() async throws {
            let content = Data("%PDF-1.7 ...".utf8)
            let url = FileManager.default.temporaryDirectory.appendingPathComponent("facture \(UUID()).pdf")
            try content.write(to: url)
            defer { try? FileManager.default.removeItem(at: url) }
            for pdf in [
                try Pdf.fromURL(url), try Pdf.fromPath(url.path),
                try Pdf.fromBytes(content, name: url.lastPathComponent),
            ] {
                #expect(pdf.name == url.lastPathComponent)
                #expect(pdf.content() == content)
                #expect(pdf.base64() == content.base64EncodedString())
                #expect("\(pdf)" == "Pdf(12 bytes)", "a name may say whose it is")
            }
            _ = try await client.invoices.upload(Pdf.fromBytes(content, name: "facture.pdf"))
            let sent = try #require(try sandbox.requests("POST /invoices/upload").first)
            #expect(sent["body"]?["file"]?["bytes"]?.int == 12)
            #expect(
                try failure { try Pdf.fromBytes(Data("no".utf8), name: "a.pdf") }.problems.map(\.code) == ["no_pdf"])
            #expect(try failure { try Pdf.fromPath("/nowhere/a.pdf") }.problems.map(\.code) == ["unreadable_file"])
        }
    }
}
