extension Requirement {
    /// Whether a clip meets a requirement, and the measured value.
    public enum Answer: Hashable, Sendable {
        case met(String)
        case breached(String)
        /// It was not measured, or the file does not contain it.
        case unknown(String)
    }

    /// A file and its post, as far as known.
    public struct Clip: Hashable, Sendable {
        /// The result of probing; ``closedGroups`` and ``longestGroup(_:)`` need a deep probe.
        public var info: MediaInfo
        /// Loudness and true peak; nil if not measured.
        public var sound: Sound?
        /// The post's text; nil if not given.
        public var caption: String?

        /// Loudness and true peak of a clip.
        public struct Sound: Hashable, Sendable {
            /// Integrated loudness in LUFS; nil for silence.
            public var loudness: Double?
            /// True peak in dBTP; nil for digital silence.
            public var truePeak: Double?

            /// Creates sound levels.
            public init(loudness: Double?, truePeak: Double?) {
                (self.loudness, self.truePeak) = (loudness, truePeak)
            }
        }

        /// Creates a clip without sound levels and caption.
        public init(_ info: MediaInfo) { self.info = info }
    }

    /// Checks a clip; nil if the requirement does not apply, e.g. to sound that a clip lacks or a caption not given.
    public func answer(for clip: Clip) -> Answer? {
        fileAnswer(clip.info) ?? clip.info.video.flatMap { pictureAnswer($0, clip.info) }
            ?? clip.info.mainAudio.flatMap { soundAnswer($0, clip.sound) } ?? clip.caption.flatMap(textAnswer)
    }

    private func fileAnswer(_ info: MediaInfo) -> Answer? {
        switch self {
        case .containers(let names): Self.oneOf(names, info.container)
        case .indexFirst: info.isFastStart.map { Self.yes($0, $0 ? "before the media" : "behind the media") }
        case .noEditList:
            Self.yes(info.hasEditList != true, info.hasEditList == true ? "there is one" : "none")
        case .noOtherStreams:
            Self.yes(
                info.otherStreams.isEmpty,
                info.otherStreams.isEmpty ? "none" : info.otherStreams.joined(separator: ", "))
        case .minimumLength(let least): Self.yes(info.duration >= least, "\(info.duration.text) s")
        case .maximumLength(let most): Self.yes(info.duration <= most, "\(info.duration.text) s")
        case .maximumBytes(let most): Self.yes(info.sizeBytes <= most, "\(info.sizeBytes) bytes")
        case .maximumBitsPerSecond(let most):
            info.bitsPerSecond.map { Self.yes($0 <= most, "\($0 / 1000) kbit/s, sound included") }
                ?? .unknown("the file does not tell")
        default: nil
        }
    }

    private func pictureAnswer(_ video: MediaInfo.Video, _ info: MediaInfo) -> Answer? {
        switch self {
        case .videoCodecs(let names): Self.oneOf(names, video.codec)
        case .videoProfiles(let names): Self.oneOf(names, video.profile)
        case .subsampling(let name):
            video.pixelFormat.map { Self.yes(Self.subsampling(of: $0) == name, $0) }
                ?? .unknown("the file does not tell")
        case .maximumDepth(let most):
            video.bitDepth > 0
                ? Self.yes(video.bitDepth <= most, "\(video.bitDepth)") : .unknown("the file does not tell")
        case .progressive: Self.yes(!video.isInterlaced, video.isInterlaced ? "interlaced" : "progressive")
        case .upright:
            Self.yes(
                video.rotation == 0 && !video.isMirrored,
                video.isMirrored ? "mirrored" : "\(video.rotation)°")
        case .colours(let name):
            Self.yes(
                [video.colour.primaries, video.colour.transfer, video.colour.matrix].allSatisfy {
                    $0 == name
                }, video.colour.matrix ?? "not tagged")
        case .minimumSide, .maximumSide, .maximumWidth, .shape: sizeAnswer(video)
        case .minimumFrameRate, .maximumFrameRate, .constantFrameRate: rateAnswer(video)
        case .closedGroups, .longestGroup: groupAnswer(video, info)
        default: nil
        }
    }

