import Defacto
import DefactoTesting
import Foundation
import Testing

/// The helper for tests, used as its users do.
extension All {
    @Suite struct Sandboxes {
        @Test func aKeyOfItsOwn() async throws {
            let sandbox = try Sandbox(apiKey: "another-key")
            #expect(try await sandbox.client().hello() == "Hello from the sandbox")
            let stranger = try Client(apiKey: "test-key", environment: .url(sandbox.url))
            #expect(try await failure { try await stranger.hello() }.kind == .authentication)
            sandbox.close()
            sandbox.close()
            let client = try sandbox.client(options: ClientOptions(maxRetries: 0))
            #expect(try await failure { try await client.hello() }.kind == .transport)
        }

        @Test func theSameSeedGivesTheSameData() async throws {
            var ids = Set<UUID?>()
            for _ in 0..<2 {
                let sandbox = try Sandbox(seed: 7)
                ids.insert(try await ready(sandbox.client().enroll(french(1), options: .waiting)).0.id)
            }
            #expect(ids.count == 1)
        }

        @Test func faultsSettingsStateAndReset() async throws {
            let sandbox = try Sandbox()
            let client = try sandbox.client(options: ClientOptions(maxRetries: 0))
            try sandbox.fault("bad_gateway", operation: "GET /hello", ["times": 2])
            #expect(try await failure { try await client.hello() }.status == 502)
            try sandbox.clearFaults()
            _ = try await client.hello()

            #expect(try sandbox.settings()["declined_as"] == "no_line")
            #expect(try sandbox.settings(["declined_as": "zero_line"])["declined_as"] == "zero_line")

            _ = try await client.borrowers.enroll(french(2))
            #expect(try sandbox.state()["borrowers"]?.array?.count == 1)
            #expect(
                try sandbox.log().map { $0["operation"]?.string } == ["GET /hello", "GET /hello", "POST /borrowers"])
            try sandbox.clearLog()
            #expect(try sandbox.log().isEmpty)

            try sandbox.reset()
            #expect(try sandbox.state()["borrowers"]?.array?.count == 0)
            #expect(try sandbox.settings()["declined_as"] == "no_line")
        }

        @Test func oneThatRunsAlreadyIsUsedAndGoesOn() async throws {
            let started = try Sandbox()
            let sandbox = try Sandbox.at(started.url)
            try sandbox.freeze()
            let before = try sandbox.now()
            _ = try await sandbox.client().borrowers.enroll(french(3))
            #expect(try sandbox.advanceToNextEvent() > before)
            sandbox.close()
            #expect(try started.state()["borrowers"]?.array?.count == 1)
            started.close()
            do {
                _ = try Sandbox.at(started.url)
                Issue.record("it answers")
            } catch let error as SandboxError {
                #expect(error.description.contains("Start one: `defacto sandbox`"), "\(error)")
            }
        }

        @Test func whatItDoesNotKnowIsSaid() throws {
            let sandbox = try Sandbox()
            do {
                try sandbox.fault("earthquake")
                Issue.record("it was accepted")
            } catch let error as SandboxError {
                #expect(error.description.contains("unknown variant `earthquake`"), "\(error)")
            }
        }

        @Test func aSandboxThatDoesNotStart() throws {
            do {
                _ = try Sandbox(speed: -1)
                Issue.record("it started")
            } catch let error as SandboxError {
                #expect(error.description.contains("speed"), "\(error)")
            }
        }

        @Test func aCommandThatIsNotThere() throws {
            let variables = ProcessInfo.processInfo.environment
            defer { for name in ["DEFACTO_BINARY", "PATH"] { setenv(name, variables[name] ?? "", 1) } }
            for (binary, wanted) in [("/nowhere/defacto", "/nowhere/defacto"), ("", "or set DEFACTO_BINARY to it")] {
                setenv("DEFACTO_BINARY", binary, 1)
                setenv("PATH", "/nowhere", 1)
                do {
                    _ = try Sandbox()
                    Issue.record("it started")
                } catch let error as SandboxError {
                    #expect(error.description.contains(wanted), "\(error)")
                }
            }
        }

        @Test func itEndsWhenItIsLetGo() async throws {
            let client: Client
            do {
                let sandbox = try Sandbox()
                client = try sandbox.client(options: ClientOptions(maxRetries: 0))
                _ = try await client.hello()
            }
            #expect(try await failure { try await client.hello() }.kind == .transport)
        }
    }
}
