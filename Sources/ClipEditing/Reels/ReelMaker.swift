package import ClipCore
package import ClipMedia

/// Chooses what a joined post shows of each source.
package struct ReelMaker {
    private struct Source {
        let word: ReelWord
        let kind: ReelSource.Kind
        let facts: ReelFacts
    }

    private let sources: [Source]
    private let analyzer: Analyzer
    private let folder: FilePath
    private let isBestFirst: Bool
    private let name: FilePath
    /// What failures that are about all sources name; nil for the first source.
    package var subject: FilePath?
    private let willRead: (FilePath) -> Void

    /// Reads what is needed of all sources.
    ///
    /// - Parameters:
    ///   - words: the sources, in order.
    ///   - settings: name the cards.
    ///   - name: what messages and names call the joined file.
    ///   - isBestFirst: the best source comes first, whatever their order.
    ///   - folder: on its disk temporary files take their room.
    ///   - willRead: called with a source or card before it is read.
    /// - Throws: for the first source that is neither clip nor photo.
    package init(
        _ words: [ReelWord], _ settings: Preset, as name: FilePath, isBestFirst: Bool, _ analyzer: Analyzer,
        in folder: FilePath, willRead: @escaping (FilePath) -> Void
    ) throws(Failure) {
        (self.analyzer, self.folder, self.isBestFirst) = (analyzer, folder, isBestFirst)
        (self.name, self.willRead) = (name, willRead)
        let read = { (word: ReelWord, card: ReelSource.Kind?) throws(Failure) -> Source in
            willRead(word.path)
            let facts = try ReelFacts(word.path)
            return Source(word: word, kind: card ?? (facts.info == nil ? .photo : .clip), facts: facts)
        }
        var sources: [Source] = []
        if let card = settings.intro { sources.append(try read(ReelWord(card.path), .intro)) }
        for word in words { sources.append(try read(word, nil)) }
        if let card = settings.outro { sources.append(try read(ReelWord(card.path), .outro)) }
        self.sources = sources
    }

    /// Identities of all sources, in order: with equal ones and equal settings the post is equal.
    package var identities: [String] { sources.map(\.facts.identity) }

    /// Seconds and bytes of all sources.
    package var extent: (duration: MediaTime, bytes: Int64) {
        sources.reduce((.zero, 0)) { sum, source in
            (sum.0 + (source.facts.info?.workDuration ?? .zero), sum.1 + source.facts.sizeBytes)
        }
    }

    /// Warnings about the sources: path and text.
    package var warnings: [(FilePath, String)] {
        sources.flatMap { source in
            let made = source.facts.info == nil ? source.facts.provenance.aiNote : nil
            return ((source.facts.info?.warnings ?? []) + [made].compactMap { $0 }).map {
                (source.word.path, $0)
            }
        }
    }

    /// Chooses the parts for a post.
    ///
    /// - Parameter progress: called now and then with progress from 0 to 1.
    /// - Throws: if the sources do not fill the length, or not all find room in it; if one cannot be used.
    package func reel(_ post: JobTemplate.Post, progress: @escaping ProgressHandler) throws(Failure) -> Reel {
        let finish = post.job.requests.first?.finish ?? OutputSettings()
        let shape = shape(of: post)
        let rooms = try sources.map { source throws(Failure) in try room(source, shape.rate) }
        let shares: ReelShares
        do throws(PlanningError) {
            shares = try ReelShares(rooms, total: post.frames(at: shape.rate), rate: shape.rate)
        } catch { throw Failure(error, first) }
        let writer = ReelWriter(shape, in: folder)
        var picks: [Pick] = []
        for (index, source) in sources.enumerated() {
            willRead(source.word.path)
            let job = post.job.choosing(
                try part(source), MediaTime(frames: shares.frames[index], at: shape.rate), in: shape,
                reframe: source.kind.isCard ? finish.reframe ?? .containBlur : finish.reframe)
            picks.append(
                try pick(source, job, rooms[index], shares.frames[index], writer) {
                    progress((Double(index) + $0) / Double(sources.count))
                })
        }
        return Reel(
            ordered(picks), writer, name: name,
            mark: sources.lazy.compactMap(\.facts.provenance.aiSourceType).first, willRead: willRead)
    }

    private func shape(of post: JobTemplate.Post) -> ReelShape {
        ReelShape(
            sources.filter { !$0.kind.isCard }.compactMap(\.facts.info?.video),
            post.job.requests.first?.finish ?? OutputSettings())
    }

    /// The length that a post will have: whole frames.
    package func length(of post: JobTemplate.Post) -> MediaTime {
        let rate = shape(of: post).rate
        return MediaTime(frames: post.frames(at: rate), at: rate)
    }

    /// What was chosen of a source.
    struct Pick {
        var item: ReelItem
        let kind: ReelSource.Kind
        let room: ReelShares.Room
        let rating: Double
        /// Why this part.
        let note: String?
    }

    private var first: FilePath { subject ?? sources.first { !$0.kind.isCard }?.word.path ?? name }

    // MARK: One source

    private func part(_ source: Source) throws(Failure) -> TimeRange? {
        guard let part = source.word.part, let end = source.facts.end else { return nil }
        do throws(PlanningError) { return try part.range(in: end) } catch {
            throw Failure(error, source.word.path)
        }
    }

    /// How long a source may be shown.
    private func room(_ source: Source, _ rate: Fraction) throws(Failure) -> ReelShares.Room {
        let frames = { (time: MediaTime) in max(1, time.frames(at: rate, most: time)) }
        if source.kind.isCard {
            let length = frames(min(source.facts.end ?? ReelShares.card, ReelShares.card))
            return ReelShares.Room(length, length)
        }
        guard let end = source.facts.end else {
            guard let part = source.word.part else {
                return ReelShares.Room(frames(ReelShares.photo.start), frames(ReelShares.photo.end))
            }
            guard let last = part.end, part.start >= .zero, last > part.start else {
                throw Failure(
                    .usage, source.word.path, "a photo has no times",
                    hint: "say how long it is shown: \(source.word.path.shown)@0-4")
            }
            return ReelShares.Room(frames(last - part.start), frames(last - part.start))
        }
        let range = try part(source) ?? TimeRange(start: .zero, end: end)
        let most = frames(range.duration)
        return ReelShares.Room(
            source.word.part?.end == nil ? min(most, frames(ReelShares.leastClip)) : most, most)
    }

    private func pick(
        _ source: Source, _ job: JobTemplate, _ room: ReelShares.Room, _ frames: Int, _ writer: ReelWriter,
        _ progress: @escaping (Double) -> Void
    ) throws(Failure) -> Pick {
        let path = source.word.path
        let rate = writer.shape.rate
        // Up to half a second more is shown of it if a cut moves to a beat.
        let seconds = Int(MediaTime(frames: frames, at: rate).seconds.rounded(.up)) + 1
        let isPhoto = source.facts.info == nil
        let file = try writer.open(path, seconds: seconds)
        let trimmer = try Trimmer(file, isPhoto ? Analyzer() : analyzer)
        var job = job
        if isPhoto || source.kind.isCard {
            job = job.choosing(
                TimeRange(start: .zero, end: trimmer.info.duration), MediaTime(frames: frames, at: rate),
                in: writer.shape, reframe: job.requests.first?.finish.reframe)
        }
        let chosen = try trimmer.chosen(job, progress: progress)
        guard let request = chosen.requests.first else {
            throw Failure(
                .unusable, path, "it has no part of that length", hint: "name a part: \(path.shown)@0-3")
        }
        let plan = try trimmer.plan(request, Self.unused, overwrites: true)
        var item = ReelItem(
            plan, isPhoto: isPhoto, zoomsIn: source.kind == .photo ? true : nil, of: trimmer.info)
        item.frames = frames
        // A part that was chosen may last to the source's end, but not begin earlier.
        let end = trimmer.info.video?.span?.end ?? plan.window.end
        let left =
            isPhoto ? room.most : (end - plan.window.start).frames(at: rate, most: end - plan.window.start)
        let rating = try isBestFirst && !source.kind.isCard ? self.rating(trimmer, plan.window) : 0
        return Pick(
            item: item, kind: source.kind,
            room: ReelShares.Room(room.least, min(room.most, max(left, frames))),
            rating: rating, note: request.notes.first.map { "\(path.shown): \($0)" })
    }

    private func rating(_ trimmer: borrowing Trimmer, _ window: TimeRange) throws(Failure) -> Double {
        let analysis = try trimmer.analysis(of: window)
        return ClipRating.rating(of: analysis.part(window) ?? analysis)
    }

    /// Plans of sources name no output.
    private static let unused = OutputName(Array("join.mov".utf8), isFolder: false)

    private func ordered(_ picks: [Pick]) -> [Pick] {
        var picks = picks
        if isBestFirst {
            let inner = picks.filter { !$0.kind.isCard }.enumerated()
                .sorted { ($0.element.rating, -$0.offset) > ($1.element.rating, -$1.offset) }
            picks =
                picks.filter { $0.kind == .intro } + inner.map(\.element) + picks.filter { $0.kind == .outro }
        }
        var isInward = true
        for index in picks.indices where picks[index].kind == .photo {
            picks[index].item.zoomsIn = isInward
            isInward.toggle()
        }
        return picks
    }
}
