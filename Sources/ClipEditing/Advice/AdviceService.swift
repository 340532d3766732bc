package import ClipCore
internal import ClipLibrary
internal import ClipMedia
internal import Presets
package import Recommendation
internal import SystemLibrary
package import SystemPackage

/// Advises on clips, from the user's library and looks, within the limits of flags and preset.
///
/// Recently used: what the brand's last renders used when it was created, then its own choices.
package final class AdviceService {
    /// How many of the brand's last renders count as recent.
    private static let memory = 12

    private let library: Library
    private let settings: Preset
    private let brand: Brand
    private let platforms: [String]
    private let pieces: [TrackCatalogue.Entry]
    private let looks: [Look]
    private let trends: TrendBook
    private let hashtags: HashtagTable
    private let seed: UInt64
    private let top: Int
    private let explores: Bool
    private let warn: (String) -> Void
    /// The latest choices, newest first.
    private var latest: [Choice]

    private struct Choice {
        var music: String?
        var look: String?
        var tags: [String]
    }

    /// - Parameters:
    ///   - settings: flags and preset, merged.
    ///   - explores: whether to try a less proven option now and then.
    ///   - warn: receives warnings about missing inputs.
    /// - Throws: if the library cannot be used.
    package init(
        _ settings: Preset, seed: UInt64, top: Int, explores: Bool = true, warn: @escaping (String) -> Void
    ) throws {
        library = try PostLearner.refreshed(warn: warn)
        self.warn = warn
        self.explores = explores
        (self.settings, self.seed, self.top) = (settings, seed, top)
        platforms = settings.platforms
        brand = Brand(settings, platforms: platforms)
        pieces = try TrackCatalogue.all(in: library).filter { !$0.isMissing }
        looks = LookCatalogue.all { wrong in
            wrong.problems.forEach { warn("a look is left out: \($0.text)") }
        }.map(\.look)
        trends = TrendBook(try library.observations(nil), on: Clock.latestDay)
        hashtags = HashtagTable(
            categories: try HashtagFile.categories(
                Presets.hashtagCategories, file: "built-in/categories.yaml"),
            lists: try HashtagFile.lists(Presets.hashtagWords, file: "built-in/words.yaml"))
        latest = try library.renders(of: settings.name, last: Self.memory).map {
            Choice(music: $0.musicID, look: $0.look, tags: $0.tags)
        }
    }

    /// Files and folders of the tracks it may choose; creates missing folders.
    package func musicPlaces() throws(Failure) -> [FilePath] {
        guard settings.musicWord != .none else { return [] }
        let folders = Set(pieces.filter(\.isBuiltIn).map { FilePath($0.track.path).removingLastComponent() })
        for folder in folders { try Folder.make(folder) }
        return Array(folders) + pieces.filter { !$0.isBuiltIn }.map { FilePath($0.track.path) }
    }

    /// Suggests music, look and hashtags for a clip, with reasons.
    ///
    /// - Parameters:
    ///   - name: the clip's path, whose words count.
    ///   - identity: identity of the clip's file.
    package func advise(_ analysis: Analysis, of name: FilePath, _ identity: String) throws(Failure)
        -> Advice
    {
        try advise(ClipFeatures(analysis), of: name, identity)
    }

    private func advise(_ features: ClipFeatures, of name: FilePath, _ identity: String) throws(Failure)
        -> Advice
    {
        var request = request(features, name, identity)
        var candidates = Candidates(
            tracks: pieces.map(\.track), looks: looks, hashtags: hashtags, trends: trends)
        let learner = PostLearner(library: library, brand: brand)
        candidates.companions = try learner.companions(request)
        request.learned = try learner.effects(request, candidates)
        return Advisor().advise(request, among: candidates)
    }

    private func request(_ features: ClipFeatures, _ name: FilePath, _ identity: String) -> AdviceRequest {
        var request = AdviceRequest(features, brand: brand, day: Clock.today)
        (request.platforms, request.seed, request.top) = (platforms, seed, top)
        (request.clip, request.explores) = (identity, explores)
        request.words = name.stem.map { $0.split { !$0.isLetter }.map { $0.lowercased() } } ?? []
        request.recent = recent
        return request
    }

    private var recent: AdviceRequest.RecentUses {
        var recent = AdviceRequest.RecentUses()
        for choice in latest {
            recent.renders += 1
            if let id = choice.music { recent.music[id, default: 0] += 1 }
            if let look = choice.look { recent.looks[look, default: 0] += 1 }
            for tag in choice.tags { recent.hashtags[tag, default: 0] += 1 }
        }
        return recent
    }

    /// Records the suggestions for a clip, to compare them with results later.
    package func log(_ advice: Advice, for identity: String) {
        SuggestionLog.keep(advice, brand: settings.name, clip: identity, warn: warn)
    }

    /// The looks of these names, in order.
    package func looks(_ names: [String]) -> [Look] {
        names.compactMap { name in looks.first { $0.name == name } }
    }

    // MARK: Choosing

    /// Text that identifies how choices are made: clips chosen with the same rule keep their choice.
    package var rule: String {
        let word: String
        switch settings.musicWord {
        case .none, .file: word = "as told"
        case .auto: word = "suggested"
        case .id(let id): word = id
        }
        let look = settings.wantsLook ? "suggested" : "as told"
        return "choice/1: music \(word), look \(look), for '\(settings.name)', seed \(seed)"
    }

    /// Chooses music and look for a clip.
    ///
    /// - Parameters:
    ///   - work: the clip's job.
    ///   - source: its path, whose words count.
    /// - Throws: ``Failure/Kind/forbidden`` if no track may be used, or not the one named.
    package func choose(_ question: ClipQuestion, _ work: JobTemplate, _ source: FilePath, isLogged: Bool)
        throws
        -> MusicAndLook
    {
        let advice = try advise(question.features, of: source, question.identity)
        if isLogged { log(advice, for: question.identity) }
        let piece = try chosenPiece(advice, source)
        let look = settings.wantsLook ? advice.looks.suggestions.first : nil
        var chosen = MusicAndLook(post(advice, piece, look, in: work))
        chosen.music = try piece.map(music)
        chosen.track = try piece.flatMap { try Self.known($0.track.id, in: library) }
        chosen.look = look.flatMap { looks([$0.id]).first }
        let choice = Choice(
            music: chosen.post.music?.id, look: chosen.post.look?.id, tags: chosen.post.hashtags)
        latest = [choice] + latest.prefix(Self.memory - 1)
        return chosen
    }

    /// ``choose(_:_:_:isLogged:)`` for one clip, as an ``Editor`` calls it; library errors become its failure too.
    package func choice(for work: JobTemplate, _ source: FilePath, isLogged: Bool)
        -> (ClipQuestion) throws(Failure) -> MusicAndLook
    {
        { question throws(Failure) in
            do {
                return try self.choose(question, work, source, isLogged: isLogged)
            } catch let error as Failure { throw error } catch { throw Failure(.bug, source, "\(error)") }
        }
    }

    /// The known analysis of a library or built-in track.
    private static func known(_ id: String, in library: Library) throws(Failure) -> TrackAnalysis? {
        try TrackCatalogue.find(id, in: library)?.track.analysis
    }

    private func post(
        _ advice: Advice, _ piece: TrackCatalogue.Entry?, _ look: Suggestion?, in work: JobTemplate
    ) -> PlannedPost {
        var post = PlannedPost(brand: settings.name, seed: seed)
        if let track = piece?.track {
            let suggestion = advice.music.suggestions.first { $0.id == track.id }
            let isSuggested = settings.musicWord == .auto
            post.music = (isSuggested ? suggestion?.choice : nil) ?? .init(id: track.id, name: track.title)
            post.licence = track.licence.kind.rawValue
            post.attribution = track.attributionLine
        }
        let named = work.requests.first?.finish.look.map { PlannedPost.Choice(id: $0.name, name: $0.name) }
        post.look = look?.choice ?? named
        post.labels = settings.disclosureLabels
        post.hashtags = advice.hashtags.suggestions.map(\.id)
        let draft = CaptionDraft(
            body: "", hashtags: advice.hashtags.suggestions, note: brand.note,
            attributions: [post.attribution].compactMap { $0 })
        post.caption = draft.text
        return post
    }

    private func music(_ piece: TrackCatalogue.Entry) throws(Failure) -> SoundMix.Music {
        try BuiltInMusic.music(piece, from: settings.musicFrom ?? .zero)
    }

    private func chosenPiece(_ advice: Advice, _ source: FilePath) throws(Failure) -> TrackCatalogue.Entry? {
        switch settings.musicWord {
        case .none, .file: return nil
        case .auto:
            guard let best = advice.music.suggestions.first else { throw nothingAllowed(advice, source) }
            return pieces.first { $0.track.id == best.id }
        case .id(let id):
            if let refusal = advice.music.refused.first(where: { $0.id == id }) {
                throw Failure(
                    .forbidden, source, "the music '\(id)' may not be used: \(refusal.reason)",
                    hint:
                        "'clipfit music show \(id)' shows its licence; 'clipfit suggest' shows what may be used"
                )
            }
            guard let piece = pieces.first(where: { $0.track.id == id }) else {
                throw Failure(
                    .usage, source, "there is no music '\(id)', neither a file nor a piece of the library",
                    hint: meantHint(
                        id, among: pieces.map(\.track.id), else: "'clipfit music list' shows what there is"))
            }
            return piece
        }
    }

    private func nothingAllowed(_ advice: Advice, _ source: FilePath) -> Failure {
        let reasons = advice.music.refused.prefix(3).map { "\($0.id): \($0.reason)" }
        return Failure(
            .forbidden, source, "no music may be used (\(reasons.joined(separator: "; ")))",
            hint: "add music with a fitting licence: 'clipfit music add FILE --licence owned'")
    }
}

