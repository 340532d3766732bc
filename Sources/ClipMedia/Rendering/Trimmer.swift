public import ClipCore
internal import LibAV

/// Plans trims of one source: opens and analyses it once for all outputs.
public struct Trimmer: ~Copyable {
    let source: SourceFile
    let input: MediaInput
    let analyzer: Analyzer
    private let rights: (any MusicRights)?
    let memory = Memory()
    private let texts: OverlayTextReader
    private let transcriber: Transcriber?
    /// The sources that were joined in it, in order; nil for a clip.
    private let joined: [ReelSource]?
    /// Facts from probing the source.
    public let info: MediaInfo
    /// Identity of the source, wherever it is stored.
    public let identity: String

    /// - Parameters:
    ///   - analyzer: analyses the source on demand.
    ///   - rights: music licences; nil if no music is used.
    ///   - fonts: this machine's fonts; nil for no others than those that are named.
    ///   - transcriber: writes captions that are to be heard.
    ///   - joining: the sources that were joined in it, in order; nil for a clip.
    /// - Throws: if the source cannot be opened or is not a clip.
    public init(
        _ source: consuming SourceFile, _ analyzer: Analyzer = Analyzer(), rights: (any MusicRights)? = nil,
        fonts: (any InstalledFonts)? = nil, transcriber: Transcriber? = nil, joining: [ReelSource]? = nil
    ) throws(Failure) {
        let path = source.path
        do {
            let input = try MediaInput(source)
            var info = try Prober().info(of: input.file, source)
            // Reported only where it matters: an explicit window can still be cut.
            let problem = info.budget.problem(info.duration)
            info.warnings.removeAll { $0 == problem }
            // What sources were joined in is no format of theirs.
            if joining != nil { info.container = Container.mp4.rawValue }
            let identity = try source.identity()
            let texts = OverlayTextReader(fonts)
            self.init(source, input, analyzer, rights, texts, transcriber, joining, info, identity)
        } catch { throw Failure(error, reading: path) }
    }

    private init(
        _ source: consuming SourceFile, _ input: MediaInput, _ analyzer: Analyzer,
        _ rights: (any MusicRights)?, _ texts: OverlayTextReader, _ transcriber: Transcriber?,
        _ joined: [ReelSource]?, _ info: MediaInfo, _ identity: String
    ) {
        self.joined = joined
        (self.rights, self.texts, self.transcriber) = (rights, texts, transcriber)
        self.source = source
        self.input = input
        self.analyzer = analyzer
        self.info = info
        self.identity = identity
    }

    /// What the first minutes of its subtitle track say, in the first of these languages; nil without one.
    public func subtitles(_ languages: [String]) -> String? {
        CaptionFinder(source: source.path, input: input, info: info, transcriber: nil).subtitles(languages)
    }

