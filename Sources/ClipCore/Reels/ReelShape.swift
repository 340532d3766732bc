/// Size and frame rate that the sources of a joined post become.
public struct ReelShape: Hashable, Sendable {
    /// Even sides.
    public let size: Picture.Size
    /// Frames per second, constant.
    public let rate: Fraction

    /// The highest rate that is chosen unless another one is asked for.
    private static let highest = 60.0

    /// - Parameters:
    ///   - clips: the clips, in order.
    ///   - finish: the settings of the post.
    public init(_ clips: [MediaInfo.Video], _ finish: OutputSettings) {
        let first = clips.first.map { Picture.Size(width: $0.displayWidth, height: $0.displayHeight) }
        let isFree = finish.size == nil && finish.platforms.isEmpty
        size = finish.size ?? (isFree ? first.map(Self.bounded) : nil) ?? Picture.Aspect.portrait.size!
        rate = finish.frameRate ?? Self.commonest(clips, finish.platforms)
    }

    /// At most 1920 pixels long.
    private static func bounded(_ size: Picture.Size) -> Picture.Size {
        let scale = min(1, 1920 / Double(max(size.width, size.height, 1)))
        let side = { (side: Int) in max(16, Int((Double(side) * scale / 2).rounded()) * 2) }
        return Picture.Size(width: side(size.width), height: side(size.height))
    }

    /// The rate of most clips, the higher of two; for one that is uneven, odd (as a phone's 29.87) or not taken, a usual one.
    private static func commonest(_ clips: [MediaInfo.Video], _ platforms: [Platform]) -> Fraction {
        let rates = FrameRates(of: platforms, highest: highest)
        let thirty = Fraction(30, 1)!
        var counts: [Fraction: Int] = [:]
        for clip in clips {
            let even =
                clip.hasVariableRate
                ? nil : clip.frameRate.flatMap { [1, 1001].contains($0.denominator) ? $0 : nil }
            let mean = (clip.averageFrameRate ?? clip.frameRate)?.value ?? 30
            let rate = even.flatMap { rates.take($0) ? $0 : nil } ?? rates.usual(for: mean) ?? thirty
            counts[rate, default: 0] += 1
        }
        return counts.max { ($0.value, $0.key.value) < ($1.value, $1.key.value) }?.key ?? thirty
    }
}
