/// Typed access to each field, with its default. Code outside this folder never reads a field by its key.
extension Preset {
    // MARK: The clip and its file

    /// One line about its purpose.
    public var summary: String? { text(.description) }
    /// Requested clip lengths; nil if unset.
    public var lengths: [MediaTime]? { times(.lengths) }
    /// How to fit clips of another length.
    public var fit: FitSettings.Fit { text(.fit).flatMap(FitSettings.Fit.init) ?? .trim }
    /// Removes silences.
    public var removesSilence: Bool { flag(.removeSilence) ?? false }
    /// Ids of the target platforms.
    public var platforms: [String] { texts(.platforms) ?? [] }
    /// Makes a file for each platform, in a folder of its own.
    public var separatesPlatforms: Bool { flag(.each) ?? false }
    /// Copy, smart or re-encode.
    public var method: TrimRequest.Method { text(.method).flatMap(TrimRequest.Method.init) ?? .smart }
    /// x264's CRF, 0 (best) to 51; the default is 21.
    public var quality: Double { number(.quality) ?? 21 }
    /// The codec that re-encoded pictures get; nil for automatic.
    public var codec: String? { text(.codec).flatMap { TrimRequest.codecs.contains($0) ? $0 : nil } }
    /// x264's preset; `auto` for clipfit's own setting.
    public var speed: String { text(.speed) ?? TrimRequest.usualSpeed }
    /// Keeps the source's metadata.
    public var keepsMetadata: Bool { flag(.keepMetadata) ?? false }
    /// How much of a finished file is decoded to verify it.
    public var verify: TrimRequest.Verify { text(.verify).flatMap(TrimRequest.Verify.init) ?? .seams }
    /// The cover image for each file; nil for none.
    public var cover: TrimRequest.Cover? {
        time(.cover).map(TrimRequest.Cover.at)
            ?? (text(.cover) ?? text(.coverText).map { _ in "auto" } == "auto" ? .auto : nil)
    }
    /// The title on the cover; nil for none.
    public var coverTitle: String? { cover == nil ? nil : text(.coverText) }
    /// The timeline of each file; nil for none.
    public var timeline: TimelineFormat? { text(.timeline).flatMap(TimelineFormat.init) }
    /// A picture or clip at the start of joined posts.
    public var intro: PlannedPath? { path(.intro) }
    /// A picture or clip at the end of joined posts.
    public var outro: PlannedPath? { path(.outro) }
    /// The maximum file size in bytes; nil for no limit.
    public var maximumBytes: Int64? {
        number(.maximumSize).map { Int64($0) } ?? text(.maximumSize).flatMap(ByteCount.bytes)
    }
    /// The file name template, with words in braces; nil for the default.
    public var outputTemplate: String? { text(.output) }
    /// Names of files, from a preset or typed, say what a clip is about.
    public var namesSubject: Bool {
        (text(.output) ?? path(.output)?.path.string)?.contains("{about}") == true
    }

    // MARK: The picture

    /// Output size; nil for the platforms' or the source's.
    public var size: Picture.Size? {
        text(.size).flatMap(Picture.Size.init(parsing:)) ?? text(.aspect).flatMap(Picture.Aspect.init)?.size
    }
    /// Frames per second; nil for the source's, if allowed.
    public var frameRate: Fraction? {
        number(.fps).flatMap { Fraction(frameRate: "\($0)") } ?? text(.fps).flatMap(Fraction.init(frameRate:))
    }
    /// What becomes of the fields of an interlaced source.
    public var deinterlacing: Picture.Deinterlacing {
        text(.deinterlace).flatMap(Picture.Deinterlacing.init) ?? .auto
    }
    /// How the source fits another aspect ratio; nil to choose automatically.
    public var reframe: Picture.Reframe? { text(.reframe).flatMap(Picture.Reframe.init) }
    /// Name of the look; nil for none or for a suggestion.
    public var lookName: String? { text(.look).flatMap { ["none", "auto"].contains($0) ? nil : $0 } }
    /// The look is chosen by suggestion.
    public var wantsLook: Bool { text(.look) == "auto" }
    /// The locked look, `none` for none; nil if it is not locked.
    public var lockedLook: String? { locks[.look] == nil ? nil : text(.look) ?? "none" }
    /// A 3D LUT file.
    public var lut: PlannedPath? { path(.lut) }
    /// Softens flashes.
    public var softensFlashes: Bool { flag(.softenFlashes) ?? false }
    /// The logo file.
    public var logoFile: PlannedPath? { path(.logoFile) }

