extension OutputSettings {
    /// What letters look like.
    public struct Ink: Hashable, Codable, Sendable {
        /// The font's file.
        public var file: PlannedPath
        /// What is in it; nil until a clip is planned. It stays in its process: it is read anew in another.
        public var font: FontFile?
        /// The letters' colour.
        public var colour = RGBColour.white
        /// The colour of a box behind them; nil for none.
        public var box: RGBColour?

        /// White letters without a box.
        public init(_ file: PlannedPath) { self.file = file }

        private enum CodingKeys: CodingKey { case file, colour, box }
    }

    /// A text that is written on the picture.
    public struct Text: Hashable, Codable, Sendable {
        /// What is written.
        public var words: String
        /// What it looks like.
        public var ink: Ink
        /// The size of an em, in % of the picture's shorter side; less where it would not fit.
        public var percent = 7.0
        /// When it appears, from the output's start; from its end where that is negative.
        public var from = MediaTime.zero
        /// When it is gone again; nil for the end.
        public var to: MediaTime?
        /// Where it stands.
        public var edge = Picture.Edge.top

        /// A text that stands above, all the time.
        public init(_ words: String, _ ink: Ink) { (self.words, self.ink) = (words, ink) }
    }

    /// What is said in the clip, as a file tells it.
    public struct Captions: Hashable, Codable, Sendable {
        /// What is said when, on the clip's clock; nil for the file of the clip's name, which is looked for with it.
        public var file: CaptionFile?
        /// Where the file is: nothing is written over it.
        public var source: PlannedPath?
        /// What it looks like on the picture; nil where it is not written there.
        public var ink: Ink?
        /// A file beside the output tells it.
        public var isKept = false
        /// The size of an em, in % of the picture's shorter side; less where it would not fit.
        public var percent = 5.0
        /// Where it stands.
        public var edge = Picture.Edge.bottom

        /// Captions that go nowhere yet.
        public init(_ file: CaptionFile?) { self.file = file }
    }

    /// The fonts of all that is written.
    public var fonts: [PlannedPath] {
        (texts.map(\.ink) + [disclosure?.ink, captions?.ink].compactMap { $0 }).map(\.file)
    }

    /// Reads the fonts of all that is written.
    public mutating func takeFonts<Problem>(_ read: (PlannedPath) throws(Problem) -> FontFile) throws(Problem)
    {
        for index in texts.indices { texts[index].ink.font = try read(texts[index].ink.file) }
        if let file = disclosure?.ink.file { disclosure?.ink.font = try read(file) }
        if let file = captions?.ink?.file { captions?.ink?.font = try read(file) }
    }

    /// Something is written on the picture.
    var writes: Bool { !texts.isEmpty || disclosure != nil || captions?.ink != nil }
}

/// Captions in a file of their own, beside the output.
public struct PlannedCaptions: Hashable, Codable, Sendable {
    /// Where it is written.
    public var file: PlannedPath
    /// What is said when, on the output's clock.
    public var captions: [Caption]
    /// The file that told it, which stays; nil where none did.
    public var source: PlannedPath?

    /// Captions at that place.
    public init(file: PlannedPath, captions: [Caption], source: PlannedPath? = nil) {
        (self.file, self.captions, self.source) = (file, captions, source)
    }
}
