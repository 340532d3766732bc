internal import ClipCore
internal import LibAV

/// Draws overlay text of one style. Each caption is drawn once, on a picture no larger than its area, and
/// overlaid on all frames that show it.
final class TextLayer {
    private let words: Picture.Words
    private let frames: [Range<Int>]
    private let painter: PictureGraph
    private let timeline: TextTimeline
    private let emoji: EmojiFont?
    /// Backgrounds that captions are drawn on.
    private let black: Owned<Frame>
    private let white: Owned<Frame>
    /// The caption drawn last, with its picture.
    private var drawn: (caption: Int, picture: Owned<Frame>)?
    private var overlay: PictureGraph?
    private var count: Int64 = 0

    /// - Throws: `Failure` if the font is missing or invalid, or libavfilter cannot draw text.
    init(_ words: Picture.Words, rate: Fraction) throws {
        self.words = words
        frames = words.frames(at: rate)
        timeline = TextTimeline(words, try FontReader.font(words.font.path))
        emoji = try words.emoji.map { file throws(Failure) in try EmojiLayer.font(file.path) }
        do throws(AVFailure) {
            let file = try MemoryFile.holding(timeline.bytes)
            let (width, height) = (words.place.size.width, words.place.size.height)
            func ground(_ value: UInt8) throws(AVFailure) -> Frame {
                try Frame.rgb(
                    [UInt8](repeating: value, count: width * height * 3), width: width, height: height)
            }
            (black, white) = (Owned(try ground(0)), Owned(try ground(255)))
            let draw = FilterStep("ass", [("filename", file.path)], from: ["in"], to: ["out"])
            painter = PictureGraph(try FilterGraph.open([draw], from: [("in", black.value.shape)]))
        } catch {
            guard error.isMissingCodec else { throw error }
            throw Failure(
                .missingCodec, words.font.path,
                "this FFmpeg cannot write on pictures: \(error.reason.lowercased())",
                hint: "install an FFmpeg with libass, or leave words out")
        }
    }

    /// The caption shown on an output frame; nil for none.
    func caption(at frame: Int) -> Int? {
        let next = frames.partitioningIndex { $0.upperBound > frame }
        return next < frames.count && frames[next].contains(frame) ? next : nil
    }

    /// The first frame after `frame` that shows something else; nil for none.
    func change(after frame: Int) -> Int? {
        if let caption = caption(at: frame) { return frames[caption].upperBound }
        return frames.first { $0.lowerBound > frame && !$0.isEmpty }?.lowerBound
    }

    /// Picture of a caption. Its opacity comes from drawings on two backgrounds: on a transparent picture
    /// FFmpeg turns a half into a quarter.
    private func picture(of caption: Int) throws -> Owned<Frame> {
        if let drawn, drawn.caption == caption { return drawn.picture }
        func draw(on ground: borrowing Frame, showsPlaces: Bool = false) throws -> Frame {
            let frame = try ground.share()
            frame.presentation = TextTimeline.time(of: caption, showsPlaces: showsPlaces)
            let drawing = try painter.filter(frame)
            return try Scaler(toRGBA: drawing, drawing.width, drawing.height).convert(drawing)
        }
        let colours = try draw(on: black.value)
        colours.takeOpacity(from: try draw(on: white.value))
        let characters = timeline.emoji(in: words.captions[caption])
        if let emoji, !characters.isEmpty {
            let layer = EmojiLayer(font: emoji, side: timeline.emojiSide)
            try layer.draw(characters, on: colours, places: try draw(on: black.value, showsPlaces: true))
        }
        colours.unweightColours()
        let picture = Owned(try colours.ready())
        drawn = (caption, picture)
        return picture
    }

    /// The picture with a caption overlaid.
    func laid(_ caption: Int, on base: borrowing Frame) throws -> Frame {
        let below = try base.share()
        let above = try picture(of: caption).value.share()
        below.forgetColours()
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
        // The same time for both, so that neither input waits for the other's next frame.
        (below.presentation, above.presentation) = (count, count)
        count += 1
        try overlay!.graph.send(below, to: 0)
        try overlay!.graph.send(above, to: 1)
        let result = try Frame()
        guard try overlay!.graph.receive(into: result) else {
            throw ProofFailure("words were not laid on a picture")
        }
        result.presentation = base.presentation
        return result
    }
}
