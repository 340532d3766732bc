/// How to choose windows in clips.
public struct WindowChoice: Hashable, Codable, Sendable {
    /// The least time between two windows.
    public var gap = MediaTime.zero
    /// What window ends may snap to.
    public var snap = WindowSnap.usual
    /// Windows that a clip has no room for are dropped with a note; otherwise that is an error.
    public var takesFewer = false
    /// A clip without a best window gets its start with a note; otherwise that is an error.
    public var fallsBack = false

    /// How much of a long clip is examined to choose.
    public var search = Search.fast

    /// How much of a clip is examined to choose its windows.
    public enum Search: String, Hashable, Codable, Sendable, CaseIterable {
        /// Of clips over four minutes the sound and the packets, and of the pictures the parts that may win.
        case fast
        /// All of it.
        case full
    }

    /// The defaults: no gap, ``WindowSnap/usual``, and errors instead of fewer windows or the start.
    public init() {}

    /// Identifies the rule: equal rules choose equal windows of equal sources. Increase its version when they change.
    func rule(_ length: MediaTime, _ rank: Int) -> String {
        let kinds = snap.map(\.rawValue).sorted().joined(separator: ",")
        return
            "windows/2: number \(rank) of \(length.text) s, \(gap.text) s apart, to \(kinds), \(search.rawValue)"
    }

    /// Seconds from which a clip is long enough for parts of it to suffice.
    public static let longSeconds = 240.0
    /// Number of runners-up to report.
    static let runnersUp = 3
    /// Why a clip has no best window.
    static let nothing = "every part is black, or frozen and silent"
}

extension JobTemplate {
    /// Some window can only be chosen from an analysis.
    public func needsAnalysis(of duration: MediaTime) -> Bool {
        arrangement.needsAnalysis
            || requests.contains {
                if case .ranked(let length, _) = $0.part {
                    return duration > length && !isFaster(duration, length)
                }
                return false
            }
    }

    /// Parts of the clip suffice to choose its windows, as far as the job says.
    public func searchesParts(of duration: MediaTime) -> Bool {
        let length = wanted.reduce(0) { $0 + $1.key.seconds * Double($1.value) }
        return choice.search == .fast && duration.seconds >= WindowChoice.longSeconds && !arrangement.isAsked
            && length * 6 <= duration.seconds
    }

    /// The range to examine next, for all windows to be known; nil if they are.
    public func doubtful(_ analysis: Analysis, duration: MediaTime) -> WindowDoubt? {
        let chooser = WindowChooser(analysis, duration: duration, snap: choice.snap)
        return wanted.sorted { $0.key < $1.key }.lazy.filter { $0.key < duration }
            .compactMap { chooser.doubtful($0.value, length: $0.key, gap: choice.gap) }.first
    }

    /// The whole clip is shown, sped up: there is no window to choose.
    func isFaster(_ duration: MediaTime, _ length: MediaTime) -> Bool {
        arrangement.fit == .speed && arrangement.margin == nil
            && duration.seconds <= length.seconds * EditSegment.rates.upperBound
    }

    /// Chooses windows from an analysis, each with its reasons.
    ///
    /// - Parameters:
    ///   - analysis: of the whole clip; nil if ``needsAnalysis(of:)`` is false.
    ///   - duration: of the clip.
    ///   - beats: of its sound, in seconds on its own clock.
    ///   - keyframes: those in a range at which a copy can start.
    /// - Throws: if the clip has no such window.
    public func resolved(
        _ analysis: Analysis?, duration: MediaTime, beats: [Double] = [],
        keyframes: (TimeRange) -> [MediaTime]
    ) throws(PlanningError) -> JobTemplate {
        var chosen: [MediaTime: [RatedWindow]] = [:]
        var told: [String] = []
        if let analysis, !wanted.isEmpty {
            let chooser = WindowChooser(analysis, duration: duration, snap: choice.snap, beats: beats)
            if choice.snap.contains(.beat) && beats.isEmpty {
                told.append("the clip's sound has no steady beat to begin on")
            }
            for (length, count) in wanted where duration > length {
                chosen[length] = chooser.best(
                    count, and: WindowChoice.runnersUp, length: length, gap: choice.gap, keyframes: keyframes)
            }
        }
        let empty = chosen.filter { $0.value.isEmpty }.keys
        let asked =
            choice.fallsBack && !empty.isEmpty
            ? takingStarts(because: WindowChoice.nothing, of: Set(empty)) : self
        var work = asked
        work.shortfalls += told
        work.requests = []
        for request in asked.requests {
            if let one = try resolved(request, chosen, duration) { work.requests.append(one) }
        }
        for (length, count) in asked.wanted.sorted(by: { $0.key < $1.key }) {
            let found = duration > length ? chosen[length]?.count ?? 0 : 1
            guard found < count else { continue }
            work.shortfalls.append(
                "\(found) of \(count) parts of \(length.text) s: the clip has no room for more")
        }
        return work
    }

