import Defacto
import DefactoTesting
import Foundation
import Testing

/// Every Swift block of README.md and docs/guides/apple.md, compiled and run unchanged.
extension All {
    @Suite struct Readme {
        @Test func theBlocksRunOneAfterTheOther() async throws {
            let sandbox = try Sandbox()
            setenv("DEFACTO_API_KEY", sandbox.apiKey, 1)
            setenv("DEFACTO_ENVIRONMENT", sandbox.url, 1)
            for block in readmeBlocks {
                try sandbox.reset()
                try await block(sandbox.client(), french(1))
            }
            #expect(readmeBlocks.count >= 2)
        }
    }
}
