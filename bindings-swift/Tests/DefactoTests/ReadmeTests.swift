import Defacto
import DefactoTesting
import Foundation
import Testing

/// Every Swift block of README.md and of the pages in docs and docs/guides, compiled and run unchanged.
extension All {
    @Suite struct Readme {
        @Test func theBlocksRunOneAfterTheOther() async throws {
            let sandbox = try Sandbox()
            setenv("DEFACTO_API_KEY", sandbox.apiKey, 1)
            setenv("DEFACTO_ENVIRONMENT", sandbox.url, 1)
            for block in readmeBlocks {
                try sandbox.reset()
                let client = try sandbox.client()
                // The pages about loans and lines are about a company that is enrolled.
                _ = try await client.enroll(
                    NewBorrower(identifier: "913572467", identifierType: .siren), options: .waiting)
                try await block(client, french(1))
            }
            #expect(readmeBlocks.count >= 2)
        }
    }
}
