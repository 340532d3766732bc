package import ClipCore
package import ClipMedia

/// What a joined post shows: a part of each source, in order.
package struct Reel {
    private var items: [ReelItem]
    private let kinds: [ReelSource.Kind]
    private var shares: ReelShares
    private let writer: ReelWriter
    /// What messages and names call it.
    package let name: FilePath
    private let mark: String?
    private let willRead: (FilePath) -> Void
    /// Why these parts; a line each.
    package private(set) var notes: [String]

    init(
        _ picks: [ReelMaker.Pick], _ writer: ReelWriter, name: FilePath, mark: String?,
        willRead: @escaping (FilePath) -> Void
    ) {
        (items, kinds) = (picks.map(\.item), picks.map(\.kind))
        shares = ReelShares(picks.map(\.room), frames: picks.map(\.item.frames))
        (self.writer, self.name, self.mark, self.willRead) = (writer, name, mark, willRead)
        notes = picks.compactMap(\.note)
    }

    /// Size and rate of the post.
    package var shape: ReelShape { writer.shape }

    /// CPU seconds that joining takes; a forecast.
    var cpuSeconds: Double { items.reduce(0) { $0 + $1.cpuSeconds } }

    package var sources: [ReelSource] {
        zip(zip(items, kinds), shares.starts).map { source, start in
            let window = source.0.plan.window
            return ReelSource(
                file: source.0.plan.source.file, kind: source.1, range: window,
                start: MediaTime(frames: start, at: shape.rate))
        }
    }

    /// Moves the cuts to beats of the music, by at most half a second; the post keeps its length.
    ///
    /// - Parameter beats: in seconds from the start, ascending.
    /// - Returns: whether a cut moved.
    package mutating func align(to beats: [Double]) -> Bool {
        guard items.count > 1, !beats.isEmpty else { return false }
        let rate = shape.rate.value
        var moved = shares
        let hits = moved.align(to: beats.map { $0 * rate }, reach: rate / 2)
        notes.append("\(hits) of \(items.count - 1) cuts lie on beats of the music")
        guard moved != shares else { return false }
        shares = moved
        for (index, count) in moved.frames.enumerated() { items[index].frames = count }
        return true
    }

    /// Joins the sources in a file without a name.
    package func write(progress: @escaping ProgressHandler) throws(Failure) -> SourceFile {
        try writer.write(items, as: name, mark: mark, willRead: willRead, progress: progress)
    }
}

/// A joined post before it is planned: what its sources were joined in, with music and look.
package struct JoinedPost: ~Copyable {
    /// Edits the joined file.
    package let editor: Editor
    package let work: JobTemplate
    /// CPU seconds that joining takes; a forecast.
    package let cpuSeconds: Double
    private let numbers: [Int]

    /// Joins the sources, chooses what accompanies them, and joins them again if cuts move to beats of the music.
    ///
    /// - Parameters:
    ///   - placer: caches the analyses of earlier posts' tracks.
    ///   - advise: chooses for it; nil to choose nothing.
    ///   - progress: called now and then with progress from 0 to 1.
    package init(
        _ reel: Reel, _ post: JobTemplate.Post, _ placer: inout MusicPlacer,
        rights: (any MusicRights)?, transcriber: Transcriber?,
        advise: ((ClipQuestion) throws(Failure) -> MusicAndLook)?, progress: @escaping ProgressHandler
    ) throws(Failure) {
        var reel = reel
        let edit = { (reel: Reel, share: @escaping (Double) -> Double) throws(Failure) -> Editor in
            try Editor(
                try reel.write { progress(share($0)) }, Analyzer(), rights: rights, transcriber: transcriber,
                joining: reel.sources)
        }
        var editor = try edit(reel) { $0 / 2 }
        var work = try editor.accompany(post.job.finishing(reel.shape), &placer, advise: advise)
        // All outputs of a post have one music.
        if let request = work.requests.first, try reel.align(to: placer.beats(under: request)) {
            editor = try edit(reel) { 0.5 + $0 / 2 }
        }
        progress(1)
        (cpuSeconds, numbers) = (reel.cpuSeconds, post.numbers)
        reel.notes.forEach { work.note($0) }
        self.editor = editor
        self.work = work
    }

    /// Plans one output of the post: the one at `index`.
    package func plan(_ index: Int, _ names: OutputNames, overwrites: Bool) throws(Failure) -> Plan {
        try editor.plan(work, index, names, overwrites: overwrites, counted: names.number(of: numbers[index]))
    }
}
