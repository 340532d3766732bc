internal import ClipCore

/// Finds trending music to obtain: what rises, may be used by the brand, and is not in the library; beside it
/// the usable track that is most like it, if its sound is known.
struct WantedSounds {
    let request: AdviceRequest
    let candidates: Candidates
    /// Tracks that the brand may use.
    let allowed: [Track]

    var sounds: [Advice.WantedSound] {
        let owned = Set(allowed.flatMap(Self.names))
        let rising = candidates.trends.entries.filter { entry in
            let line = entry.latest
            return line.kind == .sound && !entry.isExpired && isRising(entry) && isCleared(entry)
                && owned.isDisjoint(with: Self.names(line))
        }
        let ranked = rising.enumerated().sorted {
            let (one, other) = ($0.element, $1.element)
            return (other.weight * other.level, $0.offset) < (one.weight * one.level, $1.offset)
        }
        var seen: Set<String> = []
        return ranked.map(\.element).filter {
            seen.isDisjoint(with: Self.names($0.latest)) && seen.insert($0.latest.item).inserted
        }
        .prefix(max(0, request.top)).map { entry in
            Advice.WantedSound(
                item: entry.latest.item, name: entry.latest.name, author: entry.latest.author,
                level: entry.level, direction: entry.direction, asOf: entry.latest.day,
                isBusinessCleared: entry.latest.isBusinessCleared, past: entry.past,
                like: nearest(to: entry)?.id)
        }
    }

    private func isRising(_ entry: TrendBook.Entry) -> Bool {
        switch entry.history.move {
        case .rose, .new, .back, .unknown: true
        case .steady: entry.direction == .rising
        case .fell, .left: false
        }
    }

    /// A business may use only what the chart says is cleared for businesses.
    private func isCleared(_ entry: TrendBook.Entry) -> Bool {
        !request.brand.isBusiness || entry.latest.isBusinessCleared == true
    }

    private static func names(_ track: Track) -> [String] {
        track.soundIDs + [TrendKey.song(title: track.title, artist: track.artist)]
    }

    private static func names(_ line: TrendObservation) -> Set<String> {
        [line.item, TrendKey.song(title: line.name, artist: line.author)]
    }

    /// The nearest usable track in tempo, energy and mood. A song's sound is known if it is in the library,
    /// though it may not be used, or by a genre that the chart states.
    private func nearest(to entry: TrendBook.Entry) -> Track? {
        let names = Self.names(entry.latest)
        let twin = candidates.tracks.first { !names.isDisjoint(with: Self.names($0)) }
        let genre = entry.latest.category.split { !$0.isLetter && $0 != "-" }.map(String.init)
        guard let place = twin?.mood(request.reference)?.place ?? MoodSpace.mean(of: genre) else {
            return nil
        }
        let distances = allowed.compactMap { track -> (Track, Double)? in
            guard let own = track.mood(request.reference)?.place else { return nil }
            var distance = own.distance(to: place)
            if let twin {
                distance += (twin.analysis.energy - track.analysis.energy).magnitude / 0.25
                if let one = twin.analysis.tempo.known, let other = track.analysis.tempo.known {
                    distance += octaves(one, other) / 0.3
                }
            }
            return (track, distance)
        }
        return distances.min { $0.1 < $1.1 }?.0
    }
}
