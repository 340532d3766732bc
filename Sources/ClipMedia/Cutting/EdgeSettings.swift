internal import ClipCore
internal import LibAV

/// Encoder settings for the head and tail of a smart cut.
struct EdgeSettings {
    /// Quantizer of x264 and x265; libvpx and libaom get this minus 6.
    var quality: Double
    /// Preset of x264 and x265.
    var speed: String

    /// First attempt, then the retry if a frame came out below 40 dB.
    static let attempts = [
        EdgeSettings(quality: 21, speed: "ultrafast"), EdgeSettings(quality: 12, speed: "superfast"),
    ]
}

extension EdgeSettings {
    /// Encoder settings for a head or tail, or for the whole picture if the plan copies nothing.
    func settings(_ kind: VideoCodec, _ plan: Plan, _ stream: StreamFacts, threads: Int) throws
        -> VideoSettings
    {
        let rate = Fraction(stream.video!.averageRate.0, stream.video!.averageRate.1)?.value ?? 30
        let twoSeconds = max(2, Int((2 * min(rate, 240)).rounded()))
        guard plan.video.copiesSomething else {
            var settings = VideoSettings(
                codec: kind, quality: FullEncoding.quality(plan.video.quality, of: kind),
                speed: plan.video.speed, keyInterval: twoSeconds, threads: threads)
            settings.mostBitsPerSecond = stream.bitsPerSecond
            return settings
        }
        var settings = VideoSettings(
            codec: kind, quality: kind == .h264 || kind == .hevc ? quality : quality - 6, speed: speed,
            keyInterval: 250, threads: threads)
        settings.matchesSource = true
        if kind == .h264 {
            guard let headers = H264Headers(stream.header), let id = headers.freeIdentifier else {
                throw ProofFailure("the source's header cannot be read")
            }
            settings.parameterSet = id
            settings.hasLengthPrefixes = !headers.hasStartCodes
        }
        return settings
    }
}
