extension Plan {
    /// CPU seconds that rendering takes on a core that does all figures below; a forecast, within a factor of two.
    ///
    /// - Parameter info: facts of the source.
    public func cpuSeconds(_ info: MediaInfo) -> Double {
        guard let video = info.video else { return 0 }
        let rate = (video.frameRate ?? video.averageFrameRate)?.value ?? 30
        let sourcePixels = Double(video.width * video.height) / 1e6
        let hevc = ["hevc", "vp9", "av1"].contains(video.codec) ? 1.8 : 1
        var cost = 0.4 + 0.05 * length.seconds
        if mix != nil { cost += 0.02 * length.seconds }
        guard filters, !video.copies(self) else {
            // Only the frames at the ends are decoded and encoded.
            return cost + 2 * rate * sourcePixels * Self.encoding * 2
        }
        let shown = Double(window.duration.seconds) * rate * sourcePixels * Self.decoding * hevc
        let frames = picture.map { Double($0.frames) } ?? length.seconds * rate
        let pixels = picture.map { Double($0.size.width * $0.size.height) / 1e6 } ?? sourcePixels
        let effort = Self.efforts[self.video.speed] ?? 1
        return cost + shown + frames * pixels * (Self.filtering + Self.encoding * effort)
    }

    /// Seconds for a million pixels: H.264 to pictures, pictures to other pictures, and these to H.264 at `veryfast`.
    private static let (decoding, filtering, encoding) = (0.0025, 0.004, 0.007)

    /// What x264's presets cost, as shares of `veryfast`.
    private static let efforts = [
        "ultrafast": 0.45, "superfast": 0.7, "faster": 1.6, "fast": 2, "medium": 2.6, "slow": 4, "slower": 8,
        "veryslow": 14, "placebo": 30,
    ]
}

extension MediaInfo.Video {
    fileprivate func copies(_ plan: Plan) -> Bool { plan.picture == nil && plan.video.copiesSomething }
}
