internal import ClipCore

/// A track's analysis for people.
struct TrackText {
    let text: String

    init(_ path: FilePath, _ analysis: TrackAnalysis) {
        text = [
            "\(path.shown): \(Self.number(analysis.duration)) s", Self.tempo(analysis), Self.bars(analysis),
            Self.mood(analysis), Self.loudness(analysis), Self.silence(analysis),
        ].compactMap { $0 }.joined(separator: "\n")
    }

    private static func tempo(_ analysis: TrackAnalysis) -> String {
        guard let tempo = analysis.tempo else { return "  tempo     no steady beat" }
        var facts = ["\(number(tempo)) bpm", "\(MusicText.percent(analysis.tempoConfidence)) sure"]
        if !analysis.alternatives.isEmpty {
            facts.append("else \(analysis.alternatives.map { number($0) }.joined(separator: " or "))")
        }
        facts.append("\(analysis.beats.count) beats, the first at \(number(analysis.beats[0])) s")
        return "  tempo     " + facts.joined(separator: ", ")
    }

    private static func bars(_ analysis: TrackAnalysis) -> String? {
        guard let metre = analysis.metre, let first = analysis.downbeats.first else { return nil }
        let parts =
            analysis.sections.count == 1
            ? "" : ", parts from \(analysis.sections.map(number).joined(separator: ", ")) s"
        return
            "  bars      of \(metre) beats, \(MusicText.percent(analysis.downbeatConfidence)) sure, the first at \(number(first)) s\(parts)"
    }

    private static func mood(_ analysis: TrackAnalysis) -> String {
        "  sound     energy \(MusicText.percent(analysis.energy)), brightness \(MusicText.percent(analysis.brightness))"
    }

    private static func loudness(_ analysis: TrackAnalysis) -> String {
        guard let loudness = analysis.loudness else { return "  loudness  too quiet to be measured" }
        var facts = ["\(number(loudness)) LUFS"]
        if let range = analysis.loudnessRange { facts.append("range \(number(range)) LU") }
        if let peak = analysis.truePeak { facts.append("true peak \(number(peak)) dBTP") }
        return "  loudness  " + facts.joined(separator: ", ")
    }

    private static func silence(_ analysis: TrackAnalysis) -> String {
        "  silence   \(number(analysis.leadingSilence)) s before, \(number(analysis.trailingSilence)) s after"
    }

    /// One decimal.
    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}
