/// How long a file can show and sound by the bytes that it holds. What lies beyond is a claim, e.g. of a damaged index:
/// work and memory must not grow with it.
public struct ContentBudget: Hashable, Sendable {
    private let bytes: Int64

    /// The budget of so many bytes of pictures and sound.
    public init(bytes: Int64) { self.bytes = bytes }

    /// The longest time in seconds. A byte a second is a tenth of what pictures at rest and comfort noise take; an hour
    /// may always pass.
    public var seconds: Double { max(3600, Double(bytes)) }

    /// What is wrong with a length, in a sentence; nil where the bytes may stand for it.
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
    /// What its bytes can stand for.
    public var budget: ContentBudget { ContentBudget(bytes: min(packetBytes ?? sizeBytes, sizeBytes)) }

    /// The length that work on it may be timed by: less than it claims where its bytes are few for that.
    public var workDuration: MediaTime {
        min(duration, MediaTime(ticks: sizeBytes, timescale: 4000))
    }
}
