internal import ClipCore
internal import SystemPackage

/// `clipfit.music/1`; times are seconds.
struct TrackJSON: Encodable {
    struct Loudness: Encodable {
        @Nullable var integrated: Double?
        @Nullable var range: Double?
        @Nullable var truePeak: Double?
    }

    let path: String
    var pathBytes: String?
    let duration: Double
    @Nullable var tempo: Double?
    let tempoConfidence: Double
    let alternatives: [Double]
    let beats: [Double]
    let downbeats: [Double]
    @Nullable var metre: Int?
    let downbeatConfidence: Double
    let energy: Double
    let brightness: Double
    let energyCurve: [Double]
    let sections: [Double]
    let loudness: Loudness
    let leadingSilence: Double
    let trailingSilence: Double

    init(_ path: FilePath, _ analysis: TrackAnalysis) {
        let name = JSONPath(path)
        self.path = name.text
        pathBytes = name.bytes
        duration = Self.thousandth(analysis.duration)
        _tempo = Nullable(wrappedValue: analysis.tempo.map(Self.thousandth))
        tempoConfidence = Self.thousandth(analysis.tempoConfidence)
        alternatives = analysis.alternatives.map(Self.thousandth)
        beats = analysis.beats.map(Self.thousandth)
        downbeats = analysis.downbeats.map(Self.thousandth)
        _metre = Nullable(wrappedValue: analysis.metre)
        downbeatConfidence = Self.thousandth(analysis.downbeatConfidence)
        energy = Self.thousandth(analysis.energy)
        brightness = Self.thousandth(analysis.brightness)
        energyCurve = analysis.energyCurve.map(Self.thousandth)
        sections = analysis.sections.map(Self.thousandth)
        loudness = Loudness(
            integrated: analysis.loudness.map(Self.thousandth),
            range: analysis.loudnessRange.map(Self.thousandth),
            truePeak: analysis.truePeak.map(Self.thousandth))
        leadingSilence = Self.thousandth(analysis.leadingSilence)
        trailingSilence = Self.thousandth(analysis.trailingSilence)
    }

    /// Nothing is measured more finely.
    private static func thousandth(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
