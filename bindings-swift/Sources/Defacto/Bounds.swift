import Foundation

// uniffi ends the program for a time that the core cannot read.

extension TimeInterval {
    /// A time below zero is over at once; one of many years never ends.
    var bounded: TimeInterval { self > 0 ? min(self, 1.0e9) : 0 }
}

extension Date {
    /// The moment within the years 0001 to 9999, which every language of ours can write.
    var bounded: Date {
        let seconds = timeIntervalSince1970
        guard !seconds.isNaN else { return Date(timeIntervalSince1970: 0) }
        let bounds = -62_135_596_800.0...253_402_207_199.0
        return bounds.contains(seconds)
            ? self : Date(timeIntervalSince1970: min(max(seconds, bounds.lowerBound), bounds.upperBound))
    }
}
