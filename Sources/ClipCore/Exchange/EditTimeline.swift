public import SystemPackage

/// An edit for other programs: which frames of a clip come when, music, and markers. All in whole frames of the clip.
public struct EditTimeline: Sendable {
    /// A file that the edit uses.
    struct Media: Sendable {
        /// An absolute path.
        let file: FilePath
        /// Frames, or for music seconds.
        let length: MediaTime
        let channels: Int

        var name: String { String(decoding: file.nameBytes, as: UTF8.self) }

        var url: String {
            "file://"
                + file.bytes.map { byte in
                    let isPlain =
                        [0x2D...0x39, 0x41...0x5A, 0x61...0x7A].contains { $0.contains(byte) }
                        || "_~".utf8.contains(byte)
                    return isPlain
                        ? String(UnicodeScalar(byte))
                        : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
                }.joined()
        }
    }

    /// Frames of the clip, and where they are shown.
    struct Event: Sendable {
        /// Frames of the clip, from 0, the end excluded. A held picture has one.
        let source: Range<Int>
        /// Frames of the edit, from 0.
        let record: Range<Int>
        let isHeld: Bool
        /// Names and frames of the clip.
        var markers: [(name: String, frame: Int)] = []

        /// Frames of the clip for each of the edit.
        var speed: Double { isHeld ? 0 : Double(source.count) / Double(record.count) }
    }

    /// Music below the whole edit.
    struct Music: Sendable {
        let media: Media
        /// Where in the music the edit begins.
        let from: MediaTime
        /// Its frames in the edit.
        let record: Range<Int>
        /// Beats in seconds from the start of the edit.
        let beats: [Double]
    }

    let name: String
    let clock: FrameClock
    let size: Picture.Size
    let media: Media
    /// The timecode of the clip's first frame, in frames.
    let sourceStart: Int
    /// The clip's own sound is heard.
    let hasSound: Bool
    private(set) var events: [Event] = []
    private(set) var music: Music?
    /// What the timeline cannot hold exactly; a line each.
    public private(set) var notes: [String] = []

    /// Frames of the edit.
    var length: Int { events.last?.record.upperBound ?? 0 }

    /// The whole of a clip, with a marker for each of its shots.
    ///
    /// - Parameter file: the clip's absolute path.
    /// - Throws: for a clip without a picture, or of a frame rate that the format cannot hold.
    public init(
        _ info: MediaInfo, at file: FilePath, _ format: TimelineFormat, shots: [Shot]
    ) throws(PlanningError) {
        let span = info.video?.span ?? TimeRange(start: .zero, end: info.duration)
        try self.init(
            info, at: file, format, name: file, [EditSegment(span)], hasSound: !info.audio.isEmpty, shots)
    }

    /// What a plan does.
    ///
    /// - Parameters:
    ///   - file: the clip's absolute path.
    ///   - shots: of the clip, on its clock.
    ///   - music: the absolute path of the plan's music, and its analysis.
    /// - Throws: as ``init(_:at:_:shots:)`` does.
    public init(
        _ plan: Plan, _ info: MediaInfo, at file: FilePath, _ format: TimelineFormat, shots: [Shot] = [],
        music: (file: FilePath, track: TrackAnalysis)? = nil
    ) throws(PlanningError) {
        let isReplaced = plan.mix.map { $0.stream == nil || $0.mode == .replace && $0.music != nil }
        try self.init(
            info, at: file, format, name: plan.output.file.path, plan.pieces ?? [EditSegment(plan.window)],
            hasSound: !(isReplaced ?? plan.audio.isEmpty), shots)
        guard let music, let from = plan.mix?.music?.from else { return }
        let seconds = min(plan.length.seconds, music.track.duration - from.seconds)
        let frames = min(length, Int((seconds * clock.rate.value).rounded()))
        if frames < length { notes.append("the music repeats, and the timeline has it once") }
        self.music = Music(
            media: Media(
                file: music.file, length: MediaTime(roundingDown: music.track.duration), channels: 2),
            from: from, record: 0..<max(1, frames),
            beats: music.track.beats.map { $0 - from.seconds }.filter { $0 >= 0 && $0 < seconds })
    }

    private init(
        _ info: MediaInfo, at file: FilePath, _ format: TimelineFormat, name: FilePath,
        _ segments: [EditSegment], hasSound: Bool, _ shots: [Shot]
    ) throws(PlanningError) {
        guard let video = info.video, let average = video.frameRate ?? video.averageFrameRate else {
            throw PlanningError(.unsatisfiable, "a timeline needs a picture with a frame rate")
        }
        let usual = TimelineFormat.rates.first { abs($0.value / average.value - 1) < 0.0005 }
        let near = TimelineFormat.rates.min { abs($0.value - average.value) < abs($1.value - average.value) }
        let rounded =
            video.hasVariableRate ? near.flatMap { abs($0.value / average.value - 1) < 0.02 ? $0 : nil } : nil
        let rate = usual ?? rounded ?? average
        if video.hasVariableRate {
            notes.append(
                "the clip's frame rate varies: the timeline counts frames of \(rate.text) per second")
        } else if usual == nil {
            guard format == .otio else {
                throw PlanningError(
                    .unsatisfiable,
                    "\(format.name) holds 23.976 to 60 frames per second as editing programs have them, not \(rate.text)",
                    hint: "use --timeline otio")
            }
            notes.append("\(rate.text) frames per second are unusual: an editing program may round the cuts")
        }
        let isDropped = [30, 60].contains(Int(rate.value.rounded())) && rate.denominator == 1001
        clock = FrameClock(rate: rate, dropsFrames: isDropped && info.timecode?.contains(";") == true)
        sourceStart = info.timecode.flatMap(clock.frame(of:)) ?? 0
        size = Picture.Size(width: video.displayWidth, height: video.displayHeight)
        let span = video.span ?? TimeRange(start: .zero, end: info.duration)
        media = Media(file: file, length: span.duration, channels: info.mainAudio?.channels ?? 0)
        self.name = String(decoding: name.stemAndExtension.stem, as: UTF8.self)
        self.hasSound = hasSound && media.channels > 0
        add(segments, shots, videoStart: span.start)
    }

    private mutating func add(_ segments: [EditSegment], _ shots: [Shot], videoStart: MediaTime) {
        for segment in segments {
            let start = clock.frame(at: segment.range.start - videoStart)
            let end = max(start + 1, clock.frame(at: segment.range.end - videoStart))
            let isWhole = segment.rate == 1 && !segment.isHeld
            let count = isWhole ? end - start : max(1, clock.frame(at: segment.length))
            var event = Event(
                source: start..<(segment.isHeld ? start + 1 : end), record: length..<length + count,
                isHeld: segment.isHeld)
            for (number, shot) in shots.enumerated() {
                let frame = clock.frame(at: shot.range.start - videoStart)
                if event.source.contains(frame) { event.markers.append(("shot \(number + 1)", frame)) }
            }
            events.append(event)
        }
    }

    /// The file's content in a format.
    public func text(_ format: TimelineFormat) -> String {
        switch format {
        case .otio: OTIOText(self).text
        case .fcpxml: FCPXMLText(self).text
        case .edl: EDLText(self).text
        }
    }
}
