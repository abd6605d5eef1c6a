import Testing

/// All tests, one after the other: some measure times, and blocking calls would use up the few threads of the others.
@Suite(.serialized) enum All {}
