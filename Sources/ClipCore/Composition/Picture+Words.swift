extension Picture {
    /// Overlay text of one style on the output: its place and its captions.
    public struct Words: Hashable, Codable, Sendable {
        /// The font's file.
        public var font: PlannedPath
        /// Distance between lines, in pixels.
        public var lineHeight: Int
        /// Colour of the letters.
        public var colour: RGBColour
        /// Colour of the box behind the text; nil for a black or white outline instead.
        public var box: RGBColour?
        /// Rectangle in the output's pixels, including box or outline; lines are centred in it.
        public var place: Rectangle
        /// Vertical alignment of text that does not fill ``place``.
        public var edge: Edge
        /// The captions, one at a time and in order, on the output's clock, with final line breaks.
        public var captions: [Caption]
        /// Colour of letters that were said; nil if no caption has any.
        public var accent: RGBColour?
        /// The font of colour emoji; nil if no caption has any.
        public var emoji: PlannedPath?

        package init(
            font: PlannedPath, lineHeight: Int, colour: RGBColour, box: RGBColour?, place: Rectangle,
            edge: Edge, captions: [Caption]
        ) {
            (self.font, self.lineHeight, self.colour, self.box) = (font, lineHeight, colour, box)
            (self.place, self.edge, self.captions) = (place, edge, captions)
        }

        /// Width in pixels of the outline around letters without a box.
        public var outline: Int { max(2, lineHeight / 16) }
        /// Pixels between the letters and the edge of ``place``.
        public var padding: Int { box == nil ? outline + 1 : max(4, lineHeight / 4) }
    }

    /// Vertical position of overlay text.
    public enum Edge: String, Hashable, Codable, Sendable, CaseIterable {
        /// At the top.
        case top
        /// In the middle.
        case middle
        /// At the bottom.
        case bottom
    }
}

extension Picture.Words {
    /// Why the text is invalid for a frame, e.g. in a plan edited by hand; nil if it is valid.
    public func problem(on frame: Picture.Size) -> String? {
        let size = place.size
        guard size.width > 0, size.height > 0, place.x >= 0, place.y >= 0,
            place.x <= frame.width - size.width, place.y <= frame.height - size.height,
            [place.x, place.y, size.width, size.height].allSatisfy({ $0 % 2 == 0 })
        else { return "words do not lie on the picture, at even places" }
        guard (4...2000).contains(lineHeight) else { return "lines of words are 4 to 2000 pixels high" }
        var last = MediaTime.zero
        for caption in captions {
            if caption.range.start < last || caption.range.end <= caption.range.start {
                return "words do not follow one another"
            }
            if caption.text.utf8.count > 10_000 { return "words are too long" }
            last = caption.range.end
        }
        return nil
    }

    /// The frames that show each caption at this rate; empty if it is shorter than a frame.
    public func frames(at rate: Fraction) -> [Range<Int>] {
        let base = TimeBase(Int64(rate.denominator), Int64(rate.numerator))
        return captions.map {
            Int($0.range.start.ticksRoundedUp(in: base))..<Int($0.range.end.ticksRoundedUp(in: base))
        }
    }
}
