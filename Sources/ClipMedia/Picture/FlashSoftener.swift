internal import ClipCore
internal import LibAV

/// Softens flashes in a sequence of pictures. libavfilter mixes each with earlier ones, by as much as they
/// flash within a second.
final class FlashSoftener {
    /// Allowed change by level of ``Picture/softening``; 0.1 is the filter's minimum.
    private static let thresholds = ["1", "0.5", "0.25", "0.1"]

    private let threshold: String
    /// Beyond these levels each picture is the mean of a third of a second: nothing changes three times per second.
    private let mixes: Bool
    private let frames: Int
    private var graph: PictureGraph?

    /// nil for a picture that is not softened.
    init?(_ picture: Picture) {
        guard let level = picture.softening else { return nil }
        threshold = Self.thresholds[min(Self.thresholds.count, max(1, level)) - 1]
        mixes = level > Self.thresholds.count
        frames = min(240, max(2, Int(picture.frameRate.value.rounded())))
    }

    /// The softened picture; `picture` is unchanged.
    func soften(_ picture: borrowing Frame) throws -> Frame {
        if graph == nil {
            let steps =
                [("photosensitivity", [("frames", "\(frames)"), ("threshold", threshold)])]
                + (mixes ? [("tmix", [("frames", "\(max(2, frames / 3))")])] : [])
                + [("format", [("pix_fmts", "yuv420p")])]
            graph = PictureGraph(
                try FilterGraph.open(
                    FilterStep.chain(steps, from: "in", to: "out"), from: [("in", picture.shape)]))
        }
        let result = try graph!.filter(try picture.share())
        result.presentation = picture.presentation
        return result
    }
}
