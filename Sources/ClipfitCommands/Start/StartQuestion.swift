internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import Recommendation
internal import SystemPackage

/// What `start` has to know, in the order in which it asks.
enum StartQuestion: String, CaseIterable {
    case lang, brand, about, city, logo, music, licence

    var flag: String { "--\(rawValue)" }

    /// The question for people.
    var text: Phrase {
        switch self {
        case .lang: "Language of the posts, e.g. en; bahasa, misalnya id"
        case .brand: "Name of your brand or shop"
        case .about: "What do your clips show? One sentence"
        case .city: "City, for local hashtags (Enter for none)"
        case .logo: "Logo: a PNG, JPEG or WebP file (Enter for none)"
        case .music: "Folder with your music (Enter for the music that comes with clipfit)"
        case .licence:
            "Terms of this music: owned, commercial-library, cc0, cc-by, personal-only … (Enter for unknown)"
        }
    }

    /// What Enter means; nil if there has to be an answer.
    var otherwise: String? {
        switch self {
        case .lang, .brand, .about: nil
        case .city, .logo: "none"
        case .music: "auto"
        case .licence: Licence.Kind.unknown.rawValue
        }
    }

    /// Checks an answer.
    ///
    /// - Throws: ``UsageError`` for a word that it cannot be, `Failure` for a file that cannot be used.
    func check(_ answer: String) throws {
        let path = FilePath(bytes: RawArguments.bytes(of: answer))
        switch self {
        case .lang: try Self.check(.language, .text(answer), flag)
        case .brand:
            guard !StartAnswers.name(of: answer).isEmpty else {
                throw UsageError("\(flag) needs a letter or a digit of the Latin alphabet")
            }
            try Self.check(.description, .text(answer), flag)
        case .about: try Self.check(.about, .text(answer), flag)
        case .city: if answer != "none" { try Self.check(.city, .text(answer), flag) }
        case .logo: if answer != "none" { _ = try LogoFile.header(path) }
        case .music:
            guard ["none", "auto"].contains(answer) || FileIdentity(of: path) != nil else {
                throw Failure(.unreadable, path, "no such file or folder", hint: "name a folder with music")
            }
        case .licence:
            let kinds = Licence.Kind.allCases.map(\.rawValue)
            guard !kinds.contains(answer) else { return }
            throw UsageError(
                "'\(answer)' is not a licence",
                hint: meantHint(answer, among: kinds, else: "one of \(kinds.joined(separator: ", "))"))
        }
    }

    private static func check(_ field: PresetField, _ value: PresetValue, _ flag: String) throws {
        if let mistake = PresetSetting(field, value, .flag(flag)).mistake { throw UsageError(mistake) }
    }
}

/// The answers, each checked.
struct StartAnswers {
    private var answers: [StartQuestion: String] = [:]

    subscript(question: StartQuestion) -> String {
        get { answers[question] ?? question.otherwise ?? "" }
        set { answers[question] = newValue }
    }

    /// Whether there are files whose terms matter.
    var hasMusic: Bool { !["none", "auto"].contains(self[.music]) }

    func path(_ question: StartQuestion) -> FilePath {
        FilePath(bytes: RawArguments.bytes(of: self[question]))
    }

    func isGiven(_ question: StartQuestion) -> Bool { answers[question] != nil }

    /// The preset's name: `kopi-senja` for "Kopi Senja".
    var name: String { Self.name(of: self[.brand]) }

    static func name(of brand: String) -> String {
        let words = brand.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return String(words.joined(separator: "-").prefix(40)).split(separator: "-").joined(separator: "-")
    }

    /// The fields of the preset.
    func fields(platforms: [String], logo: String?) -> [PresetField: PresetValue] {
        var fields: [PresetField: PresetValue] = [
            .description: .text(self[.brand]), .about: .text(self[.about]), .lengths: .list([.number(15)]),
            .platforms: .list(platforms.map(PresetValue.text)), .language: .text(self[.lang]),
            .musicFile: .text(self[.music] == "none" ? "none" : "auto"), .cover: .text("auto"),
        ]
        if self[.music] != "none" { fields[.musicLicence] = .list([.text("organic")]) }
        if self[.city] != "none" { fields[.city] = .text(self[.city]) }
        if LanguageCode.short(self[.lang]) == "id" { fields[.region] = .text("ID") }
        if let logo { fields[.logoFile] = .text(logo) }
        return fields
    }
}
