// The core masks the descriptions of these types. A mirror, which `dump` and test reports use, would show the
// rest: a proxy's password, a token, a body. So the mirror shows nothing.

extension ClientOptions: CustomReflectable {
    /// Shows nothing more than the description.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension EnrollOptions: CustomReflectable {
    /// Shows nothing more than the description.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Enrollment: CustomReflectable {
    /// Shows nothing more than the description.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension LoanOutcome: CustomReflectable {
    /// Shows nothing more than the description.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension RawAnswer: CustomReflectable {
    /// Shows nothing more than the description.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension WebhookEvent: CustomReflectable {
    /// Shows nothing more than the description.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension WebhookEntity: CustomReflectable {
    /// Shows nothing more than the description.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