    /// The logo with the preset's corner, size and opacity.
    public func logo(_ file: PlannedPath, size: Picture.Size) -> OutputSettings.Logo {
        var logo = OutputSettings.Logo(file: file, size: size)
        logo.corner = text(.logoCorner).flatMap(Picture.Corner.init) ?? logo.corner
        logo.percent = number(.logoSize) ?? logo.percent
        logo.opacity = number(.logoOpacity) ?? logo.opacity
        return logo
    }

    // MARK: Overlay texts and captions

    /// The font file; nil if the font is given by name, or unset.
    public var fontFile: PlannedPath? { path(.textFont) }
    /// Name of the font.
    public var fontName: String? { text(.textFont) }
    /// The overlay text that discloses a paid post; nil for the default.
    public var disclosureText: String? { text(.disclosureWords) }
    /// Captions are requested, at least if they are found.
    public var wantsCaptions: Bool { settings[.captionsFile] != nil && text(.captionsFile) != "none" }
    /// The captions file.
    public var captionsFile: PlannedPath? { path(.captionsFile) }
    /// Where to search for the captions of each clip; nil not to search.
    public var captionSearch: OutputSettings.CaptionSearch? {
        guard let word = text(.captionsFile), word != "none" else { return nil }
        let asked = word.split(separator: ":").dropFirst().first.map { LanguageCode.short(String($0)) }
        return OutputSettings.CaptionSearch(
            source: ["auto": .anywhere, "transcribe": .speech][word] ?? .track,
            language: word == "transcribe" ? language.map(LanguageCode.short) : asked,
            languages: subtitleLanguages, encoding: captionsEncoding)
    }
    /// Languages of captions, the preferred first.
    public var subtitleLanguages: [String] {
        [language.map(LanguageCode.short), "id", "en"].compactMap { $0 }
    }
    /// The encoding of caption files that are neither UTF-8 nor UTF-16; nil to refuse these.
    public var captionsEncoding: String? { text(.captionsEncoding) }
    /// Captions are drawn on the picture.
    public var burnsCaptions: Bool { text(.captionsAs) != "sidecar" }

    /// The overlay texts in a font; each may have its own colours.
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

    /// The cover's title in a font, large.
    public func coverText(_ ink: OutputSettings.Ink) -> OutputSettings.Text? {
        guard let coverTitle else { return nil }
        var text = OutputSettings.Text(coverTitle, coloured(ink))
        (text.percent, text.edge) = (13, .bottom)
        return text
    }

    /// There is overlay text to draw.
    public var hasTexts: Bool {
        (0..<count(.textWords)).contains { text(.textWords, of: $0)?.isEmpty == false }
    }

    /// The font in the colours of one overlay text.
    public func coloured(_ ink: OutputSettings.Ink, _ number: Int = 0) -> OutputSettings.Ink {
        var ink = ink
        ink.colour = text(.textColour, of: number).flatMap(RGBColour.init) ?? ink.colour
        ink.box = text(.textBox, of: number).flatMap(RGBColour.init)
        return ink
    }

    /// Captions with the preset's style; nil for a file that is still to be found.
    public func captions(_ file: CaptionFile?) -> OutputSettings.Captions {
        var captions = OutputSettings.Captions(file)
        captions.isKept = ["sidecar", "both"].contains(text(.captionsAs))
        captions.percent = number(.captionsSize) ?? captions.percent
        captions.edge = text(.captionsPosition).flatMap(Picture.Edge.init) ?? captions.edge
        captions.style = text(.captionsStyle).flatMap(OutputSettings.CaptionStyle.init)
        captions.accent = text(.captionsAccent).flatMap(RGBColour.init) ?? captions.accent
        return captions
    }

    // MARK: The sound

