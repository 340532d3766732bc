public import ClipCore

/// Tracks of a library with their terms, found by file content: small enough to copy to every worker process.
public struct MusicCatalogue: MusicRights, Codable, Hashable {
    private struct Entry: Codable, Hashable {
        let track: Track
        let names: Set<String>
        let isBuiltIn: Bool
    }

    private let day: CalendarDay
    private var entries: [Entry] = []
    private var places: [String: [Int]] = [:]
    /// The kinds of hashes that tracks are known by.
    public private(set) var kinds: Set<MusicContent.Kind> = []

    /// Creates an empty catalogue for a day on which outputs are made.
    public init(on day: CalendarDay) { self.day = day }

    /// Adds one track.
    ///
    /// - Parameters:
    ///   - names: its ``MusicContent/names``.
    ///   - isBuiltIn: the user's own terms for the same music take precedence.
    public mutating func add(_ track: Track, names: [String], isBuiltIn: Bool = false) {
        var track = track
        track.analysis = TrackAnalysis(duration: 0)
        for name in names {
            places[name, default: []].append(entries.count)
            kinds.formUnion(MusicContent.Kind.allCases.filter { name.hasPrefix("\($0.rawValue):") })
        }
        entries.append(Entry(track: track, names: Set(names), isBuiltIn: isBuiltIn))
    }

    /// The strictest known terms of the content; the user's own terms take precedence over built-in ones.
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

    /// Of several tracks with equal content: the named one, else the file itself, else all of the user's own.
    private func meant(_ found: [Entry], _ content: MusicContent, _ id: String?) -> [Entry] {
        if let named = found.first(where: { $0.track.id == id }) { return [named] }
        let same = found.filter { $0.names.contains(content.identity) }
        if !same.isEmpty { return same }
        let own = found.filter { !$0.isBuiltIn }
        return own.isEmpty ? found : own
    }
}

extension Brand {
    /// The brand's requirements for music.
    init(_ need: PlanGuards.Music) {
        self.init(name: need.brand)
        scopes = need.scopes.compactMap(Scope.init)
        isBusiness = scopes.contains(.commercial)
        minimumAge = need.minimumAge
    }
}
