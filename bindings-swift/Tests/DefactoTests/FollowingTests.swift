import Defacto
import DefactoTesting
import Testing

/// An enrolment of which only the company's number is known.
extension All {
    @Suite struct Following {
        let sandbox: Sandbox
        let client: Client
        let number = french(6).identifier

        init() throws {
            sandbox = try Sandbox()
            client = try sandbox.client()
        }

        @Test func aCompanyIsFollowedByItsNumberAlone() throws {
            #expect { try client.followEnrollment(number) } throws: { isNotFound($0) }
            _ = try client.enroll(french(6), options: .asynchronous.quick)
            let stages = Stages()
            let outcome = try client.followEnrollment(number, options: .waiting, onProgress: stages.hear)
            #expect(try ready(outcome).0.identifier == number)
            #expect(stages.folded.last == "ready")
            #expect(try sandbox.requests("POST /borrowers").count == 1, "it sends reads only")
        }

        @Test func aTaskFollowsACompanyAsWell() async throws {
            await #expect { try await client.followEnrollment(number) } throws: { isNotFound($0) }
            _ = try await client.enroll(french(6), options: .asynchronous.quick)
            let outcome = try await client.followEnrollment(number, options: .waiting)
            #expect(try ready(outcome).0.identifier == number)
            #expect(try sandbox.requests("POST /borrowers").count == 1, "it sends reads only")
        }
    }
}

private func isNotFound(_ error: any Error) -> Bool {
    if case DefactoError.notFound = error { true } else { false }
}
