extension Client {
    /// Returns the API key, such as one that a vault keeps and rotates. See the initialiser that takes it.
    public typealias KeyProvider = @Sendable () throws -> String
}

/// Passes a function's key on. The text of its error could hold the key, so only the error's type is kept.
final class ProviderBridge: NativeKeyProvider {
    private let apiKey: Client.KeyProvider

    init(_ apiKey: @escaping Client.KeyProvider) {
        self.apiKey = apiKey
    }

    func provide() throws -> String {
        do {
            return try apiKey()
        } catch {
            let detail = String(reflecting: type(of: error))
            throw DefactoError.configuration(
                details: ErrorDetails(detail: detail, attempts: 0, retryable: false, outcomeUnknown: false))
        }
    }
}