    /// The music file, or possibly a track id.
    public var musicFile: PlannedPath? { path(.musicFile) }
    /// The music is chosen by suggestion.
    public var wantsMusic: Bool { text(.musicFile) == "auto" }
    /// Music is forbidden.
    public var forbidsMusic: Bool { locks[.musicFile] != nil && text(.musicFile) == "none" }
    /// Where in the track the output starts; nil to choose automatically.
    public var musicFrom: MediaTime? { time(.musicFrom) }
    /// How music and the clip's own sound go together.
    public var musicMode: SoundMix.Mode { text(.musicMix).flatMap(SoundMix.Mode.init) ?? .auto }

    /// What is added to the music's level, in dB; nil for nothing.
    public var musicVolume: Double? { number(.musicVolume) }

    /// The sound settings without music.
    public var sound: OutputSettings.Sound {
        var sound = OutputSettings.Sound()
        (sound.loudness, sound.truePeak) = (number(.loudness), number(.truePeak))
        (sound.fadeIn, sound.fadeOut) = (time(.fadeIn) ?? .zero, time(.fadeOut) ?? .zero)
        sound.isMuted = flag(.mute) ?? false
        return sound
    }

    // MARK: Advice and the post

    /// Moods for suggested music.
    public var moods: [String] { texts(.musicMoods) ?? [] }
    /// Tempo range for suggested music, in beats per minute.
    public var tempo: ClosedRange<Double>? { range(.musicTempo) }
    /// Uses that music must be licensed for; nil if unset.
    public var licenceScopes: [String]? { texts(.musicLicence) }
    /// The required licence is locked.
    public var locksLicence: Bool { locks[.musicLicence] != nil }
    /// Hashtags of every post.
    public var hashtagsAlways: [String] { texts(.hashtagsAlways) ?? [] }
    /// Hashtags that no post may have.
    public var hashtagsNever: [String] { texts(.hashtagsNever) ?? [] }
    /// Required labels of posts; nil if unset.
    public var disclosureLabels: [String]? { texts(.disclosureLabels) }
    /// A sentence that every post must include.
    public var disclosureNote: String? { text(.disclosureNote) }
    /// The age of the youngest audience.
    public var minimumAge: Int? { number(.minimumAge).map { Int($0) } }
    /// What the clips are about.
    public var about: String? { text(.about) }
    /// ``about`` was typed for these clips, so it is not about the brand in general.
    public var isAboutTyped: Bool {
        if case .flag = settings[.about]?.origin { true } else { false }
    }
    /// The caption's first line, with words in braces.
    public var captionTemplate: String? { text(.caption) }
    /// Categories of posts.
    public var categories: [String] { texts(.categories) ?? [] }
    /// ISO 3166 code of the country where posts are seen.
    public var region: String? { text(.region) }
    /// The city of posts.
    public var city: String? { text(.city) }
    /// ISO 639 code of the language of posts.
    public var language: String? { text(.language) }
}

extension Picture.Size {
    /// Parses `1080x1920`: even numbers from 16 to 4096; nil if invalid.
    public init?(parsing text: String) {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard sides.count == 2, sides.allSatisfy({ (16...4096).contains($0) && $0 % 2 == 0 }) else {
            return nil
        }
        self.init(width: sides[0], height: sides[1])
    }
}

extension Fraction {
    /// Parses frames per second from 1 to 120: `30`, `30000/1001`, or `29.97` for the same; nil if invalid.
    public init?(frameRate text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).compactMap { Int($0) }
        let rate =
            parts.count == 2 ? Fraction(parts[0], parts[1]) : Double(text).flatMap(Fraction.init(near:))
        guard let rate, (1...120).contains(rate.value) else { return nil }
        self = rate
    }

    /// A thousandth of a frame more or less than written; 23.98, 29.97 and the like are the rates of NTSC.
    private init?(near rate: Double) {
        guard rate.isFinite, (1...120).contains(rate) else { return nil }
        let whole = (rate * 1.001).rounded()
        let isNTSC = rate != rate.rounded() && abs(whole / 1.001 - rate) < 0.006 && Int(whole) % 6 == 0
        let thousandths = Int((rate * 1000).rounded())
        let bottom = isNTSC ? 1001 : (1...1000).first { thousandths * $0 % 1000 == 0 } ?? 1000
        self.init(isNTSC ? Int(whole) * 1000 : thousandths * bottom / 1000, bottom)
    }
}