    /// Plans one output for one window.
    ///
    /// - Parameters:
    ///   - name: gives the output's path once window and container are known.
    ///   - looking: analyse the window to find the crop; without it the plan only serves its ``PlanKey``.
    ///   - staysInside: this process carries the plan out and stores it nowhere.
    /// - Throws: also if its music may not be used.
    public func plan(
        _ request: TrimRequest, _ name: OutputName, overwrites: Bool, number: Int = 1, several: Bool = false,
        looking: Bool = true, staysInside: Bool = false
    ) throws(Failure) -> Plan {
        let path = source.path
        do {
            let (range, said) =
                try request.pieces?.hull.map { ($0, []) } ?? request.part.range(in: info.duration)
            try check(range.duration)
            var request = request
            guard let video = info.video else { throw noVideo }
            if let lack = info.lackOfClock { throw Failure(.unusable, path, lack.reason, hint: lack.hint) }
            let stream = try input.stream(video.stream)
            let span = range.shifted(by: info.origin)
            let captions = try CaptionFinder(source: path, input: input, info: info, transcriber: transcriber)
                .fill(
                    &request.finish, in: span
                ) { file, encoding throws(Failure) in try texts.captions(file, encoding) }
            try texts.takeFonts(for: &request.finish)
            let notes = request.notes + said + captions.notes
            // The in-point may move to the next or first frame, and the out-point with it; a keyframe to copy
            // from may come later.
            let margin = MediaTime(ticks: request.method == .copy ? 12 : 1, timescale: 1)
            let wait = max(.zero, (video.span?.start ?? .zero) - range.start)
            let index = try input.index(
                of: stream, in: TimeRange(start: span.start, end: span.end + wait + margin))
            let container = try container(name, request)
            let length =
                try request.pieces?.reduce(.zero) { $0 + $1.length }
                ?? request.finish.capped(range).0.duration
            let words = OutputName.Words(
                source: path, length: length, start: range.start, number: number,
                platform: request.finish.platformWord)
            var output = Plan.Output(
                file: PlannedPath(try name.path(words, container, several: several)), container: container,
                overwrites: overwrites, keepsMetadata: request.keepsMetadata)
            output.folder = name.folder(words)
            var clip = Planner.Clip(
                info: info, source: Plan.Source(file: PlannedPath(path), identity: identity), index: index,
                edgeObstacle: EdgeSupport(stream).obstacle,
                soundTimes: request.method == .smart ? try soundTimes(around: span.start, container) : [:],
                soundChanges: request.method == .encode
                    ? [:]
                    : try soundChanges(
                        in: TimeRange(start: span.start, end: span.end + margin), container, request))
            clip.isJoined = joined != nil
            clip.copyObstacle = try input.x264Note(of: stream)?.obstacle
            if looking, request.method != .copy {
                clip.analysis = try analysisIfReadable(
                    of: request.pieces == nil ? request.finish.capped(range).0 : range, request.finish, video)
            }
            var plan = try Planner().plan(clip, range, request, output: output, notes: notes)
            if let format = request.timeline {
                plan.timeline = PlannedTimeline(beside: plan.output.file, format)
                plan.warn(try EditTimeline(plan, info, at: path, format).notes)
            }
            plan.sources = joined
            plan.rating = clip.analysis?.part(plan.window).map(ClipRating.rating)
            plan.warn(captions.warnings + earlyEnds(in: plan))
            plan.warn(try texts.warnings(about: plan))
            return try PlanGate(rights: rights).sealed(plan, request, staysInside: staysInside)
        } catch let error as PlanningError {
            throw Failure(error, path)
        } catch { throw Failure(error, reading: path) }
    }

    /// Plans one output of `work`: that of request `number`, from 0.
    ///
    /// - Parameters:
    ///   - counted: its number in names, from 1, if that is another one.
    ///   - staysInside: this process carries the plan out and stores it nowhere.
    public func plan(
        _ work: JobTemplate, _ number: Int, _ names: OutputNames, overwrites: Bool, looking: Bool = true,
        counted: Int? = nil, staysInside: Bool = false
    ) throws(Failure) -> Plan {
        try plan(
            work.requests[number], names.name(of: source.path), overwrites: overwrites,
            number: counted ?? names.number(of: number, among: work.requests.map(\.finish.platformWord)),
            several: names.isNumbered, looking: looking,
            staysInside: staysInside)
    }

    private func container(_ name: OutputName, _ request: TrimRequest) throws -> Container {
        let asked = try name.container()
        guard !request.finish.platforms.isEmpty else {
            return asked ?? Container(ofSource: info, fileExtension: "")
        }
        guard asked == nil || asked == .mp4 else {
            throw PlanningError(
                .unsatisfiable, "the platforms take MP4, not \(asked!.name)", hint: "write .mp4")
        }
        return .mp4
    }

    /// Packet times of tracks that are copied only if a packet begins with the window.
    private func soundTimes(around start: MediaTime, _ container: Container) throws -> [Int: [MediaTime]] {
        var times: [Int: [MediaTime]] = [:]
        for track in info.audio where container.copiesAudio(track.codec) && !container.skipsSound(track.codec)
        {
            times[track.stream] = try SoundTimes(input.stream(track.stream)).around(start, input.file)
        }
        return times
    }

