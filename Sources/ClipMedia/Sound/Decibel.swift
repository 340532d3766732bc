internal import SystemLibrary

/// Ratios of amplitudes on a logarithmic scale.
enum Decibel {
    /// What `decibels` multiply a sample by.
    static func ratio(_ decibels: Double) -> Double { pow(10, decibels / 20) }

    /// With one decimal, e.g. `-14.2`.
    static func text(_ decibels: Double) -> String {
        let tenths = Int((decibels * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}
