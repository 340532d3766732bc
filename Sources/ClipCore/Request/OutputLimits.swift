/// Limits checked before the finished file is renamed into place.
public struct OutputLimits: Hashable, Codable, Sendable {
    /// How to handle flashes that can cause seizures.
    public enum OnFlashes: String, Hashable, Codable, Sendable { case warn, refuse }

    /// The maximum file size in bytes; nil for no limit.
    public var maximumBytes: Int64?
    /// nil: flashes are not counted.
    public var onFlashes: OnFlashes?
    /// Soften flashes over the limit.
    public var softensFlashes = false

    package init() {}
}

extension OutputSettings {
    /// Limits for an output of that length; nil for none.
    ///
    /// - Parameter counts: count flashes even if the picture is unchanged.
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