    /// Reasons against copying sound tracks: in the window their format changes, packets overlap, or there is a gap. Reads what a copy
    /// would take, unless the container's index tells all.
    private func soundChanges(in span: TimeRange, _ container: Container, _ request: TrimRequest) throws
        -> [Int: String]
    {
        var changes: [Int: String] = [:]
        for track in request.keepsAllAudio ? info.audio : info.mainAudio.map({ [$0] }) ?? [] {
            let stream = try input.stream(track.stream)
            guard
                request.method == .copy
                    ? container.holdsAudio(track.codec) : container.copiesAudio(track.codec)
            else { continue }
            let scan = SoundScan(stream)
            func place(_ time: MediaTime) -> String { max(.zero, time - info.origin).text }
            let indexed = input.file.listedTimes(of: stream.index)
            if indexed.isEmpty || CodedSound.tells(stream) || input.hasSeveralHeaders {
                switch try scan.obstacle(in: span, input.file) {
                case (let time, .form(let form))?:
                    changes[track.stream] = "it changes in mid-stream at \(place(time)) s (\(form))"
                case (let time, .spacing(let fault))?:
                    changes[track.stream] = fault.text(place(time))
                case nil: break
                }
            } else if let (time, fault) = scan.fault(in: span, indexed: indexed) {
                changes[track.stream] = fault.text(place(time))
            }
        }
        return changes
    }

    /// - Throws: if the file is too small for that length: a claimed length costs no work.
    func check(_ length: MediaTime) throws(Failure) {
        guard let problem = info.budget.problem(length) else { return }
        throw Failure(
            .unusable, source.path, problem, hint: "name a part that it has, with -s and -d")
    }

    var noVideo: Failure {
        let lack = info.lackOfPicture
        return Failure(.unusable, source.path, lack.reason, hint: lack.hint)
    }

    /// Analyses a window of the source; all of it without one.
    ///
    /// - Parameter scope: the minimum depth; the result may hold more.
    public func analysis(
        of part: TimeRange? = nil, scope: AnalysisScope = .everything, progress: ProgressHandler = { _ in }
    ) throws(Failure) -> Analysis {
        if let last = memory.last, last.scope >= scope {
            if last.part == part, last.analysis.survey == nil { return last.analysis }
            if last.part == nil, let part, let known = last.analysis.part(part) { return known }
        }
        let analysis = try analyzer.analyze(
            source, info, part, scope: scope, faces: scope == .pictures, progress: progress)
        memory.last = (part, scope, analysis)
        return analysis
    }

    /// The clip's analysis, of all or of those parts that were examined to choose windows.
    public func overview() throws(Failure) -> Analysis {
        if let last = memory.last, last.part == nil { return last.analysis }
        return try analysis()
    }

    /// Cache for several outputs: the latest analysis and faces.
    final class Memory {
        var last: (part: TimeRange?, scope: AnalysisScope, analysis: Analysis)?
        var faces: [TimeRange: [FaceSample]] = [:]
    }

    /// What crop and captions need to know of a part; nil for nothing, and if the pictures do not decode, which is reported
    /// where they are needed.
    private func analysisIfReadable(
        of part: TimeRange, _ finish: OutputSettings, _ video: MediaInfo.Video
    ) throws(Failure) -> Analysis? {
        let scope = finish.scope(of: video)
        guard let needed = finish.listensForWords ? .everything : scope else { return nil }
        do throws(Failure) {
            var analysis = try analysis(of: part, scope: needed)
            guard scope == .pictures else { return analysis }
            try analyzer.addFaces(to: &analysis, &memory.faces, source, info, for: finish)
            return analysis
        } catch {
            guard [.unusable, .damaged, .missingCodec].contains(error.kind) else { throw error }
            return nil
        }
    }

    /// Renders plans of this source without reopening it; returns per plan its report, or a failure.
    public func render(_ plans: [Plan], _ renderer: Renderer, progress: ProgressHandler = { _ in })
        -> [Result<Report, Failure>]
    {
        var renderer = renderer
        renderer.rights = renderer.rights ?? rights
        return renderer.render(plans, source, input, progress)
    }
}
