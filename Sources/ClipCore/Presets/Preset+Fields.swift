/// What the fields mean: each typed, with what holds where nothing is said. Nothing outside this folder reads a field by its key.
extension Preset {
    // MARK: The clip and its file

    /// One line on what it is for.
    public var summary: String? { text(.description) }
    /// How long the clips are to be; nil where nothing is said.
    public var lengths: [MediaTime]? { times(.lengths) }
    /// What becomes of clips that are not as long.
    public var fit: FitSettings.Fit { text(.fit).flatMap(FitSettings.Fit.init) ?? .trim }
    /// Silences are taken out.
    public var removesSilence: Bool { flag(.removeSilence) ?? false }
    /// The ids of platforms that the files are for.
    public var platforms: [String] { texts(.platforms) ?? [] }
    /// How pictures get into the file.
    public var method: TrimRequest.Method { text(.method).flatMap(TrimRequest.Method.init) ?? .smart }
    /// x264's CRF, 0 (best) to 51.
    public var quality: Double { number(.quality) ?? 21 }
    /// x264's preset.
    public var speed: String { text(.speed) ?? "veryfast" }
    /// The source's tags are kept.
    public var keepsMetadata: Bool { flag(.keepMetadata) ?? false }
    /// What of a finished file is decoded to prove it.
    public var verify: TrimRequest.Verify { text(.verify).flatMap(TrimRequest.Verify.init) ?? .seams }
    /// The cover beside each file; nil for none.
    public var cover: TrimRequest.Cover? {
        time(.cover).map(TrimRequest.Cover.at) ?? (text(.cover) == "auto" ? .auto : nil)
    }
    /// The most bytes of a file; nil for any number.
    public var maximumBytes: Int64? {
        number(.maximumSize).map { Int64($0) } ?? text(.maximumSize).flatMap(ByteCount.bytes)
    }
    /// The name of the files, with words in braces; nil for the usual one.
    public var outputTemplate: String? { text(.output) }

    // MARK: The picture

    /// The output's size; nil for the platforms' or the source's.
    public var size: Picture.Size? {
        text(.size).flatMap(Picture.Size.init(parsing:)) ?? text(.aspect).flatMap(Picture.Aspect.init)?.size
    }
    /// Frames a second; nil for the source's where that is allowed.
    public var frameRate: Fraction? {
        number(.fps).flatMap { Fraction(Int($0), 1) } ?? text(.fps).flatMap(Fraction.init(frameRate:))
    }
    /// How the source gets into another shape; nil where that is to be chosen.
    public var reframe: Picture.Reframe? { text(.reframe).flatMap(Picture.Reframe.init) }
    /// The look's name; nil for none and where one is to be suggested.
    public var lookName: String? { text(.look).flatMap { ["none", "auto"].contains($0) ? nil : $0 } }
    /// The look is to be the one that is suggested.
    public var wantsLook: Bool { text(.look) == "auto" }
    /// The look that may not be changed, `none` for none; nil where it may.
    public var lockedLook: String? { locks[.look] == nil ? nil : text(.look) ?? "none" }
    /// A table of colours.
    public var lut: PlannedPath? { path(.lut) }
    /// Flashes are softened.
    public var softensFlashes: Bool { flag(.softenFlashes) ?? false }
    /// The file of the logo.
    public var logoFile: PlannedPath? { path(.logoFile) }

    /// The logo of that file and size, where and as large as is said.
    public func logo(_ file: PlannedPath, size: Picture.Size) -> OutputSettings.Logo {
        var logo = OutputSettings.Logo(file: file, size: size)
        logo.corner = text(.logoCorner).flatMap(Picture.Corner.init) ?? logo.corner
        logo.percent = number(.logoSize) ?? logo.percent
        logo.opacity = number(.logoOpacity) ?? logo.opacity
        return logo
    }

    // MARK: Overlay texts and captions

    /// The font's file; nil where a name stands for it, or nothing is said.
    public var fontFile: PlannedPath? { path(.textFont) }
    /// The font's name.
    public var fontName: String? { text(.textFont) }
    /// What is written where somebody pays; nil for the usual mark.
    public var disclosureText: String? { text(.disclosureWords) }
    /// There are captions, or may be.
    public var wantsCaptions: Bool { settings[.captionsFile] != nil && text(.captionsFile) != "none" }
    /// The captions' file.
    public var captionsFile: PlannedPath? { path(.captionsFile) }
    /// The captions are in the file of the clip's name beside it.
    public var findsCaptions: Bool { text(.captionsFile) == "auto" }
    /// Captions are drawn on the picture.
    public var burnsCaptions: Bool { text(.captionsAs) != "sidecar" }

