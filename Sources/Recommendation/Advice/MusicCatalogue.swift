public import ClipCore

/// The music of a library and its terms, by what is in the files: small enough to be handed to every process that makes
/// outputs.
public struct MusicCatalogue: MusicRights, Codable, Hashable {
    private struct Entry: Codable, Hashable {
        let track: Track
        let names: Set<String>
        let isBuiltIn: Bool
    }

    private let day: CalendarDay
    private var entries: [Entry] = []
    private var places: [String: [Int]] = [:]
    /// The prints that some of it is known by.
    public private(set) var kinds: Set<MusicContent.Kind> = []

    /// A catalogue without music, for a day on which outputs are made.
    public init(on day: CalendarDay) { self.day = day }

    /// Takes in one piece.
    ///
    /// - Parameters:
    ///   - names: its ``MusicContent/names``.
    ///   - isBuiltIn: what a user says of the same music goes before it.
    public mutating func add(_ track: Track, names: [String], isBuiltIn: Bool = false) {
        var track = track
        track.analysis = TrackAnalysis(duration: 0)
        for name in names {
            places[name, default: []].append(entries.count)
            kinds.formUnion(MusicContent.Kind.allCases.filter { name.hasPrefix("\($0.rawValue):") })
        }
        entries.append(Entry(track: track, names: Set(names), isBuiltIn: isBuiltIn))
    }

    /// The strictest of what was said of that content; a user's own word goes before what is built in.
    public func terms(of content: MusicContent, called id: String?, for need: PlanGuards.Music) -> MusicTerms
    {
        var terms = MusicTerms()
        if need.isForbidden {
            terms.refusal = "the preset locks music to none"
            return terms
        }
        let found = Set(content.names.flatMap { places[$0] ?? [] }).sorted().map { entries[$0] }
        guard !found.isEmpty else {
            if need.isLocked {
                terms.refusal = "nothing is known of its licence, and the preset locks music.licence"
            }
            return terms
        }
        let meant = meant(found, content, id)
        var request = AdviceRequest(ClipFeatures(duration: 0), brand: Brand(need), day: day)
        request.platforms = need.platforms
        let judged = meant.map { ($0.track, Guard.refusal(of: $0.track, for: request)) }
        let (track, refusal) = judged.first { $0.1 != nil } ?? judged[0]
        (terms.id, terms.name) = (track.id, track.title)
        (terms.licence, terms.attribution) = (track.licence.kind.rawValue, track.attributionLine)
        terms.refusal = refusal?.reason
        return terms
    }

    /// Of several pieces with one content: the one that was named, else the file itself, else all of the user's own.
    private func meant(_ found: [Entry], _ content: MusicContent, _ id: String?) -> [Entry] {
        if let named = found.first(where: { $0.track.id == id }) { return [named] }
        let same = found.filter { $0.names.contains(content.identity) }
        if !same.isEmpty { return same }
        let own = found.filter { !$0.isBuiltIn }
        return own.isEmpty ? found : own
    }
}

extension Brand {
    /// As far as music depends on it.
    init(_ need: PlanGuards.Music) {
        self.init(name: need.brand)
        scopes = need.scopes.compactMap(Scope.init)
        isBusiness = scopes.contains(.commercial)
        minimumAge = need.minimumAge
    }
}
