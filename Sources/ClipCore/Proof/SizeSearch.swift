internal import SystemLibrary

/// Searches the quality at which an output fits a size limit: encode, measure, correct. Pure.
///
/// Size falls about exponentially with x264's CRF, by half every 6; later passes use the measured slope.
public struct SizeSearch: Hashable, Sendable {
    /// The next step after a pass.
    public enum Step: Hashable, Sendable {
        /// It fits, and nearly fills the limit unless the requested quality needs less.
        case fits
        /// Encode again at this quality.
        case again(Double)
        /// Even the lowest quality does not fit.
        case tooLarge
    }

    private struct Try: Hashable {
        var quality: Double
        var bytes: Int64
    }

    /// x264's lowest quality (CRF).
    private static let lowest = 51.0
    /// The share of the limit that counts as full.
    private static let enough = 0.85
    private static let aim = 0.95
    private static let most = 7

    private let limit: Int64
    private var tries: [Try] = []

    /// Number of passes so far.
    public var count: Int { tries.count }

    /// Creates a search for at most `limit` bytes.
    public init(limit: Int64) { self.limit = limit }

    /// Judges a pass.
    public mutating func step(after quality: Double, bytes: Int64) -> Step {
        let isFirst = tries.isEmpty
        tries.append(Try(quality: quality, bytes: max(1, bytes)))
        let over = tries.filter { $0.bytes > limit }.max { $0.quality < $1.quality }
        let under = tries.filter { $0.bytes <= limit }.min { $0.quality < $1.quality }
        if bytes <= limit {
            let isFull = Double(bytes) >= Self.enough * Double(limit)
            let isClose = quality - (over?.quality ?? quality) < 0.1
            return isFirst || isFull || isClose || tries.count >= Self.most
                ? .fits : .again(next(over, under))
        }
        guard quality < Self.lowest else { return .tooLarge }
        if tries.count >= Self.most { return .again(under?.quality ?? Self.lowest) }
        return .again(next(over, under))
    }

    private func next(_ over: Try?, _ under: Try?) -> Double {
        guard let over else { return under?.quality ?? Self.lowest }
        let wanted = log2(Self.aim * Double(limit) / Double(over.bytes))
        var slope = -1.0 / 6
        if let other = under ?? tries.first(where: { $0.quality < over.quality }) {
            let measured =
                (log2(Double(other.bytes)) - log2(Double(over.bytes))) / (other.quality - over.quality)
            slope = min(-1.0 / 30, max(-1, measured))
        }
        var quality = over.quality + wanted / slope
        if let under {
            let margin = 0.1 * (under.quality - over.quality)
            quality = min(under.quality - margin, max(over.quality + margin, quality))
        }
        quality = max(over.quality + 0.05, quality)
        return min(Self.lowest, (quality * 100).rounded() / 100)
    }
}