    /// Uses the clip's start instead of the best window.
    ///
    /// - Parameters:
    ///   - reason: why there is no best window.
    ///   - lengths: which windows; nil for all.
    public func takingStarts(because reason: String, of lengths: Set<MediaTime>? = nil) -> JobTemplate {
        var work = self
        work.shortfalls.append("the best part cannot be told, the start is taken: \(reason)")
        for index in requests.indices {
            if case .ranked(let length, _) = requests[index].part, lengths?.contains(length) != false {
                work.requests[index].part = .length(length, .start)
            }
        }
        return work
    }

    /// Uses the clip's start instead of any best window, but keeps the rule: identifies outputs before an
    /// analysis.
    public var unchosen: JobTemplate {
        var work = self
        for (index, request) in requests.enumerated() {
            if case .ranked(let length, let rank) = request.part {
                work.requests[index].rule = choice.rule(length, rank)
            }
            guard work.requests[index].rule != nil, let length = request.part.length else { continue }
            (work.requests[index].part, work.requests[index].notes) = (.length(length, .start), [])
        }
        return work
    }

    /// The lengths of the best windows requested, and how many of each.
    private var wanted: [MediaTime: Int] {
        requests.reduce(into: [:]) { wanted, request in
            if case .ranked(let length, let rank) = request.part {
                wanted[length] = max(rank, wanted[length] ?? 0)
            }
        }
    }

    /// Nil if the window is dropped.
    private func resolved(
        _ request: TrimRequest, _ chosen: [MediaTime: [RatedWindow]], _ duration: MediaTime
    ) throws(PlanningError) -> TrimRequest? {
        guard case .ranked(let length, let rank) = request.part else { return request }
        var request = request
        if duration <= length {
            guard rank > 1 else { return request }
            return try missing(length, rank, of: 1)
        }
        let windows = chosen[length] ?? []
        guard !windows.isEmpty else {
            throw PlanningError(
                .unsatisfiable, "\(WindowChoice.nothing) (\(length.text) s)",
                hint: "name the part with --start, or take --pick start")
        }
        guard rank <= windows.count else { return try missing(length, rank, of: windows.count) }
        let taken = windows[rank - 1]
        request.rule = choice.rule(length, rank)
        request.part = .span(start: taken.range.start, end: nil, duration: length)
        request.notes = notes(taken, rank, windows, isTaken: takenRanks(length))
        return request
    }

    private func missing(_ length: MediaTime, _ rank: Int, of count: Int) throws(PlanningError)
        -> TrimRequest?
    {
        if choice.takesFewer { return nil }
        throw PlanningError(
            .unsatisfiable,
            "there is no part of \(length.text) s number \(rank): the clip has room for \(count)",
            hint: "take a smaller number, or a shorter length")
    }

    private func takenRanks(_ length: MediaTime) -> Set<Int> {
        Set(
            requests.compactMap {
                if case .ranked(length, let rank) = $0.part { return rank }
                return nil
            })
    }

    private func notes(
        _ taken: RatedWindow, _ rank: Int, _ windows: [RatedWindow], isTaken: Set<Int>
    ) -> [String] {
        let terms = taken.terms.filter { $0.effect.magnitude >= 0.005 }
            .sorted { $0.effect.magnitude > $1.effect.magnitude }
        let others = windows.indices.filter { $0 != rank - 1 && !isTaken.contains($0 + 1) }
        let runnersUp = others.prefix(WindowChoice.runnersUp).map { place in
            let telling = windows[place].terms.sorted { $0.effect.magnitude > $1.effect.magnitude }
            return "number \(place + 1) would be \(windows[place].text): "
                + telling.prefix(4).map(\.short).joined(separator: ", ")
        }
        return ["part number \(rank) of the clip: \(taken.text)"] + terms.map(\.text) + runnersUp
    }
}
