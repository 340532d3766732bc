/// The fields of a preset by key. The parser, the JSON Schema, `preset show` and the flags of the same names
/// all use ``rule``.
public enum PresetField: String, CaseIterable, Hashable, Codable, Sendable {
    case description
    case about, caption, categories
    case lengths, fit
    case removeSilence = "remove-silence"
    case platforms
    case aspect, size, fps, reframe
    case look, lut
    case logoFile = "logo.file"
    case logoCorner = "logo.corner"
    case logoSize = "logo.size"
    case logoOpacity = "logo.opacity"
    case textWords = "text.words"
    case textFrom = "text.from"
    case textTo = "text.to"
    case textPosition = "text.position"
    case textSize = "text.size"
    case textFont = "text.font"
    case textColour = "text.colour"
    case textBox = "text.box"
    case captionsFile = "captions.file"
    case captionsEncoding = "captions.encoding"
    case captionsAs = "captions.as"
    case captionsPosition = "captions.position"
    case captionsSize = "captions.size"
    case captionsStyle = "captions.style"
    case captionsAccent = "captions.accent"
    case musicFile = "music.file"
    case musicFrom = "music.from"
    case musicMix = "music.mix"
    case musicVolume = "music.volume"
    case musicMoods = "music.moods"
    case musicTempo = "music.tempo"
    case musicLicence = "music.licence"
    case loudness
    case truePeak = "true-peak"
    case fadeIn = "fade-in"
    case fadeOut = "fade-out"
    case mute
    case hashtagsAlways = "hashtags.always"
    case hashtagsNever = "hashtags.never"
    case disclosureLabels = "disclosure.labels"
    case disclosureWords = "disclosure.words"
    case disclosureNote = "disclosure.note"
    case minimumAge = "audience.minimum-age"
    case language = "audience.language"
    case region = "audience.region"
    case city = "audience.city"
    case cover
    case coverText = "cover-text"
    case method, codec, quality, speed
    case maximumSize = "max-size"
    case softenFlashes = "soften-flashes"
    case keepMetadata = "keep-metadata"
    case verify
    case output

    /// Its key in a file: `quality`, `music.tempo`.
    public var key: String { rawValue }

    /// The mapping that contains it: `music` for `music.tempo`; nil at the top level.
    public var group: String? { key.firstIndex(of: ".").map { String(key[..<$0]) } }

    /// The last component of its key.
    public var name: String {
        String(key[(key.firstIndex(of: ".").map(key.index(after:)) ?? key.startIndex)...])
    }

    /// A field with the same meaning: setting one removes the other.
    public var rival: PresetField? { self == .size ? .aspect : self == .aspect ? .size : nil }

    /// The most overlay texts on a picture.
    public static let mostTexts = 8

    /// The most characters of a clip's description: a caption's.
    public static let mostAbout = 2200

    /// The ids in the table of hashtag categories.
    public static let categoryIDs = [
        "beauty", "fashion", "food", "travel", "fitness", "pets", "gaming", "education", "tech", "home",
        "finance", "autos", "music", "comedy", "family", "sports", "art", "health", "news", "shopping",
    ]

    /// The mappings that contain fields, in order.
    public static let groups: [String] = allCases.compactMap(\.group).reduce(into: []) {
        if !$0.contains($1) { $0.append($1) }
    }

    /// The top-level keys of a file.
    static let topKeys = allCases.filter { $0.group == nil }.map(\.key) + groups + ["extends", "lock"]
    /// Valid names for `lock`: fields, and mappings for all of their fields.
    static let lockable = allCases.map(\.key) + groups

