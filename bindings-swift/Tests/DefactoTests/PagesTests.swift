import Defacto
import DefactoTesting
import Testing

/// Lists over all their pages.
extension All {
    @Suite struct Lists {
        let sandbox: Sandbox
        let client: Client

        init() throws {
            sandbox = try Sandbox()
            client = try sandbox.client()
            for number in 0..<5 { _ = try client.borrowers.enroll(french(number)) }
            try sandbox.clearLog()
        }

        /// How many pages were read.
        var reads: Int {
            get throws { try sandbox.requests("GET /borrowers").count }
        }

        @Test func aLoopReadsPageAfterPage() async throws {
            var found: [String] = []
            for try await borrower in client.borrowers.list(BorrowerFilter(pageSize: 2)) {
                found.append(borrower.identifier)
                #expect(try reads == (found.count + 1) / 2, "a page is read when its first item is asked for")
            }
            #expect(Set(found) == Set((0..<5).map(siren)))
            #expect(try reads == 3)
        }

        @Test func leavingALoopReadsNoFurtherPage() async throws {
            var found = 0
            for try await _ in client.borrowers.list(BorrowerFilter(pageSize: 2)) {
                found += 1
                if found == 3 { break }
            }
            #expect(try reads == 2)
        }

        @Test func nothingIsReadBeforeItIsAskedFor() throws {
            _ = client.borrowers.list()
            #expect(try reads == 0)
        }

        @Test func blockingOneByOne() throws {
            var borrowers = client.borrowers.list(BorrowerFilter(pageSize: 2))
            var found = 0
            while try borrowers.next() != nil { found += 1 }
            #expect(found == 5)
            #expect(try borrowers.next() == nil)
            #expect(try reads == 3)
        }

        @Test func allAtOnce() async throws {
            let borrowers = client.borrowers.list(BorrowerFilter(pageSize: 4))
            #expect(try await borrowers.all().count == 5)
            #expect(try blocking { try borrowers.all() }.count == 5, "each reading begins at the first page")
            #expect(try reads == 4)
        }

        @Test func aPageByItsCursor() async throws {
            let borrowers = client.borrowers.list(BorrowerFilter(pageSize: 4))
            let first = try await borrowers.page()
            #expect(first.data.count == 4)
            let second = try await borrowers.page(at: first.nextPage)
            #expect(second.data.count == 1)
            #expect(second.nextPage == nil)
        }

        @Test func theFilterIsSent() async throws {
            let found = try await client.borrowers.list(BorrowerFilter(borrowerIdentifier: siren(3))).all()
            #expect(found.map(\.identifier) == [siren(3)])
        }

        @Test func aCancelledTaskEndsAReading() async throws {
            try sandbox.fault("latency", operation: "GET /borrowers", ["delay_ms": 30_000])
            let borrowers = client.borrowers.list()
            let reading = Task { try await failure { try await borrowers.all() } }
            try await eventually("the request") { try reads == 1 }
            reading.cancel()
            #expect(try await reading.value.kind == .interrupted)
        }

        @Test func aPageThatNamesItselfEndsTheReading() async throws {
            let page = #"{"count":1,"page_size":1,"data":[{"identifier":"472618354"}],"next_page":"again"}"#
            let server = try Canned(.reply(200, page))
            defer { server.close() }
            let endless = try Client(apiKey: "key", environment: .url(server.url)).borrowers.list()
            #expect(try await failure { try await endless.all() }.kind == .decode)
            #expect(server.requests.count == 2)
        }

        @Test func pagesThatLeadInACircleEndTheReading() async throws {
            let page = { (next: String) in
                Answer.reply(200, #"{"count":1,"page_size":1,"data":[{"identifier":"1"}],"next_page":"\#(next)"}"#)
            }
            let server = try Canned(list: [page("A"), page("B"), page("A")])
            defer { server.close() }
            let circle = try Client(apiKey: "key", environment: .url(server.url)).borrowers.list()
            #expect(try await failure { try await circle.all() }.kind == .decode)
            #expect(server.requests.count == 3)
        }

        @Test func aCopyOfAReadingGoesItsOwnWay() throws {
            var borrowers = client.borrowers.list(BorrowerFilter(pageSize: 2))
            _ = try borrowers.next()
            var copy = borrowers
            #expect(try borrowers.all().count == 4)
            #expect(try copy.all().count == 4, "what was read by the other is no circle")
            while try copy.next() != nil {}
            while try borrowers.next() != nil {}
        }
    }
}

/// Calls the blocking twin inside asynchronous code.
private func blocking<Answer>(_ call: () throws -> Answer) rethrows -> Answer { try call() }
