internal import ClipCore
internal import LibAV

/// Stream facts of a plain MP4 from its headers alone, so that probing need not decode.
struct HeaderFacts {
    private let sets: [Int: SequenceParameterSet]
    private let profiles: [Int: Int]

    /// nil if a stream is not H.264, AAC or PCM, or its header is incomplete.
    init?(_ streams: [StreamFacts]) {
        var sets: [Int: SequenceParameterSet] = [:]
        var profiles: [Int: Int] = [:]
        for stream in streams {
            switch stream.kind {
            case .video:
                guard let video = stream.video, let set = Self.set(stream), set.width == video.width,
                    set.height == video.height, Self.pixelFormat(set) != nil, video.averageRate.0 > 0
                else { return nil }
                sets[stream.index] = set
            case .audio:
                guard let audio = stream.audio, audio.channels > 0, audio.sampleRate > 0 else { return nil }
                if stream.codec.hasPrefix("pcm_") { continue }
                guard stream.codec == "aac", let type = stream.header.first.map({ Int($0 >> 3) }), type > 0,
                    type < 31
                else { return nil }
                profiles[stream.index] = type - 1
            case .subtitle, .other: continue
            }
        }
        guard !sets.isEmpty else { return nil }
        (self.sets, self.profiles) = (sets, profiles)
    }

    private static func set(_ stream: StreamFacts) -> SequenceParameterSet? {
        guard stream.codec == "h264", let headers = H264Headers(stream.header),
            headers.sequenceSets.count == 1
        else { return nil }
        return SequenceParameterSet(headers.sequenceSets[0]).flatMap { $0.isProgressive ? $0 : nil }
    }

    private static func pixelFormat(_ set: SequenceParameterSet) -> String? {
        guard set.colour?.matrix != 0 else { return nil }
        let chroma = [1: "420", 2: "422", 3: "444"][set.chromaFormat]
        switch set.bitDepth {
        case 8: return chroma.map { (set.isFullRange == true ? "yuvj" : "yuv") + $0 + "p" }
        case 10: return chroma.map { "yuv" + $0 + "p10le" }
        default: return nil
        }
    }

    func apply(to file: borrowing InputFile) {
        for (stream, set) in sets {
            // FFmpeg marks a Baseline stream that keeps to Main's tools as constrained.
            let isConstrained = set.profile == 66 && set.constraints & 0x40 != 0
            file.describeVideo(
                stream, profile: set.profile | (isConstrained ? 1 << 9 : 0), level: set.level,
                pixelFormat: Self.pixelFormat(set)!, isFullRange: set.isFullRange, colour: set.colour,
                sampleAspect: set.sampleAspect)
        }
        for (stream, profile) in profiles { file.describeAudio(stream, profile: profile) }
    }
}
