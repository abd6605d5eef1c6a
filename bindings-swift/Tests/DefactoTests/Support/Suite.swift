import Testing

/// All tests, one after the other: some measure times, and blocking calls would take the few threads of the others.
@Suite(.serialized) enum All {}
