/// Limits checked before the finished file is renamed into place.
public struct OutputLimits: Hashable, Codable, Sendable {
    /// What flashes that can bring on seizures lead to.
    public enum OnFlashes: String, Hashable, Codable, Sendable { case warn, refuse }

    /// The most bytes; nil for no limit.
    public var maximumBytes: Int64?
    /// nil: flashes are not counted.
    public var onFlashes: OnFlashes?
    /// Flashes over the limit are softened.
    public var softensFlashes = false

    /// No limits.
    public init() {}
}

extension OutputSettings {
    /// What an output of that length is held against; nil for nothing.
    ///
    /// - Parameter counts: its flashes are counted even where nothing is asked of its picture.
    func limits(for length: MediaTime, counts: Bool = false) -> OutputLimits? {
        var limits = OutputLimits()
        let rated = delivery?.maximumBitsPerSecond.map { Int64(Double($0) * length.seconds / 8) }
        limits.maximumBytes = [maximumBytes, delivery?.maximumBytes, rated].compactMap { $0 }.min()
        limits.softensFlashes = softensFlashes
        if changesPicture || counts { limits.onFlashes = .warn }
        if isForMinors { limits.onFlashes = .refuse }
        return limits == OutputLimits() ? nil : limits
    }
}
