/// Where a clip's sound pauses: what lies below the middle between its quiet and its loud parts.
struct SoundPauses: Hashable, Sendable {
    /// Pauses of at least 150 ms, in seconds on the file's clock.
    private(set) var pauses: [ClosedRange<Double>] = []
    private(set) var isTold = false

    /// - Parameter scores: every 100 ms, in the order of time.
    init(_ scores: [SoundScore]) {
        let levels = scores.map(\.speech).filter(\.isFinite).sorted()
        guard levels.count >= 20 else { return }
        let (quiet, loud) = (levels[levels.count / 10], levels[levels.count * 9 / 10])
        // Sound that is as loud all the time has no pauses to tell.
        guard loud - quiet >= 10 else { return }
        isTold = true
        var first: Double?
        for score in scores {
            let time = score.time.seconds
            if score.speech < (quiet + loud) / 2 {
                first = first ?? time
            } else {
                add(first, time)
                first = nil
            }
        }
        add(first, (scores.last?.time.seconds ?? 0) + 0.1)
    }

    private mutating func add(_ first: Double?, _ end: Double) {
        if let first, end - first >= 0.149 { pauses.append(first...end) }
    }

    /// Whether a time lies in a pause.
    func contains(_ time: Double) -> Bool {
        let place = pauses.partitioningIndex { $0.upperBound >= time }
        return place < pauses.count && pauses[place].contains(time)
    }
}
