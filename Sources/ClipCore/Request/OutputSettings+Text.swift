extension OutputSettings {
    /// Font and colours of overlay text.
    public struct Ink: Hashable, Codable, Sendable {
        /// The font's file.
        public var file: PlannedPath
        /// The user named no font: another one may suit a text better.
        public var isDefault = false
        /// The parsed font; nil until a clip is planned. It is not encoded: other processes read it again.
        public var font: FontFile?
        /// Colour of the letters.
        public var colour = RGBColour.white
        /// Colour of the box behind the text; nil for none.
        public var box: RGBColour?
        /// The font of colour emoji; nil if there is none, or until a clip is planned. It is not encoded.
        public var emoji: Emoji?

        /// Creates white letters without a box.
        public init(_ file: PlannedPath) { self.file = file }

        private enum CodingKeys: CodingKey { case file, isDefault, colour, box }
    }

    /// A font of colour emoji.
    public struct Emoji: Hashable, Sendable {
        /// Its file.
        public var file: PlannedPath
        /// The parsed font, which says what it has.
        public var font: FontFile

        package init(_ file: PlannedPath, _ font: FontFile) { (self.file, self.font) = (file, font) }
    }

    /// How captions are drawn.
    public enum CaptionStyle: String, Hashable, Codable, Sendable, CaseIterable {
        /// Letters with an outline.
        case plain
        /// Letters on a box.
        case box
        /// Words change their colour as they are said.
        case karaoke
        /// One word at a time, in large letters.
        case pop

        /// It shows when each word is said.
        public var followsWords: Bool { self == .karaoke || self == .pop }
    }

    /// One overlay text.
    public struct Text: Hashable, Codable, Sendable {
        /// The text.
        public var words: String
        /// Its font and colours.
        public var ink: Ink
        /// Size of an em in % of the picture's shorter side; reduced if the text does not fit.
        public var percent = 7.0
        /// When it appears, from the output's start; negative times count from the end.
        public var from = MediaTime.zero
        /// When it disappears; nil for the end.
        public var to: MediaTime?
        /// Its vertical position.
        public var edge = Picture.Edge.top

        /// Creates a text at the top, shown all the time.
        public init(_ words: String, _ ink: Ink) { (self.words, self.ink) = (words, ink) }
    }

    /// Captions of a clip from a caption file.
    public struct Captions: Hashable, Codable, Sendable {
        /// The captions on the clip's clock; nil until they are found.
        public var file: CaptionFile?
        /// Where to search for captions; nil if they are known.
        public var search: CaptionSearch?
        /// The caption file, which is never overwritten.
        public var source: PlannedPath?
        /// Font and colours to draw captions on the picture; nil not to draw them.
        public var ink: Ink?
        /// Also write a caption file for the output.
        public var isKept = false
        /// Size of an em in % of the picture's shorter side; reduced if the text does not fit.
        public var percent = 6.0
        /// How they are drawn; nil for a box if ``ink`` has one, else an outline.
        public var style: CaptionStyle?
        /// The colour of words that were said.
        public var accent = RGBColour(red: 255, green: 214, blue: 10)
        /// Their vertical position.
        public var edge = Picture.Edge.bottom

        /// Creates captions that are neither drawn nor written.
        public init(_ file: CaptionFile?) { self.file = file }

        /// Colours as the style wants them.
        func styled(_ ink: Ink) -> Ink {
            var ink = ink
            switch style {
            case .plain: ink.box = nil
            case .box: ink.box = ink.box ?? RGBColour(red: 0, green: 0, blue: 0, cover: 176)
            case .karaoke, .pop, nil: break
            }
            return ink
        }
    }

    /// Where to search for the captions of a clip.
    public struct CaptionSearch: Hashable, Codable, Sendable {
        /// `anywhere`: files in the clip's folder, then its subtitle tracks; `track`: only these; `speech`: what the user's
        /// speech-to-text program hears.
        public enum Source: String, Codable, Sendable { case anywhere, track, speech }

        /// Where to search.
        public var source: Source
        /// The language that a track must have; nil for any.
        public var language: String?
        /// Preferred languages, in order (``LanguageCode/short(_:)``).
        public var languages: [String]
        /// The encoding of files that are neither UTF-8 nor UTF-16; nil to refuse these.
        public var encoding: String?

        package init(source: Source, language: String?, languages: [String], encoding: String? = nil) {
            (self.source, self.language) = (source, language)
            (self.languages, self.encoding) = (languages, encoding)
        }
    }

    /// The fonts of all overlay text.
    public var fonts: [PlannedPath] {
        (texts.map(\.ink) + [disclosure?.ink, coverText?.ink, captions?.ink].compactMap { $0 }).map(\.file)
    }

    /// Reads the fonts of all overlay text.
    public mutating func takeFonts<Problem>(_ read: (PlannedPath) throws(Problem) -> FontFile) throws(Problem)
    {
        for index in texts.indices { texts[index].ink.font = try read(texts[index].ink.file) }
        if let file = disclosure?.ink.file { disclosure?.ink.font = try read(file) }
        if let file = coverText?.ink.file { coverText?.ink.font = try read(file) }
        if let file = captions?.ink?.file { captions?.ink?.font = try read(file) }
    }

    /// Sets the font of emoji if some text has any.
    public mutating func takeEmoji<Problem>(_ read: () throws(Problem) -> Emoji?) throws(Problem) {
        let captions = captions?.ink.map { ($0, self.captions?.file?.captions.map(\.text) ?? []) }
        let all =
            texts.map { ($0.ink, [$0.words]) }
            + [disclosure.map { ($0.ink, [$0.words]) }, coverText.map { ($0.ink, [$0.words]) }, captions]
            .compactMap { $0 }
        let hasAny = all.contains { ink, words in
            words.contains { $0.contains { ink.font?.isEmoji($0) == true } }
        }
        guard hasAny, let emoji = try read() else { return }
        for index in texts.indices { texts[index].ink.emoji = emoji }
        disclosure?.ink.emoji = emoji
        coverText?.ink.emoji = emoji
        self.captions?.ink?.emoji = emoji
    }

    /// When words of captions are said has to be heard in the clip.
    public var listensForWords: Bool {
        guard let captions, captions.ink != nil, captions.style?.followsWords == true else { return false }
        return captions.file?.captions.contains { $0.marks == nil } == true
    }

    /// Some overlay text is requested.
    var writes: Bool { !texts.isEmpty || disclosure != nil || captions?.ink != nil }
}

/// The caption file of an output.
public struct PlannedCaptions: Hashable, Codable, Sendable {
    /// Its path.
    public var file: PlannedPath
    /// The captions, on the output's clock.
    public var captions: [Caption]
    /// The caption file that they come from, which is kept; nil for none.
    public var source: PlannedPath?
}
