internal import ClipCore
internal import ClipLibrary
internal import ClipMedia
internal import Presets
internal import Recommendation
internal import SystemPackage

/// Gives advice on clips, from the user's library and looks, for what flags and preset say.
struct Adviser {
    /// How many of the brand's latest renders count as lately used.
    private static let memory = 12

    private let library: Library
    private let settings: Preset
    private let brand: Brand
    private let platforms: [String]
    private let pieces: [MusicShelf.Entry]
    private let looks: [Look]
    private let trends: TrendBook
    private let hashtags: HashtagTable
    private let seed: UInt64
    private let top: Int
    private let explores: Bool

    /// - Parameter settings: what flags and preset say together.
    /// - Parameter explores: whether what is doubtful is tried now and then.
    /// - Throws: where the library cannot be used.
    init(_ settings: Preset, seed: UInt64, top: Int, explores: Bool = true) throws {
        library = try PostLearner.refreshed()
        self.explores = explores
        (self.settings, self.seed, self.top) = (settings, seed, top)
        platforms = settings.texts(.platforms) ?? []
        brand = Brand(settings, platforms: platforms)
        pieces = try MusicShelf.all(in: library).filter { !$0.isMissing }
        looks = LookShelf.all { wrong in
            wrong.problems.forEach { Console.warning("a look is left out: \($0.text)") }
        }.map(\.look)
        trends = TrendBook(try library.observations(nil), on: Clock.latestDay)
        hashtags = HashtagTable(
            categories: try HashtagFile.categories(
                Presets.hashtagCategories, file: "built-in/categories.yaml"),
            lists: try HashtagFile.lists(Presets.hashtagWords, file: "built-in/words.yaml"))
    }

    /// What goes with a clip, and why.
    ///
    /// - Parameters:
    ///   - name: the clip's path, whose words count.
    ///   - identity: what tells the clip's file from others.
    func advise(_ analysis: Analysis, of name: FilePath, _ identity: String) throws(LibraryError) -> Advice {
        var request = try request(ClipFeatures(analysis), name, identity)
        var candidates = Candidates(
            tracks: pieces.map(\.track), looks: looks, hashtags: hashtags, trends: trends)
        let learner = PostLearner(library: library, brand: brand)
        candidates.companions = try learner.companions(request)
        request.learned = try learner.effects(request, candidates)
        return Advisor().advise(request, among: candidates)
    }

    private func request(_ features: ClipFeatures, _ name: FilePath, _ identity: String)
        throws(LibraryError) -> AdviceRequest
    {
        var request = AdviceRequest(features, brand: brand, day: Clock.today)
        (request.platforms, request.seed, request.top) = (platforms, seed, top)
        (request.clip, request.explores) = (identity, explores)
        request.words = name.stem.map { $0.split { !$0.isLetter }.map { $0.lowercased() } } ?? []
        request.recent = try recent()
        return request
    }

    private func recent() throws(LibraryError) -> AdviceRequest.RecentUses {
        var recent = AdviceRequest.RecentUses()
        for render in try library.renders(of: settings.name, last: Self.memory) {
            recent.renders += 1
            if let id = render.musicID { recent.music[id, default: 0] += 1 }
            if let look = render.look { recent.looks[look, default: 0] += 1 }
            for tag in render.tags { recent.hashtags[tag, default: 0] += 1 }
        }
        return recent
    }

    /// Writes down what was suggested for a clip, so that it can be judged by what comes of it.
    func log(_ advice: Advice, for identity: String) {
        SuggestionLog.keep(advice, brand: settings.name, clip: identity)
    }

    /// The looks of these names, in their order.
    func looks(_ names: [String]) -> [Look] { names.compactMap { name in looks.first { $0.name == name } } }

    // MARK: Choosing

    /// The work with what is chosen for a clip.
    ///
    /// - Throws: ``MediaError/Code/forbidden`` where no piece may be used, or not the one that was named.
    func paired(_ work: TrimWork, _ trimmer: borrowing Trimmer, _ source: FilePath, isLogged: Bool) throws
        -> TrimWork
    {
        let seen = try trimmer.analysis(of: part(work, trimmer.info))
        let analysis = work.requests.first?.pieces.map { Timeline($0).shown(seen) } ?? seen
        let advice = try advise(analysis, of: source, trimmer.identity)
        if isLogged { log(advice, for: trimmer.identity) }
        let piece = try chosenPiece(advice, source)
        let look = settings.wantsLook ? advice.looks.suggestions.first : nil
        return work.paired(
            post(advice, piece, look, in: work), music: try piece.map(music),
            look: look.flatMap { looks([$0.id]).first })
    }

    private func post(
        _ advice: Advice, _ piece: MusicShelf.Entry?, _ look: Suggestion?, in work: TrimWork
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
        post.labels = settings.texts(.disclosureLabels)
        post.hashtags = advice.hashtags.suggestions.map(\.id)
        let draft = CaptionDraft(
            body: "", hashtags: advice.hashtags.suggestions, note: brand.note,
            attributions: [post.attribution].compactMap { $0 })
        post.caption = draft.text
        return post
    }

    private func music(_ piece: MusicShelf.Entry) throws(MediaError) -> SoundMix.Music {
        SoundMix.Music(
            file: PlannedPath(try MusicShelf.file(of: piece)), from: settings.time(.musicFrom) ?? .zero)
    }

    /// All parts that outputs show, and what lies between them.
    private func part(_ work: TrimWork, _ info: MediaInfo) -> TimeRange? {
        let ranges = work.requests.compactMap { request in
            request.pieces?.hull ?? (try? request.part.range(in: info.duration).0)
        }
        guard let start = ranges.map(\.start).min(), let end = ranges.map(\.end).max() else { return nil }
        return TimeRange(start: start, end: end)
    }

    private func chosenPiece(_ advice: Advice, _ source: FilePath) throws(MediaError) -> MusicShelf.Entry? {
        switch settings.musicWord {
        case .none, .file: return nil
        case .auto:
            guard let best = advice.music.suggestions.first else { throw nothingAllowed(advice, source) }
            return pieces.first { $0.track.id == best.id }
        case .id(let id):
            if let refusal = advice.music.refused.first(where: { $0.id == id }) {
                throw MediaError(
                    .forbidden, source, "the music '\(id)' may not be used: \(refusal.reason)",
                    hint:
                        "'clipfit music show \(id)' shows its licence; 'clipfit suggest' shows what may be used"
                )
            }
            guard let piece = pieces.first(where: { $0.track.id == id }) else {
                throw MediaError(
                    .usage, source, "there is no music '\(id)', neither a file nor a piece of the library",
                    hint: "'clipfit music list' shows what there is")
            }
            return piece
        }
    }

    private func nothingAllowed(_ advice: Advice, _ source: FilePath) -> MediaError {
        let reasons = advice.music.refused.prefix(3).map { "\($0.id): \($0.reason)" }
        return MediaError(
            .forbidden, source, "no music may be used (\(reasons.joined(separator: "; ")))",
            hint: "add music with a fitting licence: 'clipfit music add FILE --licence owned'")
    }
}

extension Suggestion {
    /// As it stands in a plan.
    var choice: PlannedPost.Choice {
        PlannedPost.Choice(
            id: id, name: name, score: score,
            reasons: terms.map {
                PlannedPost.Reason(
                    factor: $0.factor.rawValue, effect: $0.effect, evidence: $0.evidence, note: $0.note)
            })
    }
}
