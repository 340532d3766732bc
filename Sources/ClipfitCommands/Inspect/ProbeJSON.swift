internal import ClipCore

/// `clipfit.probe/1`; times are seconds.
struct ProbeJSON: Encodable {
    struct Video: Encodable {
        let codec: String
        @Nullable var profile: String?
        let width: Int
        let height: Int
        let displayWidth: Int
        let displayHeight: Int
        let rotation: Int
        let mirrored: Bool
        @Nullable var frameRate: Double?
        @Nullable var averageFrameRate: Double?
        let variableFrameRate: Bool
        @Nullable var frames: Int?
        @Nullable var start: Double?
        @Nullable var duration: Double?
        @Nullable var pixelFormat: String?
        let bitDepth: Int
        let interlaced: Bool
        let colour: Colour
        var keyframes: [Double]?
        var openGOP: Bool?
        var longestGOP: Int?
        var meanGOP: Double?
        var shortestFrame: Double?
        var longestFrame: Double?
    }

    struct Colour: Encodable {
        @Nullable var range: String?
        @Nullable var primaries: String?
        @Nullable var transfer: String?
        @Nullable var matrix: String?
        let hdr: Bool
    }

    struct Audio: Encodable {
        let codec: String
        @Nullable var profile: String?
        let sampleRate: Int
        let channels: Int
        @Nullable var layout: String?
        @Nullable var start: Double?
        @Nullable var duration: Double?
        @Nullable var language: String?
    }

    let path: String
    var pathBytes: String?
    let container: String
    let duration: Double
    let start: Double
    let sizeBytes: Int64
    @Nullable var bitsPerSecond: Int?
    @Nullable var fastStart: Bool?
    @Nullable var editList: Bool?
    let fragmented: Bool
    @Nullable var location: String?
    let provenance: ProvenanceJSON
    @Nullable var claimedDuration: Double?
    @Nullable var video: Video?
    let audio: [Audio]
    let otherStreams: [String]
    let warnings: [String]
    // With --deep, next to those of `video`.
    var frames: Int?
    var keyframes: [Double]?
    var openGOP: Bool?
    var shots: [Shot]?
    var loudness: Loudness?
    var silences: [Span]?
    /// Where somebody speaks; left out for a clip without sound.
    var speech: Speech?
    /// The clip's own music; left out without a steady beat.
    var music: Music?

    /// Where somebody faces the camera.
    var faces: Faces?

    struct Shot: Encodable {
        let start: Double
        let end: Double
        let transition: String
    }

    struct Span: Encodable {
        let start: Double
        let end: Double
    }

    struct Speech: Encodable {
        /// Of the clip, from 0 to 1.
        let share: Double
        let parts: [Span]
    }

    struct Faces: Encodable {
        /// Of the clip, from 0 to 1.
        let share: Double
        let parts: [Span]
    }

    struct Music: Encodable {
        /// Beats per minute.
        let tempo: Double
        /// From 0 to 1.
        let confidence: Double
    }

    struct Loudness: Encodable {
        @Nullable var integrated: Double?
        @Nullable var range: Double?
        @Nullable var truePeak: Double?
    }

    init(_ info: MediaInfo, _ analysis: Analysis? = nil, _ track: TrackAnalysis? = nil) {
        let name = JSONPath(info.path)
        path = name.text
        pathBytes = name.bytes
        container = info.container
        duration = info.duration.seconds
        start = info.origin.seconds
        sizeBytes = info.sizeBytes
        fragmented = info.isFragmented
        audio = info.audio.map(Audio.init)
        otherStreams = info.otherStreams
        warnings = info.warnings
        _bitsPerSecond = Nullable(wrappedValue: info.bitsPerSecond)
        _fastStart = Nullable(wrappedValue: info.isFastStart)
        _editList = Nullable(wrappedValue: info.hasEditList)
        _location = Nullable(wrappedValue: info.location)
        provenance = ProvenanceJSON(info.provenance)
        _claimedDuration = Nullable(wrappedValue: info.claimedDuration?.seconds)
        _video = Nullable(wrappedValue: info.video.map(Video.init))
        if let deep = info.video?.deep {
            frames = info.video?.frames
            keyframes = deep.keyframes.map(\.seconds)
            openGOP = deep.hasOpenGOP
        }
        music = track.flatMap { track in
            track.tempo.map { Music(tempo: $0, confidence: track.tempoConfidence) }
        }
        guard let analysis else { return }
        shots = analysis.shots.map {
            Shot(
                start: $0.range.start.seconds, end: $0.range.end.seconds, transition: $0.transition.rawValue)
        }
        loudness = Loudness(
            integrated: analysis.loudness, range: analysis.loudnessRange, truePeak: analysis.truePeak)
        silences = analysis.silences.map { Span(start: $0.start.seconds, end: $0.end.seconds) }
        faces = analysis.facesShown.map { parts in
            Faces(
                share: parts.share(of: analysis.span),
                parts: parts.map { Span(start: $0.start.seconds, end: $0.end.seconds) })
        }
        speech = analysis.speechShare.map { share in
            Speech(
                share: share,
                parts: analysis.speech.map { Span(start: $0.start.seconds, end: $0.end.seconds) })
        }
    }
}

extension ProbeJSON.Video {
    init(_ video: MediaInfo.Video) {
        self.init(
            codec: video.codec, profile: video.profile, width: video.width, height: video.height,
            displayWidth: video.displayWidth, displayHeight: video.displayHeight, rotation: video.rotation,
            mirrored: video.isMirrored, frameRate: video.frameRate?.value,
            averageFrameRate: video.averageFrameRate?.value, variableFrameRate: video.hasVariableRate,
            frames: video.frames, start: video.span?.start.seconds, duration: video.span?.duration.seconds,
            pixelFormat: video.pixelFormat, bitDepth: video.bitDepth, interlaced: video.isInterlaced,
            colour: ProbeJSON.Colour(
                range: video.colour.range, primaries: video.colour.primaries, transfer: video.colour.transfer,
                matrix: video.colour.matrix, hdr: video.colour.isHDR),
            keyframes: video.deep?.keyframes.map(\.seconds), openGOP: video.deep?.hasOpenGOP,
            longestGOP: video.deep?.longestGOP, meanGOP: video.deep?.meanGOP,
            shortestFrame: video.deep?.shortestFrame?.seconds, longestFrame: video.deep?.longestFrame?.seconds
        )
    }
}

extension ProbeJSON.Audio {
    init(_ audio: MediaInfo.Audio) {
        self.init(
            codec: audio.codec, profile: audio.profile, sampleRate: audio.sampleRate,
            channels: audio.channels,
            layout: audio.layout, start: audio.span?.start.seconds, duration: audio.span?.duration.seconds,
            language: audio.language)
    }
}