    /// The overlay texts in letters of `ink`, which each may colour as it likes.
    public func texts(_ ink: OutputSettings.Ink) -> [OutputSettings.Text] {
        (0..<count(.textWords)).compactMap { number in
            guard let words = text(.textWords, of: number), !words.isEmpty else { return nil }
            var one = OutputSettings.Text(words, coloured(ink, number))
            one.percent = self.number(.textSize, of: number) ?? one.percent
            one.from = time(.textFrom, of: number) ?? one.from
            one.to = time(.textTo, of: number)
            one.edge = text(.textPosition, of: number).flatMap(Picture.Edge.init) ?? one.edge
            return one
        }
    }

    /// There is a text to draw.
    public var hasTexts: Bool {
        (0..<count(.textWords)).contains { text(.textWords, of: $0)?.isEmpty == false }
    }

    /// Letters of that font in the colours that the text of that number has.
    public func coloured(_ ink: OutputSettings.Ink, _ number: Int = 0) -> OutputSettings.Ink {
        var ink = ink
        ink.colour = text(.textColour, of: number).flatMap(RGBColour.init) ?? ink.colour
        ink.box = text(.textBox, of: number).flatMap(RGBColour.init)
        return ink
    }

    /// The captions of that file, nil for the one that is looked for, where and as large as is said.
    public func captions(_ file: CaptionFile?) -> OutputSettings.Captions {
        var captions = OutputSettings.Captions(file)
        captions.isKept = ["sidecar", "both"].contains(text(.captionsAs))
        captions.percent = number(.captionsSize) ?? captions.percent
        captions.edge = text(.captionsPosition).flatMap(Picture.Edge.init) ?? captions.edge
        return captions
    }

    // MARK: The sound

    /// The music's file, or what may be the id of a track.
    public var musicFile: PlannedPath? { path(.musicFile) }
    /// The music is to be the track that is suggested.
    public var wantsMusic: Bool { text(.musicFile) == "auto" }
    /// There may be no music.
    public var forbidsMusic: Bool { locks[.musicFile] != nil && text(.musicFile) == "none" }
    /// Where in the track the output begins; nil where that is to be chosen.
    public var musicFrom: MediaTime? { time(.musicFrom) }
    /// How music and the clip's own sound go together.
    public var musicMode: SoundMix.Mode { text(.musicMix).flatMap(SoundMix.Mode.init) ?? .auto }

    /// What is added to the music's level, in dB; nil for nothing.
    public var musicVolume: Double? { number(.musicVolume) }

    /// The mix without its music.
    public var sound: OutputSettings.Sound {
        var sound = OutputSettings.Sound()
        (sound.loudness, sound.truePeak) = (number(.loudness), number(.truePeak))
        (sound.fadeIn, sound.fadeOut) = (time(.fadeIn) ?? .zero, time(.fadeOut) ?? .zero)
        sound.isMuted = flag(.mute) ?? false
        return sound
    }

    // MARK: Advice and the post

    /// Moods of suggested music.
    public var moods: [String] { texts(.musicMoods) ?? [] }
    /// Beats a minute of suggested music.
    public var tempo: ClosedRange<Double>? { range(.musicTempo) }
    /// What music must be licensed for; nil where nothing is said.
    public var licenceScopes: [String]? { texts(.musicLicence) }
    /// What music must be licensed for may not be changed.
    public var locksLicence: Bool { locks[.musicLicence] != nil }
    /// Hashtags that every post has.
    public var hashtagsAlways: [String] { texts(.hashtagsAlways) ?? [] }
    /// Hashtags that no post has.
    public var hashtagsNever: [String] { texts(.hashtagsNever) ?? [] }
    /// What posts are marked as; nil where nothing is said.
    public var disclosureLabels: [String]? { texts(.disclosureLabels) }
    /// A sentence that belongs to every post.
    public var disclosureNote: String? { text(.disclosureNote) }
    /// The age of the youngest whom the clips are for.
    public var minimumAge: Int? { number(.minimumAge).map { Int($0) } }
    /// ISO 639 code of the posts' language.
    public var language: String? { text(.language) }
}

extension Picture.Size {
    /// `1080x1920`: even numbers from 16 to 4096; nil for anything else.
    public init?(parsing text: String) {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard sides.count == 2, sides.allSatisfy({ (16...4096).contains($0) && $0 % 2 == 0 }) else {
            return nil
        }
        self.init(width: sides[0], height: sides[1])
    }
}

extension Fraction {
    /// Frames a second from 1 to 120: `30` or `30000/1001`; nil for anything else.
    public init?(frameRate text: String) {
        let parts = text.split(separator: "/").compactMap { Int($0) }
        let rate = parts.count == 2 ? Fraction(parts[0], parts[1]) : Int(text).flatMap { Fraction($0, 1) }
        guard let rate, (1...120).contains(rate.value) else { return nil }
        self = rate
    }
}
