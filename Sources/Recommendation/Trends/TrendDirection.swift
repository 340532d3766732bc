/// Where something is going on boards.
public enum TrendDirection: String, Hashable, Codable, CaseIterable, Sendable {
    /// Up, by more than what is uncertain.
    case rising
    /// Near the top of its board, and staying.
    case peak
    /// Neither up nor down, as far as it can be told.
    case steady
    /// Down, by more than what is uncertain.
    case falling
    /// Fewer points than a direction needs.
    case tooFew = "too few data"
}