    private func sizeAnswer(_ video: MediaInfo.Video) -> Answer? {
        let isTurned = video.rotation % 180 != 0
        let (width, height) = isTurned ? (video.height, video.width) : (video.width, video.height)
        let found = "\(width)x\(height)"
        switch self {
        case .minimumSide(let least): return Self.yes(min(width, height) >= least, found)
        case .maximumSide(let most): return Self.yes(max(width, height) <= most, found)
        case .maximumWidth(let most): return Self.yes(width <= most, found)
        case .shape(let shape):
            guard video.displayWidth > 0, video.displayHeight > 0 else {
                return .unknown("the file does not tell")
            }
            let ratio = Double(video.displayWidth) / Double(video.displayHeight)
            return Self.yes(
                ratio >= shape.narrowest.value * 0.99 && ratio <= shape.widest.value * 1.01,
                "\(video.displayWidth)x\(video.displayHeight)")
        default: return nil
        }
    }

    private func rateAnswer(_ video: MediaInfo.Video) -> Answer? {
        if self == .constantFrameRate {
            return Self.yes(!video.hasVariableRate, video.hasVariableRate ? "they vary" : "all the same")
        }
        guard let rate = (video.frameRate ?? video.averageFrameRate)?.value else {
            return .unknown("the file does not tell")
        }
        let found = "\(video.hasVariableRate ? "about " : "")\(Self.number(rate))"
        switch self {
        case .minimumFrameRate(let least): return Self.yes(rate >= least, found)
        case .maximumFrameRate(let most): return Self.yes(rate <= most, found)
        default: return nil
        }
    }

    private func groupAnswer(_ video: MediaInfo.Video, _ info: MediaInfo) -> Answer? {
        guard let deep = video.deep else { return .unknown("not all of the file was read") }
        switch self {
        case .closedGroups: return Self.yes(!deep.hasOpenGOP, deep.hasOpenGOP ? "open" : "closed")
        case .longestGroup(let most):
            let ends = deep.keyframes.dropFirst() + [video.span?.end ?? info.duration]
            guard let longest = zip(deep.keyframes, ends).map({ $1 - $0 }).max() else {
                return .unknown("there is no keyframe")
            }
            // Some containers round times to milliseconds.
            return Self.yes(
                longest <= most + MediaTime(ticks: 1, timescale: 1000),
                "up to \(Self.number(longest.seconds)) s")
        default: return nil
        }
    }

    private func soundAnswer(_ track: MediaInfo.Audio, _ sound: Clip.Sound?) -> Answer? {
        switch self {
        case .audioCodecs(let names): return Self.oneOf(names, track.codec)
        case .audioProfiles(let names): return Self.oneOf(names, track.profile)
        case .maximumSampleRate(let most): return Self.yes(track.sampleRate <= most, "\(track.sampleRate) Hz")
        case .sampleRate(let rate): return Self.yes(track.sampleRate == rate, "\(track.sampleRate) Hz")
        case .maximumChannels(let most): return Self.yes(track.channels <= most, "\(track.channels)")
        case .channels(let count): return Self.yes(track.channels == count, "\(track.channels)")
        case .loudness(let level):
            guard let sound else { return .unknown("nobody listened: --deep does") }
            guard let found = sound.loudness else { return .breached("silent") }
            return Self.yes(abs(found - level) <= 1, "\(Self.number(found)) LUFS")
        case .truePeak(let most):
            guard let sound else { return .unknown("nobody listened: --deep does") }
            guard let found = sound.truePeak else { return .met("silent") }
            return Self.yes(found <= most, "\(Self.number(found)) dBTP")
        default: return nil
        }
    }

    private func textAnswer(_ caption: String) -> Answer? {
        switch self {
        case .captionLength(let most):
            let units = caption.utf16.count
            return Self.yes(units <= most, "\(units) UTF-16 units")
        case .hashtags(let most):
            let count = PostText.hashtags(in: caption).count
            return Self.yes(count <= most, "\(count)")
        default: return nil
        }
    }

    private static func yes(_ isMet: Bool, _ found: String) -> Answer {
        isMet ? .met(found) : .breached(found)
    }

    private static func oneOf(_ names: [String], _ found: String?) -> Answer {
        guard let found else { return .unknown("the file does not tell") }
        return yes(names.contains(found), found)
    }

    /// `4:2:0` and the like; nil for formats other than YUV.
    private static func subsampling(of format: String) -> String? {
        let kinds = [
            ("4:2:0", ["420", "nv12", "nv21", "p010", "p016"]), ("4:2:2", ["422", "nv16", "p210"]),
            ("4:4:4", ["444", "nv24"]), ("4:1:1", ["411"]), ("4:1:0", ["410"]), ("4:4:0", ["440"]),
        ]
        return kinds.first { $0.1.contains { format.contains($0) } }?.0
    }
}
