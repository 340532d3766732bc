internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import Recommendation
internal import SystemLibrary
internal import SystemPackage

/// What `start` has to know, in the order in which it asks.
enum StartQuestion: String, CaseIterable {
    case lang, brand, about, city, logo, music, licence

    var flag: String { "--\(rawValue)" }

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

    /// The answer as the preset will contain it.
    ///
    /// - Throws: ``UsageError`` for a word that it cannot be, `Failure` for a file that cannot be used.
    func checked(_ typed: String) throws -> String {
        let isNone = typed.lowercased() == "none"
        if isNone, self == .city || self == .logo || self == .music { return "none" }
        switch self {
        case .lang: return try checked(typed, .language)
        case .brand:
            guard !isNone, !StartAnswers.name(of: typed).isEmpty else {
                throw UsageError("\(flag) needs a letter or a digit of the Latin alphabet, and is not 'none'")
            }
            return try checked(typed, .description)
        case .about:
            guard !isNone else { throw UsageError("--about is empty: say what the clip shows") }
            return try checked(typed, .about)
        case .city: return try checked(typed, .city)
        case .logo:
            let path = Self.path(typed)
            _ = try LogoFile.header(path)
            return RawArguments.text(of: path.bytes)
        case .music:
            let path = Self.path(typed)
            guard typed == "auto" || FileIdentity(of: path) != nil else {
                throw Failure(.unreadable, path, "no such file or folder", hint: "name a folder with music")
            }
            return RawArguments.text(of: path.bytes)
        case .licence:
            let kinds = Licence.Kind.allCases.map(\.rawValue)
            guard !kinds.contains(typed.lowercased()) else { return typed.lowercased() }
            throw UsageError(
                "'\(typed)' is not a licence",
                hint: meantHint(typed, among: kinds, else: "one of \(kinds.joined(separator: ", "))"))
        }
    }

    private func checked(_ typed: String, _ field: PresetField) throws -> String {
        do { return try field.value(of: typed, as: flag).shown } catch {
            throw UsageError(error.message, hint: error.hint)
        }
    }

    /// A file as people type it: no shell reads the answer, so `~/` and quotes are read here.
    private static func path(_ typed: String) -> FilePath {
        var text = typed[...]
        if let quote = text.first, "'\"".contains(quote), text.count > 1, text.last == quote {
            text = text.dropFirst().dropLast()
        }
        let home = text.hasPrefix("~/") ? getenv("HOME").map { String(cString: $0) } : nil
        return FilePath(bytes: RawArguments.bytes(of: home.map { $0 + text.dropFirst() } ?? String(text)))
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
