extension Picture {
    /// Words of one look that are written on the output: where, and which when.
    public struct Words: Hashable, Codable, Sendable {
        /// The font's file.
        public var font: PlannedPath
        /// Pixels from one line to the next.
        public var lineHeight: Int
        /// The letters' colour.
        public var colour: RGBColour
        /// The colour of a box behind them; nil for none: they get an edge of black or white instead.
        public var box: RGBColour?
        /// Where they lie in the output's pixels, box or edge included; lines are centred in it.
        public var place: Rectangle
        /// Where in ``place`` they stand that do not fill it.
        public var edge: Edge
        /// What is written, one at a time and in order, on the output's clock; lines as they are broken.
        public var captions: [Caption]

        /// Words of these looks and places.
        public init(
            font: PlannedPath, lineHeight: Int, colour: RGBColour, box: RGBColour?, place: Rectangle,
            edge: Edge,
            captions: [Caption]
        ) {
            self.font = font
            self.lineHeight = lineHeight
            self.colour = colour
            self.box = box
            self.place = place
            self.edge = edge
            self.captions = captions
        }

        /// The pixels of the edge around letters without a box.
        public var outline: Int { max(2, lineHeight / 16) }
        /// The pixels between the letters and the end of ``place``.
        public var padding: Int { box == nil ? outline + 1 : max(4, lineHeight / 4) }
    }

    /// Where words stand.
    public enum Edge: String, Hashable, Codable, Sendable, CaseIterable {
        /// Above.
        case top
        /// Half-way.
        case middle
        /// Below.
        case bottom
    }
}

extension Picture.Words {
    /// What keeps them from being written, e.g. in a plan that somebody edited; nil where they are sound.
    func problem(on frame: Picture.Size) -> String? {
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

    /// The frames that show each of the captions, at that rate; empty where it is shorter than a frame.
    public func frames(at rate: Fraction) -> [Range<Int>] {
        let base = TimeBase(Int64(rate.denominator), Int64(rate.numerator))
        return captions.map {
            Int($0.range.start.ticksRoundedUp(in: base))..<Int($0.range.end.ticksRoundedUp(in: base))
        }
    }
}
