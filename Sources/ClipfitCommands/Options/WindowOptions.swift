internal import ArgumentParser
internal import ClipCore

/// How to choose the window if only a length is given, as typed.
struct WindowOptions: ParsableArguments {
    /// A position, or a rank among the best windows.
    enum Pick: ExpressibleByArgument, Equatable {
        case place(TrimRequest.Pick)
        case rank(Int)

        init?(argument: String) {
            if let place = TrimRequest.Pick(rawValue: argument) {
                self = .place(place)
            } else if argument == "best" {
                self = .rank(1)
            } else if let rank = Int(argument), (1...100).contains(rank) {
                self = .rank(rank)
            } else {
                return nil
            }
        }
    }

    /// Kinds separated by commas, or `none`.
    struct Snap: ExpressibleByArgument, Equatable {
        let kinds: Set<WindowSnap>

        init?(argument: String) {
            let words = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let kinds = words.compactMap(WindowSnap.init)
            guard kinds.count == words.count || words == ["none"] else { return nil }
            self.kinds = Set(kinds)
        }
    }

    @Option(
        help:
            "Which part when only a length is given: start, middle, end, best, or N for the N-th best (default: best)."
    )
    var pick: Pick?

    @Option(help: "Make N clips from the N best parts.") var clips: Int?

    @Option(help: .more("Minimum time between two parts.")) var minGap: MediaTime?

    @Option(
        help:
            .more(
                "Let a part start on a scene change, in a pause, on a keyframe or on a beat of the clip's sound: scene,silence,keyframe,beat or none (default: scene,silence,keyframe)."
            )
    )
    var snap: Snap?

    @Option(
        help:
            .more(
                "How to find the best parts of clips over four minutes: fast examines the sound and the promising parts, full all of it (default: fast)."
            )
    )
    var search: WindowChoice.Search?

    func validate() throws {
        if let clips, !(1...100).contains(clips) { throw ValidationError("--clips goes from 1 to 100") }
        if clips != nil, let pick, pick != .rank(1) {
            throw ValidationError("--clips takes the best parts: --pick can only be best beside it")
        }
        if let minGap, minGap < .zero { throw ValidationError("--min-gap is not negative") }
        guard !isRanked else { return }
        if minGap != nil {
            throw ValidationError("--min-gap is for the best parts, and --pick names a place")
        }
        let flag = snap != nil ? "--snap" : search != nil ? "--search" : nil
        if let flag { throw ValidationError("\(flag) is for the best parts, and --pick names a place") }
    }

    /// A typed flag, for error messages.
    var typedFlag: String? {
        [
            (clips != nil, "--clips"), (pick != nil, "--pick"), (minGap != nil, "--min-gap"),
            (snap != nil, "--snap"), (search != nil, "--search"),
        ].first(where: \.0)?.1
    }

    private var isRanked: Bool {
        if case .place = pick { return false }
        return true
    }

    /// Settings for the choice by analysis.
    var choice: WindowChoice {
        var choice = WindowChoice()
        choice.gap = minGap ?? .zero
        choice.takesFewer = clips != nil
        choice.fallsBack = clips == nil && pick == nil
        if let snap { choice.snap = snap.kinds }
        choice.search = search ?? .fast
        return choice
    }

    func parts(_ length: MediaTime) -> [TrimRequest.Part] {
        if let clips { return (1...clips).map { .ranked(length, rank: $0) } }
        switch pick {
        case .rank(let rank): return [.ranked(length, rank: rank)]
        case .place(let place): return [.length(length, place)]
        case nil: return [.ranked(length, rank: 1)]
        }
    }
}