    /// Its type and description.
    public var rule: Rule {
        switch self {
        case .description:
            Rule(.text(.line(120)), "what the preset is for, in one line", "'Warm light, quiet music'")
        case .about:
            Rule(
                .text(.line(Self.mostAbout)), "what the clips are about: for hashtags and the caption draft",
                "'A coffee shop in Yogyakarta'")
        case .caption:
            Rule(
                .text(.line(Self.mostAbout)),
                "the caption's first line; {about}, {city} and {brand} are filled in", "'{about} ☕'")
        case .categories:
            Rule(
                .list(.choice(Self.categoryIDs), 1...3), "what posts are about if nothing more is known",
                "[food]")
        case .lengths:
            Rule(.list(.time(0.1...3600), 1...8), "seconds of the clips: one file for each", "[15, 60]")
        case .fit:
            Rule(
                .choice(FitSettings.Fit.allCases.map(\.rawValue)),
                "what becomes of clips that are not as long: trim, speed, loop, freeze, or a montage of pieces",
                "trim")
        case .removeSilence: Rule(.flag, "takes silences out", "false")
        case .platforms:
            Rule(
                .list(.platform, 1...8), "where the files are for; they keep to what is accepted there",
                "[tiktok, reels]")
        case .aspect:
            Rule(
                .choice(Picture.Aspect.allCases.map(\.rawValue)), "shape of the picture, in quotes", "'9:16'")
        case .size: Rule(.text(.size), "size of the picture in pixels; instead of aspect", "1080x1920")
        case .fps:
            Rule(
                .either(.whole(1...120), .choice(["source", "24000/1001", "30000/1001", "60000/1001"])),
                "frames a second, constant", "30")
        case .reframe:
            Rule(
                .choice(["auto"] + Picture.Reframe.allCases.map(\.rawValue)),
                "how the picture gets into the shape", "contain-blur")
        case .look:
            Rule(
                .text(.look),
                "colours: a look that 'clipfit preset looks' lists, none, or auto: what is suggested",
                "warm-cafe")
        case .lut:
            Rule(.path, "a table of colours (.cube) that comes after the look, or none", "colours.cube")
        case .logoFile: Rule(.path, "a PNG that lies on the picture, or none", "logo.png")
        case .logoCorner:
            Rule(
                .choice(Picture.Corner.allCases.map(\.rawValue)),
                "where it lies, clear of the platforms' own buttons", "top-right")
        case .logoSize: Rule(.number(1...50), "its width in % of the picture's", "18")
        case .logoOpacity: Rule(.number(0...1), "0 (invisible) to 1", "0.8")
        case .textWords:
            Rule(
                Self.ofTexts(.text(.line(300))),
                "a text that is written on the picture, or a list of several; what follows may be lists for them",
                "'Open until ten'")
        case .textFrom:
            Rule(
                Self.ofTexts(.time(0...86400)), "seconds from the start of the file until it appears", "0.5")
        case .textTo:
            Rule(Self.ofTexts(.time(0...86400)), "seconds from the start of the file until it is gone", "4")
        case .textPosition:
            Rule(
                Self.ofTexts(.choice(Picture.Edge.allCases.map(\.rawValue))),
                "where it stands, clear of what the platforms cover", "top")
        case .textSize:
            Rule(
                Self.ofTexts(.number(2...25)), "size of its letters in % of the picture's shorter side", "7")
        case .textFont:
            Rule(
                .text(.font),
                "the font of text and captions: its name, or a .ttf or .otf file beside the preset",
                "'DejaVu Sans Bold'")
        case .textColour:
            Rule(
                Self.ofTexts(.text(.colour)), "the colour of text and captions, in quotes", "'#ffffff'")
        case .textBox:
            Rule(
                Self.ofTexts(.either(.text(.colour), .choice(["none"]))),
                "the colour of a box behind them, the last two digits for how much it covers; else letters have an edge",
                "'#000000b0'")
        case .captionsFile:
            Rule(
                .either(.choice(["auto", "none", "transcribe"]), .text(.captionTrack)),
                "auto: a caption file with the clip's name in its folder, else a subtitle track; track: only a track; transcribe: by your speech-to-text program",
                "auto"
            )
        case .captionsEncoding:
            Rule(
                .text(.encoding),
                "encoding of caption files that are neither UTF-8 nor UTF-16, by its iconv name",
                "GB18030")
        case .captionsAs:
            Rule(
                .choice(["burn", "sidecar", "both"]),
                "burn writes captions on the picture, sidecar into an .srt file beside the output", "burn")
        case .captionsPosition:
            Rule(
                .choice(Picture.Edge.allCases.map(\.rawValue)),
                "where captions stand, clear of what the platforms cover", "bottom")
        case .captionsSize:
            Rule(.number(2...15), "size of their letters in % of the picture's shorter side", "6")
        case .captionsStyle:
            Rule(
                .choice(OutputSettings.CaptionStyle.allCases.map(\.rawValue)),
                "plain: an outline; box: on a box; karaoke: words change colour as they are said; pop: one word at a time",
                "karaoke")
        case .captionsAccent:
            Rule(.text(.colour), "the colour of words that were said, in quotes", "'#ffd60a'")
        case .musicFile: Rule(.path, "a file with music, none, or auto: what is suggested", "song.m4a")
        case .musicFrom: Rule(.time(0...86400), "seconds into the music where it begins", "12.5")
        case .musicMix:
            Rule(
                .choice(SoundMix.Mode.allCases.map(\.rawValue)),
                "how music and the clip's own sound go together", "auto")
        case .musicVolume:
            Rule(.number(-30...12), "decibels that are added to the music's level", "-3")
        case .musicMoods: Rule(.list(.text(.mood), 1...12), "moods that suggested music has", "[calm, warm]")
        case .musicTempo:
            Rule(.span(20...300), "beats a minute of suggested music: lowest and highest", "[70, 105]")
        case .musicLicence:
            Rule(
                .list(.choice(["commercial", "organic", "education", "personal"]), 1...4),
                "what suggested music must be licensed for", "[commercial]")
        case .loudness: Rule(.number(-40 ... -5), "loudness in LUFS; else the platforms'", "-14")
        case .truePeak: Rule(.number(-20...0), "highest true peak in dBTP; else the platforms'", "-1")
        case .fadeIn: Rule(.time(0...60), "seconds that the sound rises from silence", "0.5")
        case .fadeOut: Rule(.time(0...60), "seconds that the sound falls to silence", "0.5")
        case .mute: Rule(.flag, "leaves the clip's own sound out", "false")
        case .hashtagsAlways:
            Rule(.list(.text(.hashtag), 1...30), "hashtags that every suggestion has", "['#kopi', '#jogja']")
        case .hashtagsNever:
            Rule(.list(.text(.hashtag), 1...200), "hashtags that no suggestion has", "['#promo']")
        case .disclosureLabels:
            Rule(
                .list(.choice(["own-brand", "paid-partnership", "ai-generated"]), 1...3),
                "what posts have to be marked as", "[own-brand]")
        case .disclosureWords:
            Rule(
                .text(.line(40)),
                "what is written on the picture of a paid-partnership; else '#ad', or '#iklan' in Indonesian",
                "'#ad'")
        case .disclosureNote:
            Rule(
                .text(.line(300)), "a sentence that belongs to every post",
                "'Filmed with the consent of everyone shown'")
        case .minimumAge: Rule(.whole(0...21), "the age of the youngest whom the clips are for", "13")
        case .language: Rule(.text(.language), "ISO 639 code of the posts' language", "id")
        case .region:
            Rule(.text(.region), "ISO 3166 code of the country where posts are seen", "ID")
        case .city: Rule(.text(.line(60)), "the city of the posts, for local hashtags", "Yogyakarta")
        case .cover:
            Rule(
                .either(.time(0...86400), .choice(["auto", "none"])),
                "a JPEG of one frame beside each file: the best one, or seconds from its start", "auto")
        case .coverText:
            Rule(
                .text(.line(120)), "a large title on the cover, within the 3:4 that profile pages show",
                "'Open until ten'")
        case .method:
            Rule(
                .choice(TrimRequest.Method.allCases.map(\.rawValue)), "how pictures get into the file",
                "smart")
        case .codec:
            Rule(
                .choice(["auto"] + TrimRequest.codecs),
                "codec of re-encoded pictures; auto for the source's where phones play it, else H.264", "auto"
            )
        case .quality: Rule(.number(0...51), "x264's CRF, 0 (best) to 51", "21")
        case .speed: Rule(.choice(TrimRequest.speeds), "x264's preset", "veryfast")
        case .maximumSize:
            Rule(
                .either(.whole(10_000...4_000_000_000), .text(.byteCount)),
                "the most bytes of a file: quality falls until it fits, and no further", "16MB")
        case .softenFlashes:
            Rule(.flag, "softens flashes that can bring on seizures (WCAG 2.3.1)", "false")
        case .keepMetadata: Rule(.flag, "keeps the source's tags", "false")
        case .verify:
            Rule(
                .choice(TrimRequest.Verify.allCases.map(\.rawValue)),
                "what of a finished file is decoded to prove it: seams where copied and encoded frames meet, or all",
                "all")
        case .output:
            Rule(
                .text(.template), "name of the files, without folder and extension",
                "'{stem}-{preset}-{length}s'")
        }
    }

    /// One value for all overlay texts, or one for each.
    private static func ofTexts(_ kind: PresetKind) -> PresetKind { .each(kind, mostTexts) }
}