extension Suggestion {
    /// As stored in a plan.
    package var choice: PlannedPost.Choice {
        PlannedPost.Choice(
            id: id, name: name, score: score,
            reasons: terms.map {
                PlannedPost.Reason(
                    factor: $0.factor.rawValue, effect: $0.effect, evidence: $0.evidence, note: $0.note)
            })
    }
}

/// Records suggestions and their probabilities in the library.
package enum SuggestionLog {
    private struct Reason: Encodable {
        let factor: String
        let effect: Double
        let sd: Double
        let evidence: Int
    }

    /// If the library is read-only, only the record is lost, not the advice.
    package static func keep(_ advice: Advice, brand: String, clip: String, warn: (String) -> Void) {
        let kinds = [("music", advice.music), ("look", advice.looks), ("hashtag", advice.hashtags)]
        let records = kinds.flatMap { kind, ranking in
            ranking.suggestions.enumerated().map { place, one in
                var record = SuggestionRecord(
                    kind, one.id, rank: place + 1, score: one.score, clip: clip, made: Clock.today,
                    seed: advice.seed)
                (record.brand, record.policy) = (brand, advice.policy)
                (record.sd, record.probability) = (one.sd, one.probability)
                record.why = why(one)
                if place == 0 { record.options = ranking.contenders }
                return record
            }
        }
        do throws(Failure) {
            try TrackCatalogue.library(for: .noting).log(records)
        } catch {
            warn(
                "the library does not remember what was suggested: \(error.path.shown): \(error.message)")
        }
    }

    private static func why(_ suggestion: Suggestion) -> String {
        let reasons = suggestion.terms.map {
            Reason(factor: $0.factor.rawValue, effect: $0.effect, sd: $0.sd, evidence: $0.evidence)
        }
        return (try? JSONEncoder().encode(reasons)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }
}
