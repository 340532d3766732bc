public import SystemPackage

/// What is asked of every source of one call, and how its outputs are named.
public struct JobTemplate: Hashable, Codable, Sendable {
    /// One request for each output of a source.
    public internal(set) var requests: [TrimRequest]
    /// How parts are chosen that only an analysis can tell.
    public var choice = WindowChoice()
    /// What outputs are made of beyond one part as it is.
    public var arrangement = FitSettings()
    /// What a source cannot give of what was asked for; a line each.
    public internal(set) var shortfalls: [String] = []
    /// Of several platforms each file's name tells those that it is for.
    public let namesPlatforms: Bool
    /// What flags and preset say together.
    public let settings: Preset
    private var template: String? { settings.outputTemplate }

    /// - Parameters:
    ///   - settings: what flags and preset say together: its platforms, its name, and its names of outputs.
    ///   - requests: what they ask for.
    public init(_ requests: [TrimRequest], _ settings: Preset) {
        self.requests = requests
        namesPlatforms = settings.platforms.count > 1
        self.settings = settings
    }

    /// Outputs are named after their sources, so that those of two sources have two names.
    public var namesStem: Bool { template?.contains("{stem}") ?? true }

    /// Whole pictures are re-encoded, whatever the source is like.
    public var makesPictures: Bool {
        arrangement.isAsked
            || requests.contains { $0.finish.changesPicture || $0.cover != nil || $0.method == .encode }
    }

    /// Whole pictures may have to be made anew: where nothing else asks for it, a source may that cannot be cut smartly.
    public var mayMakePictures: Bool {
        makesPictures || requests.contains { $0.method != .copy }
    }

    /// Files that are read besides the source.
    public var otherFiles: [PlannedPath] {
        requests.flatMap { request in
            let finish = request.finish
            return [finish.lut, finish.logo?.file, finish.sound.music?.file].compactMap { $0 } + finish.fonts
        }
    }

    /// All parts of a clip of `duration` that outputs show, and what lies between them; nil where none is known.
    public func shownPart(in duration: MediaTime) -> TimeRange? {
        let ranges = requests.compactMap { request in
            request.pieces?.hull ?? (try? request.part.range(in: duration).0)
        }
        guard let start = ranges.map(\.start).min(), let end = ranges.map(\.end).max() else { return nil }
        return TimeRange(start: start, end: end)
    }

    /// The same with what was chosen for a source: the music and the look come into all of its outputs.
    public func accompanied(by chosen: MusicAndLook) -> JobTemplate {
        var work = self
        for index in requests.indices {
            work.requests[index].post = chosen.post
            if let look = chosen.look { work.requests[index].finish.look = look }
            guard let music = chosen.music else { continue }
            work.requests[index].finish.sound.music = music
            work.requests[index].finish.sound.mode = settings.musicMode
            work.requests[index].finish.sound.musicVolume = settings.musicVolume
        }
        return work
    }

    /// The same with crops that lie where somebody says.
    public func following(_ path: CropPath) -> JobTemplate {
        var work = self
        for index in requests.indices { work.requests[index].finish.cropPath = path }
        return work
    }

    /// Lets the music of one output begin at a place of the piece.
    ///
    /// - Parameter reasons: why there; a line each.
    public mutating func place(music from: MediaTime, because reasons: [String], in index: Int) {
        requests[index].finish.sound.music?.from = from
        requests[index].notes += reasons
    }

    /// The names of all outputs of `sources`.
    ///
    /// - Parameters:
    ///   - output: where to write, as typed: a name, or a folder; nil for beside the sources.
    ///   - isFolder: it is a folder.
    /// - Throws: where several outputs would get one name, or a word of it is not known.
    public func names(_ output: [UInt8]?, isFolder: Bool, of sources: [FilePath]) throws(PlanningError)
        -> OutputNames
    {
        let name = OutputName(
            output, isFolder: isFolder, preset: settings.name, template: template)
        return try OutputNames(
            name, sources: sources, parts: requests.map(\.part),
            platforms: namesPlatforms ? requests.map(\.finish.platformWord) : [])
    }
}

extension JobTemplate {
    /// The same with what each output is made of.
    ///
    /// - Parameters:
    ///   - analysis: of the whole clip; asked for where it is needed.
    ///   - duration: of the clip.
    ///   - seam: where a clip that is repeated goes back to; asked for where one is.
    ///   - beats: and `keyframes`: see ``resolved(_:duration:beats:keyframes:)``.
    /// - Throws: where the clip cannot give what is asked for.
    public func arranged<Problem: Error>(
        _ analysis: () throws(Problem) -> Analysis, duration: MediaTime,
        seam: () throws(Problem) -> LoopPoint?,
        beats: [Double] = [], keyframes: (TimeRange) -> [MediaTime], failed: (PlanningError) -> Problem
    ) throws(Problem) -> JobTemplate {
        let analysis = needsAnalysis(of: duration) ? try analysis() : nil
        let arranger = Arranger(work: self, analysis: analysis, duration: duration, beats: beats)
        let isLooped = arrangement.fit == .loop && arrangement.margin == nil
        let isShort = requests.contains { $0.part.length.map { duration < $0 } ?? false }
        let found = isLooped && isShort ? try seam() : nil
        do throws(PlanningError) { return try arranger.arranged(found, keyframes) } catch {
            throw failed(error)
        }
    }
}
