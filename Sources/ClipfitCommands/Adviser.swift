internal import ClipCore
internal import ClipLibrary
internal import ClipMedia
internal import ClipSignal
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

    /// - Parameter settings: what flags and preset say together.
    /// - Throws: where the library cannot be used.
    init(_ settings: Preset, seed: UInt64, top: Int) throws {
        library = try MusicShelf.library(for: .reading)
        (self.settings, self.seed, self.top) = (settings, seed, top)
        platforms = settings.texts(.platforms) ?? []
        brand = Brand(settings, platforms: platforms)
        pieces = try MusicShelf.all(in: library).filter { !$0.isMissing }
        looks = LookShelf.all { _ in }.map(\.look)
        trends = TrendBook(try library.observations(nil), on: Clock.latestDay)
        hashtags = HashtagTable(
            categories: try HashtagFile.categories(
                Presets.hashtagCategories, file: "built-in/categories.yaml"),
            lists: try HashtagFile.lists(Presets.hashtagWords, file: "built-in/words.yaml"))
    }

    /// What goes with a clip, and why.
    ///
    /// - Parameter name: the clip's path, whose words count.
    func advise(_ analysis: Analysis, of name: FilePath) throws(LibraryError) -> Advice {
        let request = try request(ClipFeatures(analysis), name)
        let candidates = Candidates(
            tracks: pieces.map(\.track), looks: looks, hashtags: hashtags, trends: trends)
        return Advisor().advise(request, among: candidates)
    }

    private func request(_ features: ClipFeatures, _ name: FilePath) throws(LibraryError) -> AdviceRequest {
        var request = AdviceRequest(features, brand: brand, day: Clock.today)
        (request.platforms, request.seed, request.top) = (platforms, seed, top)
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

    /// The looks of these names, in their order.
    func looks(_ names: [String]) -> [Look] { names.compactMap { name in looks.first { $0.name == name } } }

    // MARK: Choosing

    /// The work with what is chosen for a clip.
    ///
    /// - Throws: ``MediaError/Code/forbidden`` where no piece may be used, or not the one that was named.
    func paired(_ work: TrimWork, _ trimmer: borrowing Trimmer, _ source: FilePath) throws -> TrimWork {
        let seen = try trimmer.analysis(of: part(work, trimmer.info))
        let timeline = work.requests.first?.pieces.map { Timeline($0) }
        let analysis = timeline?.shown(seen) ?? seen
        let advice = try advise(analysis, of: source)
        let piece = try chosenPiece(advice, source)
        let look = settings.wantsLook ? advice.looks.suggestions.first : nil
        let music = try piece.map { try self.music($0, request(analysis, timeline)) }
        let paired = work.paired(
            post(advice, piece, look, in: work), music: music, look: look.flatMap { looks([$0.id]).first })
        guard work.arrangement.fit == .montage, let piece, let music else { return paired }
        let beats = try self.analysis(of: piece).beats.map { $0 - music.from.seconds }.filter { $0 > 0 }
        return paired.onBeats(beats, between: seen.boundaries, end: trimmer.info.duration)
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
        post.hashtags = advice.hashtags.suggestions.map(\.id)
        let draft = CaptionDraft(
            body: "", hashtags: advice.hashtags.suggestions, note: brand.note,
            attributions: [post.attribution].compactMap { $0 })
        post.caption = draft.text
        return post
    }

    /// A piece from where its beats meet the clip's cuts and movements, unless the place is told.
    private func music(_ piece: MusicShelf.Entry, _ request: PairingRequest) throws -> SoundMix.Music {
        let file = PlannedPath(try MusicShelf.file(of: piece))
        if let from = settings.time(.musicFrom) { return SoundMix.Music(file: file, from: from) }
        let whole = try self.analysis(of: piece)
        let best =
            Pairing.best(1, of: whole, for: request).first
            ?? Pairing.best(1, of: whole, for: request, isLooped: true).first
        let milliseconds = Int64(((best?.offset ?? 0) * 1000).rounded())
        return SoundMix.Music(file: file, from: MediaTime(ticks: milliseconds, timescale: 1000))
    }

    private func analysis(of piece: MusicShelf.Entry) throws -> TrackAnalysis {
        try MusicShelf.find(piece.track.id, in: library)?.track.analysis ?? piece.track.analysis
    }

    /// What the music has to meet: joins of pieces are cuts too.
    private func request(_ analysis: Analysis, _ timeline: Timeline?) -> PairingRequest {
        var request = PairingRequest(analysis)
        request.cuts = (request.cuts + (timeline?.joins.map(\.seconds) ?? [])).sorted()
        return request
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
