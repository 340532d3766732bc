/// What a finished output is held against before it gets its name.
public struct OutputLimits: Hashable, Codable, Sendable {
    /// What flashes that can bring on seizures lead to.
    public enum OnFlashes: String, Hashable, Codable, Sendable { case warn, refuse }

    /// The most bytes; nil for no limit.
    public var maximumBytes: Int64?
    /// Nil where nobody counts flashes.
    public var onFlashes: OnFlashes?
    /// Flashes over the limit are softened.
    public var softensFlashes = false

    /// No limits.
    public init() {}
}

extension Finish {
    /// What an output of that length is held against; nil for nothing.
    func limits(for length: MediaTime) -> OutputLimits? {
        var limits = OutputLimits()
        let rated = delivery?.maximumBitsPerSecond.map { Int64(Double($0) * length.seconds / 8) }
        limits.maximumBytes = [maximumBytes, delivery?.maximumBytes, rated].compactMap { $0 }.min()
        limits.softensFlashes = softensFlashes
        // A copy that changes nothing costs less than counting would.
        if changesPicture { limits.onFlashes = .warn }
        if isForMinors { limits.onFlashes = .refuse }
        return limits == OutputLimits() ? nil : limits
    }
}
