public import SystemPackage

/// Requests and file names for all outputs of one job, for any source.
public struct JobTemplate: Hashable, Codable, Sendable {
    /// One request per output of a source.
    public internal(set) var requests: [TrimRequest]
    /// How to choose windows that depend on an analysis.
    public var choice = WindowChoice()
    /// How to fit a source to the requested length, and whether to remove silences.
    public var arrangement = FitSettings()
    /// Requested features that a source cannot provide; a line each.
    public internal(set) var shortfalls: [String] = []
    /// The merged settings of flags and preset.
    public let settings: Preset
    private var template: String? { settings.outputTemplate }

    /// - Parameters:
    ///   - requests: one per output.
    ///   - settings: flags and preset merged: platforms, preset name and file name template.
    public init(_ requests: [TrimRequest], _ settings: Preset) {
        (self.requests, self.settings) = (requests, settings)
    }

    /// Output names contain the source's name, so outputs of two sources never collide.
    public var namesStem: Bool { template?.contains("{stem}") ?? true }

    /// The whole picture is re-encoded for every source.
    public var makesPictures: Bool {
        arrangement.isAsked
            || requests.contains {
                $0.finish.changesPicture || $0.finish.deinterlacing != .auto || $0.cover != nil
                    || $0.method == .encode
            }
    }

    /// The whole picture may be re-encoded, e.g. because the source does not allow a smart cut.
    public var mayMakePictures: Bool { makesPictures || requests.contains { $0.method != .copy } }

    /// Captions are searched for each clip.
    public var findsCaptions: Bool { requests.contains { $0.finish.captions?.search != nil } }

    /// The user's speech-to-text program writes the captions.
    public var transcribes: Bool { requests.contains { $0.finish.captions?.search?.source == .speech } }

    /// Encodings that the found caption files may need.
    public var captionEncodings: [String] {
        guard findsCaptions else { return [] }
        let named = requests.compactMap { $0.finish.captions?.search?.encoding }
        return named.isEmpty ? EncodingGuess.usual.encodings + ["ISO-2022-JP"] : named
    }

    /// Files that are read in addition to the source.
    public var otherFiles: [PlannedPath] {
        requests.flatMap { request in
            let finish = request.finish
            return [finish.lut, finish.logo?.file, finish.sound.music?.file].compactMap { $0 } + finish.fonts
        }
    }

    /// The range from the first to the last frame that outputs show; nil if unknown.
    public func shownPart(in duration: MediaTime) -> TimeRange? {
        let ranges = requests.compactMap { request in
            request.pieces?.hull ?? (try? request.part.range(in: duration).0)
        }
        guard let start = ranges.map(\.start).min(), let end = ranges.map(\.end).max() else { return nil }
        return TimeRange(start: start, end: end)
    }

    /// Adds the music and the look that were chosen for a source to all outputs.
    public func accompanied(by chosen: MusicAndLook) -> JobTemplate {
        var work = self
        for index in requests.indices {
            work.requests[index].post = chosen.post
            if let look = chosen.look { work.requests[index].finish.look = look }
            guard let music = chosen.music else { continue }
            work.requests[index].finish.sound.music = music
            if work.requests[index].finish.sound.mode != .replace {
                work.requests[index].finish.sound.mode = settings.musicMode
            }
            work.requests[index].finish.sound.musicVolume = settings.musicVolume
        }
        return work
    }

    /// Makes the posts of all outputs parts of experiments.
    ///
    /// - Parameter experiment: that of an output; its post is planned already.
    public func tried(_ experiment: (TrimRequest) -> PlannedPost.Experiment) -> JobTemplate {
        var work = self
        for index in requests.indices { work.requests[index].post?.experiment = experiment(requests[index]) }
        return work
    }

    /// Sets the crop path of all outputs.
    public func following(_ path: CropPath) -> JobTemplate {
        var work = self
        for index in requests.indices { work.requests[index].finish.cropPath = path }
        return work
    }

    /// Lets music replace the clip's own sound in all outputs.
    public mutating func replaceOwnSound() {
        for index in requests.indices { requests[index].finish.sound.mode = .replace }
    }

    /// Adds a reason to all outputs.
    public mutating func note(_ reason: String) {
        for index in requests.indices { requests[index].notes.append(reason) }
    }

    /// Sets where the music of one output starts.
    ///
    /// - Parameter reasons: why it starts there; a line each.
    public mutating func place(music from: MediaTime, because reasons: [String], in index: Int) {
        requests[index].finish.sound.music?.from = from
        requests[index].notes += reasons
    }

    /// Leaves out lengths that a short clip does not have, if an earlier output shows it whole in the same way.
    ///
    /// - Parameter duration: of the clip.
    public func withoutRepeats(in duration: MediaTime) -> JobTemplate {
        guard arrangement.fit == .trim, arrangement.margin == nil else { return self }
        var (work, seen): (JobTemplate, Set<TrimRequest>) = (self, [])
        work.requests = []
        for request in requests {
            var whole = request
            whole.part = .span(start: nil, end: nil, duration: nil)
            if let length = request.part.wholeLength, length >= duration, !seen.insert(whole).inserted {
                work.shortfalls.append(
                    "no file of \(length.text) s: the clip has \(duration.text) s, and another file shows it whole"
                )
            } else {
                work.requests.append(request)
            }
        }
        return work
    }

    /// Names all outputs of `sources`.
    ///
    /// - Parameters:
    ///   - output: where to write, as typed: a name or a folder; nil for the sources' folders.
    ///   - isFolder: `output` is a folder.
    ///   - date: today, as 2026-11-29.
    ///   - variant: what distinguishes them from those of another job for the same sources; "" for nothing.
    ///   - abouts: the value of `{about}` by source; the source's stem where there is none.
    /// - Throws: if several outputs would get one name, or the template has an unknown word.
    public func names(
        _ output: [UInt8]?, isFolder: Bool, of sources: [FilePath], date: String, variant: String = "",
        abouts: [FilePath: String] = [:]
    ) throws(PlanningError) -> OutputNames {
        var name = OutputName(
            output, isFolder: isFolder, preset: settings.name, date: date, template: template,
            variant: variant)
        (name.hasFolders, name.abouts) = (settings.separatesPlatforms, abouts)
        return try OutputNames(
            name, sources: sources, parts: requests.map(\.part),
            platforms: requests.map(\.finish.platformWord))
    }
}

extension JobTemplate {
    /// Decides the segments of each output for one clip.
    ///
    /// - Parameters:
    ///   - analysis: of the whole clip; called only if needed.
    ///   - duration: of the clip.
    ///   - seam: the loop point; called only if a clip is looped.
    ///   - beats: and `keyframes`: see ``resolved(_:duration:beats:keyframes:)``.
    /// - Throws: if the clip cannot satisfy a request.
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
