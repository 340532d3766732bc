internal import ClipCore

/// Probing results for people: the file, then one line per stream.
struct ProbeText {
    let text: String

    init(_ info: MediaInfo, _ analysis: Analysis? = nil, _ music: TrackAnalysis? = nil) {
        var lines = [Self.file(info)]
        if let video = info.video { lines += Self.video(video) }
        if let analysis { lines.append(Self.shots(analysis)) }
        lines += info.audio.map(Self.audio)
        if let analysis, !info.audio.isEmpty { lines.append(Self.loudness(analysis, music)) }
        if !info.otherStreams.isEmpty {
            lines.append("  also   " + info.otherStreams.joined(separator: ", "))
        }
        if let location = info.location {
            lines.append("  place  \(location.printable) (where it was recorded)")
        }
        if let made = info.provenance.text { lines.append("  made   \(made)") }
        text = lines.joined(separator: "\n")
    }

    private static func file(_ info: MediaInfo) -> String {
        var facts = [info.container, "\(info.duration.text) s", size(info.sizeBytes)]
        if let rate = info.bitsPerSecond { facts.append("\(rate / 1000) kbit/s") }
        if info.isFastStart == false { facts.append("index at the end") }
        if info.isFragmented { facts.append("fragmented") }
        if info.hasEditList == true { facts.append("edit list") }
        return "\(info.path.shown): \(Language.list(facts.joined(separator: ", ")))"
    }

    private static func video(_ video: MediaInfo.Video) -> [String] {
        var facts = [
            "\(video.codec)\(video.profile.map { " \($0)" } ?? "")", "\(video.width)x\(video.height)",
        ]
        if (video.displayWidth, video.displayHeight) != (video.width, video.height) {
            facts.append("shown as \(video.displayWidth)x\(video.displayHeight)")
        }
        if video.rotation != 0 { facts.append("turned \(video.rotation)°") }
        if video.isMirrored { facts.append("mirrored") }
        if let rate = video.frameRate ?? video.averageFrameRate {
            facts.append(
                "\(video.hasVariableRate ? "about " : "")\(number(rate.value)) frames/s\(video.hasVariableRate ? ", variable" : "")"
            )
        }
        if let frames = video.frames { facts.append("\(frames) frames") }
        if let span = video.span { facts.append("\(span.duration.text) s") }
        if video.isInterlaced { facts.append("interlaced") }
        facts.append(video.pixelFormat ?? "unknown pixels")
        if video.colour.isHDR { facts.append("HDR") }
        var lines = ["  video  " + facts.joined(separator: ", ")]
        if let deep = video.deep {
            let kind = deep.hasOpenGOP ? "open" : "closed"
            lines.append(
                "         \(deep.keyframes.count) keyframes, \(kind) groups of \(number(deep.meanGOP)) frames, at most \(deep.longestGOP)"
            )
        }
        return lines
    }

    private static func shots(_ analysis: Analysis) -> String {
        let shots = analysis.shots
        let kinds = Dictionary(grouping: shots.dropFirst().map(\.transition)) { $0 }
        let changes = [Transition.cut, .dissolve, .fade].compactMap { kind in
            kinds[kind].map { "\($0.count) \(kind.rawValue)\($0.count == 1 ? "" : "s")" }
        }
        return "         \(shots.count) shot\(shots.count == 1 ? "" : "s")"
            + (changes.isEmpty ? "" : ": " + changes.joined(separator: ", ")) + faces(analysis)
    }

    private static func faces(_ analysis: Analysis) -> String {
        guard let parts = analysis.facesShown else { return "" }
        let share = Int((parts.share(of: analysis.span) * 100).rounded())
        return parts.isEmpty ? ", no face towards the camera" : ", faces \(share) % of the time"
    }

    private static func loudness(_ analysis: Analysis, _ music: TrackAnalysis?) -> String {
        guard let loudness = analysis.loudness else { return "         silent" }
        var facts = ["\(number(loudness)) LUFS"]
        if let range = analysis.loudnessRange { facts.append("range \(number(range)) LU") }
        if let peak = analysis.truePeak { facts.append("true peak \(number(peak)) dBTP") }
        let silences = analysis.silences
        if !silences.isEmpty {
            let seconds = silences.reduce(0) { $0 + $1.duration.seconds }
            facts.append("\(number(seconds)) s of silence")
        }
        if let share = analysis.speechShare {
            facts.append(
                analysis.speech.isEmpty
                    ? "nobody speaks" : "speech \(Int((share * 100).rounded())) % of the time")
        }
        if let tempo = music?.tempo {
            facts.append("music at about \(Int(tempo.rounded())) beats per minute")
        }
        return "         " + Language.list(facts.joined(separator: ", "))
    }

    private static func audio(_ audio: MediaInfo.Audio) -> String {
        var facts = [
            "\(audio.codec)\(audio.profile.map { " \($0)" } ?? "")", "\(audio.sampleRate) Hz",
            audio.layout ?? "\(audio.channels) channels",
        ]
        if let span = audio.span { facts.append("\(span.duration.text) s") }
        if let span = audio.span, span.start > .zero { facts.append("from \(span.start.text) s") }
        if let language = audio.language, language != "und" { facts.append(language.printable) }
        return "  sound  " + facts.joined(separator: ", ")
    }

    private static func size(_ bytes: Int64) -> String {
        bytes < 1_000_000 ? "\((bytes + 500) / 1000) kB" : "\(number(Double(bytes) / 1_000_000)) MB"
    }

    /// At most two decimals.
    private static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        return MediaTime(ticks: Int64(hundredths), timescale: 100).text
    }
}

extension Provenance {
    /// One line for people; nil without facts.
    var text: String? {
        let facts = [
            hasC2PA ? "C2PA manifest (not checked)" : nil,
            digitalSourceType.map {
                "digital source type \($0.split(separator: "/").last.map(String.init) ?? $0)"
            },
        ].compactMap { $0 }
        return facts.isEmpty ? nil : facts.joined(separator: ", ")
    }
}
