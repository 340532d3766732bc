/// The fields of a preset by key. The parser, the JSON Schema, `preset show` and the flags of the same names
/// all use ``rule``.
public enum PresetField: String, CaseIterable, Hashable, Codable, Sendable {
    case description, about, caption, categories, lengths, fit
    case removeSilence = "remove-silence"
    case platforms, each
    case aspect, size, fps, deinterlace, reframe
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
    case cover, timeline
    case intro, outro
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
        let words = Self.words[key]!
        return Rule(kind: kind, about: words[0], example: words[1])
    }

    /// Description and example by key.
    private static let words = DataTable.byName(PackageResources.preset_fields_tsv)

    private var kind: PresetKind {
        switch self {
        case .description: .text(.line(120))
        case .about: .text(.line(Self.mostAbout))
        case .caption: .text(.caption)
        case .categories: .list(.choice(Self.categoryIDs), 1...3)
        case .lengths: .list(.time(0.1...3600), 1...8)
        case .fit: .choice(FitSettings.Fit.allCases.map(\.rawValue))
        case .removeSilence: .flag
        case .platforms: .list(.platform, 1...8)
        case .each: .flag
        case .aspect: .choice(Picture.Aspect.allCases.map(\.rawValue))
        case .size: .text(.size)
        case .fps: .either(.number(1...120), .choice(["source", "24000/1001", "30000/1001", "60000/1001"]))
        case .deinterlace: .choice(Picture.Deinterlacing.allCases.map(\.rawValue))
        case .reframe: .choice(["auto"] + Picture.Reframe.allCases.map(\.rawValue))
        case .look: .text(.look)
        case .lut: .path
        case .logoFile: .path
        case .logoCorner: .choice(Picture.Corner.allCases.map(\.rawValue))
        case .logoSize: .number(1...50)
        case .logoOpacity: .number(0...1)
        case .textWords: Self.ofTexts(.text(.line(300)))
        case .textFrom: Self.ofTexts(.time(0...86400))
        case .textTo: Self.ofTexts(.time(0...86400))
        case .textPosition: Self.ofTexts(.choice(Picture.Edge.allCases.map(\.rawValue)))
        case .textSize: Self.ofTexts(.number(2...25))
        case .textFont: .text(.font)
        case .textColour: Self.ofTexts(.text(.colour))
        case .textBox: Self.ofTexts(.either(.text(.colour), .choice(["none"])))
        case .captionsFile: .either(.choice(["auto", "none", "transcribe"]), .text(.captionTrack))
        case .captionsEncoding: .text(.encoding)
        case .captionsAs: .choice(["burn", "sidecar", "both"])
        case .captionsPosition: .choice(Picture.Edge.allCases.map(\.rawValue))
        case .captionsSize: .number(2...15)
        case .captionsStyle: .choice(OutputSettings.CaptionStyle.allCases.map(\.rawValue))
        case .captionsAccent: .text(.colour)
        case .musicFile: .path
        case .musicFrom: .time(0...86400)
        case .musicMix: .choice(SoundMix.Mode.allCases.map(\.rawValue))
        case .musicVolume: .number(-30...12)
        case .musicMoods: .list(.text(.mood), 1...12)
        case .musicTempo: .span(20...300)
        case .musicLicence: .list(.choice(["commercial", "organic", "education", "personal"]), 1...4)
        case .loudness: .number(-40 ... -5)
        case .truePeak: .number(-20...0)
        case .fadeIn: .time(0...60)
        case .fadeOut: .time(0...60)
        case .mute: .flag
        case .hashtagsAlways: .list(.text(.hashtag), 1...30)
        case .hashtagsNever: .list(.text(.hashtag), 1...200)
        case .disclosureLabels: .list(.choice(["own-brand", "paid-partnership", "ai-generated"]), 1...3)
        case .disclosureWords: .text(.line(40))
        case .disclosureNote: .text(.line(300))
        case .minimumAge: .whole(0...21)
        case .language: .text(.language)
        case .region: .text(.region)
        case .city: .text(.line(60))
        case .cover: .either(.time(0...86400), .choice(["auto", "none"]))
        case .timeline: .choice(TimelineFormat.allCases.map(\.rawValue))
        case .intro: .path
        case .outro: .path
        case .coverText: .text(.line(120))
        case .method: .choice(TrimRequest.Method.allCases.map(\.rawValue))
        case .codec: .choice(["auto"] + TrimRequest.codecs)
        case .quality: .number(0...51)
        case .speed: .choice(TrimRequest.speeds)
        case .maximumSize: .either(.whole(10_000...4_000_000_000), .text(.byteCount))
        case .softenFlashes: .flag
        case .keepMetadata: .flag
        case .verify: .choice(TrimRequest.Verify.allCases.map(\.rawValue))
        case .output: .text(.template)
        }
    }

    /// One value for all overlay texts, or one for each.
    private static func ofTexts(_ kind: PresetKind) -> PresetKind { .each(kind, mostTexts) }
}
