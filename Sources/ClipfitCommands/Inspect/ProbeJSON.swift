internal import ClipCore

extension JSONObject {
    /// `clipfit.probe/1`; times are seconds.
    init(_ info: MediaInfo, _ analysis: Analysis?, _ track: TrackAnalysis?) {
        self.init("path", info.path)
        self += [
            "container": info.container, "duration": info.duration.seconds, "start": info.origin.seconds,
            "claimedDuration": info.claimedDuration?.seconds, "sizeBytes": info.sizeBytes,
            "bitsPerSecond": info.bitsPerSecond, "fastStart": info.isFastStart, "editList": info.hasEditList,
            "fragmented": info.isFragmented, "location": info.location,
            "provenance": JSONObject(info.provenance), "otherStreams": info.otherStreams,
            "warnings": info.warnings,
        ]
        self += ["video": info.video.map { JSONObject($0) }, "audio": info.audio.map { JSONObject($0) }]
        if let video = info.video, let deep = video.deep {
            let keyframes = deep.keyframes.map(\.seconds)
            self += JSONObject(
                known: ["frames": video.frames, "keyframes": keyframes, "openGOP": deep.hasOpenGOP])
        }
        if let track, let tempo = track.tempo {
            // Beats per minute; confidence from 0 to 1. `music` is an older name.
            let music: JSONObject = ["tempo": tempo, "confidence": track.tempoConfidence]
            self += ["ownMusic": music, "music": music]
        }
        if let analysis { self += JSONObject(analysis) }
    }

    /// The results of an analysis; shares of the clip are from 0 to 1.
    private init(_ analysis: Analysis) {
        let shots = analysis.shots.map { shot in
            var object = JSONObject(shot.range)
            object += ["transition": shot.transition.rawValue]
            return object
        }
        let loudness: JSONObject = [
            "integrated": analysis.loudness, "range": analysis.loudnessRange, "truePeak": analysis.truePeak,
        ]
        let parts = { (share: Double, ranges: [TimeRange]) -> JSONObject in
            ["share": share, "parts": ranges.map { JSONObject($0) }]
        }
        self.init(known: [
            "shots": shots, "loudness": loudness, "silences": analysis.silences.map { JSONObject($0) },
            "faces": analysis.facesShown.map { parts($0.share(of: analysis.span), $0) },
            "speech": analysis.speechShare.map { parts($0, analysis.speech) },
        ])
    }

    /// Start and end in seconds.
    init(_ range: TimeRange) { self = ["start": range.start.seconds, "end": range.end.seconds] }

    private init(_ video: MediaInfo.Video) {
        let colour: JSONObject = [
            "range": video.colour.range, "primaries": video.colour.primaries,
            "transfer": video.colour.transfer, "matrix": video.colour.matrix, "hdr": video.colour.isHDR,
        ]
        self = [
            "codec": video.codec, "profile": video.profile, "width": video.width, "height": video.height,
            "displayWidth": video.displayWidth, "displayHeight": video.displayHeight,
            "rotation": video.rotation, "mirrored": video.isMirrored, "frameRate": video.frameRate?.value,
            "averageFrameRate": video.averageFrameRate?.value, "variableFrameRate": video.hasVariableRate,
            "frames": video.frames, "start": video.span?.start.seconds,
            "duration": video.span?.duration.seconds, "pixelFormat": video.pixelFormat,
            "bitDepth": video.bitDepth, "interlaced": video.isInterlaced, "colour": colour,
        ]
        guard let deep = video.deep else { return }
        self += JSONObject(known: [
            "keyframes": deep.keyframes.map(\.seconds), "openGOP": deep.hasOpenGOP,
            "longestGOP": deep.longestGOP, "meanGOP": deep.meanGOP,
            "shortestFrame": deep.shortestFrame?.seconds, "longestFrame": deep.longestFrame?.seconds,
        ])
    }

    private init(_ audio: MediaInfo.Audio) {
        self = [
            "codec": audio.codec, "profile": audio.profile, "sampleRate": audio.sampleRate,
            "channels": audio.channels, "layout": audio.layout, "start": audio.span?.start.seconds,
            "duration": audio.span?.duration.seconds, "language": audio.language,
        ]
    }
}
