public import ClipCore
internal import LibAV

/// Scores a clip's frames and sound in one pass, each on its own thread. Memory grows by about 200 bytes per
/// frame and about 1 kB per second of sound.
public struct Analyzer: Sendable {
    let store: (any AnalysisStore)?

    /// - Parameter store: cache of whole analyses; nil for none.
    public init(keepingIn store: (any AnalysisStore)? = nil) { self.store = store }

    /// Analyses a clip or a range of it, unless the cache has the result.
    ///
    /// - Parameters:
    ///   - part: the range to analyse, on the file's own clock; nil for all of it.
    ///   - scope: the minimum depth; the result may hold more.
    ///   - faces: also search large faces, unless the cache has the analysis.
    /// - Throws: if there is no moving picture or nothing of it decodes.
    public func analyze(
        _ source: borrowing SourceFile, _ info: MediaInfo, _ part: TimeRange? = nil,
        scope: AnalysisScope = .everything, faces: Bool = false, progress: ProgressHandler = { _ in }
    ) throws(Failure) -> Analysis {
        guard let store else { return try analyzeAnew(source, info, part, scope, faces, progress: progress) }
        let identity = try source.identity()
        if let known = store.analysis(of: identity) {
            if let part, let known = known.part(part) { return known }
            if part == nil, known.survey == nil, scope < .levels || known.hasLevels { return known }
        }
        let analysis = try analyzeAnew(source, info, part, scope, faces, progress: progress)
        if part == nil, scope >= .everything { store.keep(analysis, of: identity) }
        return analysis
    }

    /// Searches large faces in all of an analysis: the cache has none.
    public func addFaces(to analysis: inout Analysis, _ source: borrowing SourceFile, _ info: MediaInfo)
        throws(Failure)
    {
        analysis.faces = try faces(source, info, in: [analysis.span])
    }

    /// Adds the faces that a crop needs, unless they are known: large ones everywhere, small ones in shots in which nothing
    /// else says where to crop.
    ///
    /// - Parameter known: the faces of the latest part, for outputs of other shapes.
    func addFaces(
        to analysis: inout Analysis, _ known: inout [TimeRange: [FaceSample]],
        _ source: borrowing SourceFile, _ info: MediaInfo, for finish: OutputSettings
    ) throws(Failure) {
        guard let video = info.video else { return }
        if let faces = known[analysis.span] { analysis.faces = faces }
        if analysis.faces == nil { analysis.faces = try faces(source, info, in: [analysis.span]) }
        defer { known = analysis.faces.map { [analysis.span: $0] } ?? [:] }
        let shots = finish.unclearShots(of: video, in: analysis)
        guard !shots.isEmpty else { return }
        let large = (analysis.faces ?? []).filter { sample in !shots.contains { $0.contains(sample.time) } }
        let small = try faces(source, info, in: shots, isThorough: true)
        analysis.faces = (large + small).sorted { $0.time < $1.time }
    }

    /// Searches faces in parts of a clip, in one or two frames per second.
    ///
    /// - Parameters:
    ///   - parts: on the file's own clock, in order.
    ///   - isThorough: small faces too, in tiles of the frame: three times the work.
    private func faces(
        _ source: borrowing SourceFile, _ info: MediaInfo, in parts: [TimeRange], isThorough: Bool = false
    ) throws(Failure) -> [FaceSample] {
        guard let video = info.video, let start = parts.first?.start, let end = parts.last?.end else {
            return []
        }
        do {
            let watcher = try PictureWatcher(
                source, stream: video.stream, [TimeRange(start: start, end: end)], info.origin,
                search: .init(video: video, parts: isThorough ? parts : nil), isScoring: false)
            watcher.start()
            defer { watcher.stop() }
            while !watcher.isDone(within: .milliseconds(50)) { try Interruption.check("search faces") }
            _ = try watcher.scores()
            return watcher.faceSamples ?? []
        } catch { throw Failure(error, reading: source.path) }
    }

    /// The keyframes of a span, if these alone rule out bars and filler: six without filler, and three without black at
    /// each edge. Nil if they do not.
    private func keyframes(
        _ source: borrowing SourceFile, _ video: MediaInfo.Video, _ span: TimeRange, _ origin: MediaTime
    ) throws -> Analysis? {
        let watcher = try PictureWatcher(
            source, stream: video.stream, [span], origin, bars: LetterboxDetector.Tally(of: 100),
            keyframes: true)
        watcher.start()
        defer { watcher.stop() }
        while !watcher.isDone(within: .milliseconds(50)) { try Interruption.check("analyse the clip") }
        var analysis = Analysis(span: span, pictures: try watcher.scores(), sound: [])
        analysis.filler = watcher.fillerSamples
        return watcher.rulesOutBars ? analysis : nil
    }

    private func analyzeAnew(
        _ source: borrowing SourceFile, _ info: MediaInfo, _ part: TimeRange?, _ scope: AnalysisScope,
        _ faces: Bool, progress: ProgressHandler
    ) throws(Failure) -> Analysis {
        guard let video = info.video, let all = video.span else {
            throw Failure(
                .unusable, source.path, "there is no video in it", hint: "name a file with a picture")
        }
        let span = part.map { TimeRange(start: max($0.start, all.start), end: min($0.end, all.end)) } ?? all
        guard span.start < span.end else {
            throw Failure(
                .unusable, source.path, "there is no picture in the part", hint: "name another part")
        }
        if let problem = info.budget.problem(span.duration) {
            throw Failure(.unusable, source.path, problem)
        }
        do {
            // Shorter spans rarely have as many keyframes as that takes.
            if scope == .bars, span.duration.seconds > 12,
                let analysis = try keyframes(source, video, span, info.origin)
            {
                return analysis
            }
            let watcher = try PictureWatcher(
                source, stream: video.stream, [span], info.origin,
                bars: scope == .bars ? LetterboxDetector.Tally(of: video.mostFrames(in: span)) : nil,
                search: faces ? .init(video: video) : nil)
            let listener = try (scope >= .everything ? info.audio.first : nil).map {
                try SoundListener(
                    source, stream: $0.stream, part ?? TimeRange(start: .zero, end: info.duration),
                    info.origin, scope == .levels ? .everything : .loudness)
            }
            watcher.start()
            defer { watcher.stop() }
            try listener?.listen()
            while !watcher.isDone(within: .milliseconds(50)) {
                try Interruption.check("analyse the clip")
                progress(watcher.share)
            }
            var analysis = Analysis(span: span, pictures: try watcher.scores(), sound: listener?.scores ?? [])
            if part == nil { try source.checkUnchanged() }
            (analysis.faces, analysis.filler) = (watcher.faceSamples, watcher.fillerSamples)
            guard !analysis.pictures.isEmpty else {
                throw Failure(.damaged, source.path, "none of its pictures decode")
            }
            if let listener {
                analysis.speech = listener.speech()
                analysis.loudness = listener.integrated
                (analysis.loudnessRange, analysis.truePeak) = (listener.range, listener.truePeak)
            }
            return analysis
        } catch {
            if part == nil { try source.checkUnchanged() }
            throw Failure(error, reading: source.path)
        }
    }
}

extension MediaInfo.Video {
    /// Upper estimate of the frames in a range: twice the average if the rate varies.
    fileprivate func mostFrames(in span: TimeRange) -> Int {
        let rate = (averageFrameRate ?? frameRate)?.value ?? 60
        return Int((span.duration.seconds * rate * (hasVariableRate ? 2 : 1)).rounded(.up))
    }
}
