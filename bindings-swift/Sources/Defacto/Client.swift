import Foundation

/// A client of the Defacto API.
///
/// Create one and share it: it is safe to use from any task and any thread, and all its calls share their
/// connections. Every call exists twice under one name. With `await` it suspends the task and ends when the
/// task is cancelled: no thread waits, since one thread of the library drives all calls of the process.
/// Outside asynchronous code it blocks the thread, and ends when its `CancelToken` is cancelled. (The top
/// level of a `main.swift` counts as such: Swift takes the blocking call there, with or without `await`.
/// Begin with `@main`.)
///
/// The key of a partner moves money, so it belongs on a server. An app must not hold it.
public final class Client: Sendable {
    let native: NativeClient

    /// Creates a client. Reads the system's trust store; sends nothing.
    ///
    /// - Parameters:
    ///   - apiKey: The key from the dashboard.
    ///   - environment: `.production`, `.sandbox`, or a server of your own by `.url("http://127.0.0.1:8080")`.
    ///   - options: Time-outs, repetitions, proxy and certificates.
    ///   - store: Keeps each intent of `enroll` and `requestLoan` before it is sent. No process with the same store
    ///     sends it twice, and a repetition after a crash resumes it. Without a store, this holds within one process
    ///     only. The options of these functions can name another store.
    ///   - observer: Receives the events of every call, for traces and metrics.
    /// - Throws: `DefactoError.configuration` when the key, the URL, the proxy or a certificate cannot be used.
    public convenience init(
        apiKey: String, environment: Environment, options: ClientOptions = ClientOptions(), store: Store? = nil,
        observer: (any CallObserver)? = nil
    ) throws {
        try self.init(key: .text(key: apiKey), environment, options, store, observer)
    }

    /// Creates a client with the key in a file, without blanks and line breaks around it. The file is read again after it
    /// has changed. Blocks while it is read; sends nothing. The other parameters are as above.
    ///
    /// - Throws: `DefactoError.configuration` when the file cannot be read, or when its key, the URL, the proxy or a
    ///   certificate cannot be used.
    public convenience init(
        apiKeyFile: URL, environment: Environment, options: ClientOptions = ClientOptions(), store: Store? = nil,
        observer: (any CallObserver)? = nil
    ) throws {
        try self.init(key: .file(path: apiKeyFile.path), environment, options, store, observer)
    }

    /// Creates a client whose key a function provides, such as one that asks a vault. Sends nothing.
    ///
    /// - Parameters:
    ///   - apiKey: Returns the key, of the same account each time. Called once now, and before each attempt of a call: on
    ///     the calling thread if the call blocks, otherwise on a thread of the library. It may block, so keep a key for a
    ///     while if it is slow to read. If it throws, the call ends with `DefactoError.configuration`, which names the
    ///     type of the error but not its text, and nothing is sent.
    ///   - environment: As above; so are the other parameters.
    /// - Throws: `DefactoError.configuration` when the function throws, or when its key, the URL, the proxy or a
    ///   certificate cannot be used.
    public convenience init(
        apiKey: @escaping KeyProvider, environment: Environment, options: ClientOptions = ClientOptions(),
        store: Store? = nil, observer: (any CallObserver)? = nil
    ) throws {
        try self.init(key: .provider(provider: ProviderBridge(apiKey)), environment, options, store, observer)
    }

    private convenience init(
        key: NativeApiKey, _ environment: Environment, _ options: ClientOptions, _ store: Store?,
        _ observer: (any CallObserver)?
    ) throws {
        self.init(
            try NativeClient(
                apiKey: key, environment: environment, options: options, store: store?.native, language: Self.language,
                interrupt: nil, observer: observer.map(ObserverBridge.init)))
    }

    /// Creates a client from `DEFACTO_API_KEY` and `DEFACTO_ENVIRONMENT` (`production`, `sandbox` or a URL).
    /// Neither has a default, so that no program calls production by accident.
    ///
    /// - Parameters:
    ///   - options: Time-outs, repetitions, proxy and certificates.
    ///   - store: Keeps each intent before it is sent, as in the initialiser.
    ///   - observer: Receives the events of every call, as in the initialiser.
    /// - Throws: `DefactoError.configuration` when one of them is missing or cannot be used.
    public static func fromEnv(
        options: ClientOptions = ClientOptions(), store: Store? = nil, observer: (any CallObserver)? = nil
    ) throws -> Client {
        Client(
            try NativeClient.fromEnv(
                options: options, store: store?.native, language: language, interrupt: nil,
                observer: observer.map(ObserverBridge.init)))
    }

    init(_ native: NativeClient) {
        self.native = native
    }

    /// The name of the language in the user agent.
    private static let language = "swift/6"

    /// The URL that all paths are appended to.
    public var baseURL: String { native.baseUrl() }

    /// Returns the same client with other options. Both share the connections.
    ///
    /// - Parameters:
    ///   - options: What is not set stays as it is.
    ///   - cancel: Stops the calls of the new client, from any thread.
    public func withOptions(_ options: CallOptions = CallOptions(), cancel: CancelToken? = nil) -> Client {
        Client(native.withOptions(options: options, cancel: cancel?.native))
    }

    /// What is known about the last answer of this object besides its body; `nil` before the first one.
    ///
    /// Calls at the same time replace each other's. A copy by `withOptions` has its own: take one where it matters. A
    /// call that fails has its status and its request id in the error.
    public var lastAnswer: AnswerInfo? { native.lastAnswer() }

    /// Replaces the API key by another one of the same account, for this client and its copies. Calls under way keep
    /// the old one. Does not block. Resume tokens, and what a store holds, stay valid.
    ///
    /// - Throws: `DefactoError.configuration` when the key cannot be sent; the old one stays.
    public func setAPIKey(_ apiKey: String) throws {
        try native.setApiKey(apiKey: .text(key: apiKey))
    }

    /// Replaces the API key by those that a function provides. Calls it once; see the initialiser.
    ///
    /// - Throws: `DefactoError.configuration` when the function throws, or its key cannot be sent; the old one stays.
    public func setAPIKey(_ apiKey: @escaping KeyProvider) throws {
        try native.setApiKey(apiKey: .provider(provider: ProviderBridge(apiKey)))
    }

    /// Replaces the API key by one in a file, which is read again after it has changed. Blocks while it is read.
    ///
    /// - Throws: `DefactoError.configuration` when the file cannot be read, or its key cannot be sent; the old one stays.
    public func setAPIKey(file: URL) throws {
        try native.setApiKey(apiKey: .file(path: file.path))
    }

    /// Closes the connections of this client and of all clients made from it, for good. Calls under way end
    /// with an error.
    ///
    /// Releasing the last reference to the client does the same. This function is for programs that choose
    /// the moment.
    public func close() {
        native.shutDown()
    }
}

extension Client: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Names the server, never the key.
    public var description: String { "Client(baseURL: \(baseURL))" }
    /// Names the server, never the key.
    public var debugDescription: String { description }
    /// Shows nothing more.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
