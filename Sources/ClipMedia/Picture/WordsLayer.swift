internal import ClipCore
internal import LibAV

/// Words of one look as filters see them: each caption is drawn once, on a picture no larger than its place, which then
/// lies on all frames that show it.
final class WordsLayer {
    private let words: Picture.Words
    private let frames: [Range<Int>]
    private let painter: PictureGraph
    /// The caption that was drawn last, and its picture.
    private var drawn = -1
    private let picture: Frame
    private var overlay: PictureGraph?
    private var count: Int64 = 0

    /// - Throws: `MediaError` where the font is missing or is none, or libavfilter cannot draw text.
    init(_ words: Picture.Words, rate: Fraction) throws {
        self.words = words
        frames = words.frames(at: rate)
        let script = WordsScript(words, try FontReader.font(words.font.path))
        do throws(AVFailure) {
            let file = try MemoryFile.holding(script.bytes)
            painter = PictureGraph(try FilterGraph.open(Self.steps(words, file.path), from: []))
            picture = try Frame()
        } catch {
            guard error.isMissingCodec else { throw error }
            throw MediaError(
                .missingCodec, words.font.path,
                "this FFmpeg cannot write on pictures: \(error.reason.lowercased())",
                hint: "install an FFmpeg with libass, or leave words out")
        }
    }

    /// A picture a second, transparent but for the words of that second. libass draws on black with weights, so that
    /// colours are those of the cover; they are in BT.709 as the output is, of which FFmpeg's drawing knows nothing.
    private static func steps(_ words: Picture.Words, _ script: String) -> [FilterStep] {
        let size = words.place.size
        return [
            FilterStep(
                "color",
                [
                    ("color", "black@0"), ("size", size.text), ("rate", "1"),
                    ("duration", "\(max(1, words.captions.count))"),
                ], from: [], to: ["blank"])
        ]
            + FilterStep.chain(
                [
                    ("format", [("pix_fmts", "rgba")]), ("ass", [("filename", script), ("alpha", "1")]),
                    ("format", [("pix_fmts", "gbrap")]), ("unpremultiply", [("inplace", "1")]),
                    ("scale", [("out_color_matrix", "bt709"), ("out_range", "tv")]),
                    ("format", [("pix_fmts", "yuva420p")]),
                ], from: "blank", to: "out")
    }

    /// What a frame of the output shows; nil for nothing.
    func caption(at frame: Int) -> Int? {
        let next = frames.partitioningIndex { $0.upperBound > frame }
        return next < frames.count && frames[next].contains(frame) ? next : nil
    }

    /// The first frame from `frame` on that shows something else than it; nil for none.
    func change(after frame: Int) -> Int? {
        if let caption = caption(at: frame) { return frames[caption].upperBound }
        return frames.first { $0.lowerBound > frame && !$0.isEmpty }?.lowerBound
    }

    /// The picture with a caption on it. Captions are asked for in their order.
    func laid(_ caption: Int, on base: borrowing Frame) throws -> Frame {
        while drawn < caption {
            guard try painter.graph.receive(into: picture) else { throw Broken("no words were drawn") }
            drawn += 1
        }
        let below = try base.share()
        let above = try picture.share()
        below.forgetColours()
        above.forgetColours()
        if overlay == nil {
            overlay = PictureGraph(
                try FilterGraph.open(
                    [
                        FilterStep(
                            "overlay",
                            [
                                ("x", "\(words.place.x)"), ("y", "\(words.place.y)"), ("format", "yuv420"),
                                ("eval", "init"),
                            ], from: ["base", "words"], to: ["out"])
                    ], from: [("base", below.shape), ("words", above.shape)]))
        }
        // Both at one time, so that the one need not wait for what follows the other.
        (below.presentation, above.presentation) = (count, count)
        count += 1
        try overlay!.graph.send(below, to: 0)
        try overlay!.graph.send(above, to: 1)
        let result = try Frame()
        guard try overlay!.graph.receive(into: result) else {
            throw Broken("words were not laid on a picture")
        }
        result.presentation = base.presentation
        return result
    }
}
