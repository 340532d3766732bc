package import ClipCore
internal import ClipLibrary
internal import ClipMedia
internal import Presets
package import Recommendation
internal import SystemLibrary

/// Advises on clips, from the user's library and looks, within the limits of flags and preset.
///
/// Recently used: what the brand's last renders used when it was created, then its own choices.
package final class AdviceService {
    /// How many of the brand's last renders count as recent.
    private static let memory = 12
    /// A track that leads by more is taken again within three clips.
    private static let farAhead = 0.4

    private let library: Library
    private let settings: Preset
    private let brand: Brand
    private let platforms: [String]
    private let pieces: [TrackCatalogue.Entry]
    private let looks: [Look]
    private let trends: TrendBook
    private let hashtags: HashtagTable
    private let hashtagLimit: Int
    private let draft: PostDraft
    private let reference: Reference
    private let platformNames: [String]
    /// Sentences in the brand's language.
    package let messages: Messages
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
        (self.warn, self.explores) = (warn, explores)
        (self.settings, self.seed, self.top) = (settings, seed, top)
        platforms = settings.platforms
        brand = Brand(settings, platforms: platforms)
        let tracks = try TrackCatalogue.all(in: library)
        pieces = tracks.filter { !$0.isMissing }
        try settings.musicWord.check(among: tracks)
        looks = LookCatalogue.all { wrong in
            wrong.problems.forEach { warn("a look is left out: \($0.text)") }
        }.map(\.look)
        trends = TrendBook(try library.observations(nil), on: Clock.today, until: Clock.latestDay)
        hashtags = HashtagTable(
            categories: try HashtagFile.categories(
                Presets.hashtagCategories, file: "built-in/categories.yaml"),
            topics: try HashtagFile.topics(Presets.hashtagTopics, file: "built-in/topics.yaml"),
            regions: try HashtagFile.regions(Presets.hashtagRegions, file: "built-in/regions.yaml"),
            lists: try HashtagFile.lists(Presets.hashtagWords, file: "built-in/words.yaml"))
        let all = try PresetCatalogue().platforms
        let chosen = all.filter { settings.platforms.contains($0.id) }
        let least = { (rule: (Platform) -> Int?) in
            chosen.compactMap(rule).min() ?? all.compactMap(rule).min()
        }
        hashtagLimit = least { $0.hashtags?.value } ?? 0
        draft = PostDraft(settings: settings, brand: brand, limit: least { $0.captionLength?.value } ?? .max)
        reference = try TrackCatalogue.reference()
        messages = Messages.of(brand.language)
        platformNames = chosen.map(\.name)
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
    ///   - source: the clip's path.
    package func advise(_ question: ClipQuestion, of source: FilePath) throws(Failure) -> Advice {
        try advise(question, try texts(question, source).texts)
    }

    private func texts(_ question: ClipQuestion, _ source: FilePath) throws(Failure) -> SubjectTexts {
        try SubjectTexts(
            of: source, title: question.title, spoken: question.spoken, settings,
            cameraWords: hashtags.lists[.camera] ?? [])
    }

    private func advise(_ question: ClipQuestion, _ texts: [SubjectText]) throws(Failure) -> Advice {
        var request = request(question, texts)
        var candidates = Candidates(
            tracks: pieces.map(\.track), looks: looks, hashtags: hashtags, trends: trends)
        let learner = PostLearner(library: library, brand: brand)
        candidates.companions = try learner.companions(candidates.clues(for: request))
        request.learned = try learner.effects(request, candidates)
        return Advisor().advise(request, among: candidates)
    }

    private func request(_ question: ClipQuestion, _ texts: [SubjectText]) -> AdviceRequest {
        var request = AdviceRequest(question.features, brand: brand, day: Clock.today)
        (request.platforms, request.seed, request.top) = (platforms, seed, top)
        (request.clip, request.explores) = (question.identity, explores)
        (request.texts, request.hashtagLimit) = (texts, hashtagLimit)
        (request.reference, request.platformNames) = (reference, platformNames)
        request.recent = recent
        if let language = getenv("CLIPFIT_LANG") { request.userLanguage = String(cString: language) }
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
    package func rule(for source: FilePath) -> String {
        let word: String
        switch settings.musicWord {
        case .none, .file: word = "as told"
        case .auto: word = "suggested"
        case .id(let id): word = id
        }
        let look = settings.wantsLook ? "suggested" : "as told"
        // The clip's own title and name never change with its content.
        let texts = try? SubjectTexts(of: source, title: nil, settings, cameraWords: []).texts.map(\.text)
        var about = SeededGenerator(seed: 0, name: texts?.joined(separator: "\n") ?? "")
        return
            "choice/2: music \(word), look \(look), for '\(settings.name)', seed \(seed), about \(about.next())"
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
        let texts = try texts(question, source)
        let advice = try advise(question, texts.texts)
        if isLogged { log(advice, for: question.identity) }
        let piece = try chosenPiece(advice, source)
        if settings.musicWord == .auto, let best = advice.music.suggestions.first, best.score < 0 {
            warn(
                "\(source.shown): nothing in the library fits; '\(piece?.track.id ?? best.id)' is the nearest"
            )
        }
        let look = settings.wantsLook ? advice.looks.suggestions.first { $0.id == advice.looks.choice } : nil
        var chosen = MusicAndLook(post(advice, piece, look, texts.body, in: work))
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

    private static func known(_ id: String, in library: Library) throws(Failure) -> TrackAnalysis? {
        try TrackCatalogue.find(id, in: library)?.track.analysis
    }

    private func post(
        _ advice: Advice, _ piece: TrackCatalogue.Entry?, _ look: Suggestion?, _ body: String?,
        in work: JobTemplate
    ) -> PlannedPost {
        var post = PlannedPost(brand: settings.name, seed: seed)
        if let track = piece?.track {
            let suggestion = advice.music.suggestions.first { $0.id == track.id }
            let isSuggested = settings.musicWord == .auto
            post.music =
                (isSuggested ? suggestion?.choice(in: messages) : nil)
                ?? .init(id: track.id, name: track.title)
            post.licence = track.licence.kind.rawValue
            post.attribution = track.attributionLine
        }
        let named = work.requests.first?.finish.look.map { PlannedPost.Choice(id: $0.name, name: $0.name) }
        post.look = look?.choice(in: messages) ?? named
        post.trend = trend(advice, piece?.track)
        post.labels = settings.disclosureLabels
        post.hashtags = advice.hashtags.suggestions.map(\.id)
        post.caption = draft.caption(body, advice.hashtags.suggestions, attribution: post.attribution)
        return post
    }

    /// The chosen track if it is on a chart, else the first rising song that the library lacks.
    private func trend(_ advice: Advice, _ track: Track?) -> PlannedPost.Trend? {
        let names = track.map { $0.soundIDs + [TrendKey.song(title: $0.title, artist: $0.artist)] } ?? []
        if let entry = trends.entry(.sound, names, region: brand.region), !entry.isExpired {
            var trend = PlannedPost.Trend(
                name: entry.latest.name, author: entry.latest.author, past: messages.text(entry.past))
            trend.from = 0
            return trend
        }
        return advice.toObtain.first.map {
            PlannedPost.Trend(name: $0.name, author: $0.author, past: messages.text($0.past))
        }
    }

    private func music(_ piece: TrackCatalogue.Entry) throws(Failure) -> SoundMix.Music {
        try BuiltInMusic.music(piece, from: settings.musicFrom ?? .zero)
    }

    private func chosenPiece(_ advice: Advice, _ source: FilePath) throws(Failure) -> TrackCatalogue.Entry? {
        switch settings.musicWord {
        case .none, .file: return nil
        case .auto:
            let all = advice.music.suggestions
            guard let best = all.first(where: { $0.id == advice.music.choice }) else {
                throw nothingAllowed(advice, source)
            }
            let lately = latest.prefix(2).compactMap(\.music)
            let fresh = all.first {
                !lately.contains($0.id) && $0.score >= max(0, best.score - Self.farAhead)
            }
            return pieces.first { $0.track.id == (fresh ?? best).id }
        case .id(let id):
            if let refusal = advice.music.refused.first(where: { $0.id == id }) {
                throw Failure(
                    .forbidden, source, "the music '\(id)' may not be used: \(refusal.reason)",
                    hint:
                        "'clipfit music show \(id)' shows its licence; 'clipfit suggest' shows what may be used"
                )
            }
            return pieces.first { $0.track.id == id }
        }
    }

    private func nothingAllowed(_ advice: Advice, _ source: FilePath) -> Failure {
        let reasons = advice.music.refused.prefix(3).map { "\($0.id): \($0.reason)" }
        return Failure(
            .forbidden, source, "no music may be used (\(reasons.joined(separator: "; ")))",
            hint: "add music with a fitting licence: 'clipfit music add FILE --licence owned'")
    }
}
