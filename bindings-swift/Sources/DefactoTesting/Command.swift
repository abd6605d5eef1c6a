// A phone starts no programs.
#if os(macOS) || os(Linux)
    import Foundation

    /// The command `defacto`, running until its standard input closes.
    final class Command: @unchecked Sendable {
        // What `Process` and `Pipe` are used for here is safe from any thread.
        private let process = Process()
        private let (input, output, errors) = (Pipe(), Pipe(), Pipe())

        init(_ arguments: [String]) throws {
            process.executableURL = try Self.find()
            process.arguments = arguments
            (process.standardInput, process.standardOutput, process.standardError) = (input, output, errors)
            do {
                try process.run()
            } catch {
                throw SandboxError(
                    "\(process.executableURL?.path ?? "") cannot be started: \(error.localizedDescription)")
            }
        }

        /// The first line that it prints. When it ends without one, its last words are the error.
        func firstLine() throws -> Data {
            var line = Data()
            while let byte = try output.fileHandleForReading.read(upToCount: 1), let newest = byte.first {
                if newest == UInt8(ascii: "\n") { return line }
                line.append(newest)
            }
            let reason = try errors.fileHandleForReading.readToEnd() ?? Data()
            let words = String(decoding: reason, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            throw SandboxError("the sandbox did not start: \(words)")
        }

        /// Ends it and waits for its end. Doing so twice does nothing more.
        func end() {
            try? input.fileHandleForWriting.close()
            if process.isRunning { process.waitUntilExit() }
        }

        private static func find() throws -> URL {
            let variables = ProcessInfo.processInfo.environment
            if let named = variables["DEFACTO_BINARY"], !named.isEmpty { return URL(fileURLWithPath: named) }
            for folder in (variables["PATH"] ?? "").split(separator: ":") {
                let candidate = "\(folder)/defacto"
                if FileManager.default.isExecutableFile(atPath: candidate) { return URL(fileURLWithPath: candidate) }
            }
            throw SandboxError(
                "the `defacto` command is not installed: pipx install defacto-cli, or set DEFACTO_BINARY to it")
        }
    }
#endif
