/// The direction of an item in charts.
public enum TrendDirection: String, Hashable, Codable, CaseIterable, Sendable {
    /// Rising beyond the uncertainty.
    case rising
    /// Stable near the top of its chart.
    case peak
    /// Neither rising nor falling beyond the uncertainty.
    case steady
    /// Falling beyond the uncertainty.
    case falling
    /// Too few points for a direction.
    case tooFew = "too few data"
}
