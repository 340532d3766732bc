internal import ClipCore

/// Ranks music, looks and hashtags for a clip and a brand. Equal inputs give equal advice.
public struct Advisor: Sendable {
    /// Creates an advisor.
    public init() {}

    /// Ranks suggestions with reasons. Rules apply first: refused candidates are never suggested.
    public func advise(_ request: AdviceRequest, among candidates: Candidates) -> Advice {
        var advice = Advice(seed: request.seed)
        advice.evidence = request.learned.evidence
        advice.policy = request.explores ? Advice.policy : "greedy"
        let tracks = once(judge(candidates.tracks, id: \.id) { Guard.refusal(of: $0, for: request) })
        advice.music = music(request, candidates, tracks)
        advice.looks = looks(request, candidates)
        let hashtags = HashtagAdvisor(
            request: request, trends: candidates.trends, table: candidates.hashtags,
            companions: candidates.companions)
        (advice.hashtags, advice.topics) = (hashtags.ranking(), hashtags.topics)
        advice.toObtain =
            WantedSounds(request: request, candidates: candidates, allowed: tracks.allowed).sounds
        advice.notes = notes(request, candidates) + [hashtags.note].compactMap { $0 }
        return advice
    }

    private func music(
        _ request: AdviceRequest, _ candidates: Candidates, _ judged: Judged<Track>
    ) -> Advice.Ranking {
        let artists = Dictionary(judged.allowed.map { ($0.id, TrendKey.fold($0.artist)) }) { first, _ in first
        }
        return Ranker(request: request, trends: candidates.trends) {
            artists[$0].flatMap { $0.isEmpty ? nil : $0 }
        }
        .rank(judged, id: \.id, name: \.title) { MusicFit(scoring: $0).terms($1) }
    }

    /// Each song once, by title and artist: the library may have a copy of what is built in, with another licence.
    private func once(_ judged: Judged<Track>) -> Judged<Track> {
        var (judged, seen) = (judged, Set<String>())
        judged.allowed.removeAll { track in
            !track.title.isEmpty && !track.artist.isEmpty
                && !seen.insert(TrendKey.song(title: track.title, artist: track.artist)).inserted
        }
        return judged
    }

    private func looks(_ request: AdviceRequest, _ candidates: Candidates) -> Advice.Ranking {
        let judged = judge(candidates.looks, id: \.name) { Guard.refusal(of: $0, for: request.brand) }
        return Ranker(request: request, trends: candidates.trends)
            .rank(judged, id: \.name, name: \.name) { LookFit(scoring: $0).terms($1) }
    }

    private func judge<Item>(
        _ items: [Item], id: (Item) -> String, _ rule: (Item) -> Refusal?
    ) -> Judged<Item> {
        var judged = Judged<Item>()
        var seen: Set<String> = []
        for item in items where seen.insert(id(item)).inserted {
            if let refusal = rule(item) {
                judged.refused.append(refusal)
            } else {
                judged.allowed.append(item)
            }
        }
        judged.refused.sort { $0.id < $1.id }
        return judged
    }

    private func notes(_ request: AdviceRequest, _ candidates: Candidates) -> [String] {
        var notes: [String] = []
        let entries = candidates.trends.entries
        if entries.isEmpty {
            notes.append("there is no trend data yet: nothing here is chosen because it is popular")
        } else if entries.allSatisfy(\.isExpired) {
            notes.append("all trend data is older than \(TrendAge.lifetime) days and counts for nothing")
        }
        let learned = request.learned
        if learned.allPosts == 0, learned.posts == 0 {
            notes.append("there are no posts yet to learn from: this is by rules, not by results")
        } else if learned.evidence == .thin {
            notes.append(
                "what was learnt is thin: \(learned.posts) post\(learned.posts == 1 ? "" : "s") of the brand, \(learned.postsInCategory) about the same"
            )
        }
        return notes
    }
}

/// Candidates split by the rules.
struct Judged<Item> {
    var allowed: [Item] = []
    var refused: [Refusal] = []
}
