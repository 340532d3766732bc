public import ArgumentParser
public import ClipCore
internal import ClipEditing
internal import Presets
public import Recommendation

extension Licence.Kind: ExpressibleByArgument {}

extension CalendarDay: ExpressibleByArgument {
    /// Parses `2026-11-23`.
    public init?(argument: String) {
        guard argument.utf8.count == 10 else { return nil }
        self.init(argument)
    }

    /// The date as written.
    public var defaultValueDescription: String { text }
}

/// Licence terms of music, as typed.
struct LicenceOptions: ParsableArguments {
    @Option(
        name: .customLong("licence"),
        help: "Terms of use; without it they stay unknown, and no business gets the music suggested.")
    var kind: Licence.Kind?

    @Option(help: "Countries in which that holds, e.g. ID,MY; else everywhere.") var territory: WordList?

    @Option(help: "Platforms on which that holds, e.g. tiktok; else all.") var platforms: PlatformList?

    @Option(name: .customLong("from"), help: "The first day on which it holds, e.g. 2026-11-23.")
    var validFrom: CalendarDay?

    @Option(name: .customLong("expires"), help: "The last day on which it holds.") var validTo: CalendarDay?

    @Option(help: "A file that proves it.") var proof: FileArgument?

    @Option(help: "The line that names who made it, to stand beside the clip.") var attribution: String?

    @Option(name: .customLong("licence-url"), help: "Where its text is.") var url: String?

    func validate() throws {
        if let validFrom, let validTo, validTo < validFrom {
            throw ValidationError(
                "it would expire on \(validTo.text), before it holds from \(validFrom.text) on")
        }
        for code in territory?.words ?? []
        where code.utf8.count != 2 || !code.allSatisfy({ $0.isASCII && $0.isLetter }) {
            throw ValidationError("'\(code)' is no country: two letters, such as ID or MY")
        }
        if kind == nil, territory != nil || platforms != nil {
            throw ValidationError("--territory and --platforms need --licence")
        }
    }

    /// Merges the typed options into the known licence.
    func applied(to known: Licence) throws -> Licence {
        var licence = known
        if let kind, kind != known.kind { licence = Licence(kind) }
        if let territory { licence.territories = territory.words.map { $0.uppercased() }.sorted() }
        if let platforms {
            let ids = try PresetCatalogue().platforms.map(\.id)
            licence.platforms = platforms.ids
            for id in licence.platforms where !ids.contains(id) {
                throw UsageError("unknown platform '\(id)'", hint: meantHint(id, among: ids))
            }
        }
        licence.validFrom = validFrom ?? licence.validFrom
        licence.validTo = validTo ?? licence.validTo
        licence.attribution = attribution ?? licence.attribution
        licence.url = url ?? licence.url
        if let proof { licence.proof = try MusicFinder.real(proof.path).string }
        return licence
    }
}

/// Comma-separated words without duplicates.
struct WordList: ExpressibleByArgument {
    let words: [String]

    init?(argument: String) {
        var words: [String] = []
        for word in argument.split(separator: ",").map({ $0.filter { !$0.isNewline } }) {
            let plain = String(
                word.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
            if !plain.isEmpty, !words.contains(plain) { words.append(plain) }
        }
        guard !words.isEmpty else { return nil }
        self.words = words
    }
}
