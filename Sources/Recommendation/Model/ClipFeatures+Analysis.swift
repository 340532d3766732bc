public import ClipCore

extension ClipFeatures {
    /// Takes features from an analysis.
    public init(_ analysis: Analysis) {
        self.init(duration: analysis.span.duration.seconds)
        speechLikeness = analysis.speechShare
        let pictures = analysis.pictures
        guard !pictures.isEmpty, duration > 0 else { return }
        let cuts = analysis.boundaries.map(\.time.seconds)
        cutsPerMinute = Double(cuts.count) / duration * 60
        cutTempo = Self.tempo(of: cuts)
        let mean = { (value: (PictureScore) -> Float) in
            Double(pictures.reduce(Float(0)) { $0 + value($1) }) / Double(pictures.count)
        }
        // Jumps at cuts are not motion; a mean change of 12 is a lively clip.
        motion = min(1, mean { min($0.change, 30) } / 12)
        brightness = min(1, max(0, (mean(\.luma) - 16) / 219))
        warmth = min(1, max(-1, (mean(\.red) - mean(\.blue)) / 40))
        saturation = min(1, mean(\.colourfulness) / 60)
        loudness = analysis.loudness
    }

    /// Tempo of evenly spaced cuts, 70 to 180 beats per minute; nil for fewer than five or uneven cuts.
    private static func tempo(of cuts: [Double]) -> Double? {
        let gaps = zip(cuts.dropFirst(), cuts).map { $0 - $1 }.sorted()
        guard gaps.count >= 4 else { return nil }
        let middle = gaps[gaps.count / 2]
        let off = gaps.map { ($0 - middle).magnitude }.sorted()[gaps.count / 2]
        guard middle > 0.1, off / middle < 0.06 else { return nil }
        var tempo = 60 / middle
        while tempo < 70 { tempo *= 2 }
        while tempo > 180 { tempo /= 2 }
        return tempo
    }
}
