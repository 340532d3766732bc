/// The longest duration that a file's bytes can hold. Longer durations are false claims, e.g. of a damaged
/// index: work and memory must not grow with them.
public struct ContentBudget: Hashable, Sendable {
    private let bytes: Int64

    /// Creates a budget for this many bytes of video and sound.
    public init(bytes: Int64) { self.bytes = bytes }

    /// The longest duration in seconds, at least an hour. One second per byte is a tenth of the rate of still
    /// pictures and comfort noise.
    public var seconds: Double { max(3600, Double(bytes)) }

    /// Why a duration is implausible; nil if the bytes allow it.
    public func problem(_ length: MediaTime) -> String? {
        guard length.seconds > seconds else { return nil }
        let size = bytes < 10_000 ? "\(bytes) bytes" : "\(bytes / 1000) kB"
        return "it claims to last \(Self.text(length.seconds)), but holds only \(size): its times are damaged"
    }

    private static func text(_ seconds: Double) -> String {
        let hours = Int(min(1e12, seconds) / 3600)
        return hours < 48 ? "\(hours) hours" : "\(hours / 24) days"
    }
}

extension MediaInfo {
    /// The budget of the file's bytes.
    public var budget: ContentBudget { ContentBudget(bytes: min(packetBytes ?? sizeBytes, sizeBytes)) }

    /// The duration for time limits of work: less than claimed if the file has few bytes.
    public var workDuration: MediaTime { min(duration, MediaTime(ticks: sizeBytes, timescale: 4000)) }
}
