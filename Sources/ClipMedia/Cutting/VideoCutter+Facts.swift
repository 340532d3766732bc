internal import ClipCore
internal import LibAV

extension VideoCutter {
    /// Tick subdivision: above 1 if ticks are so coarse that the last frame would stay too long.
    static func ticks(of base: TimeBase, endingAt end: MediaTime) -> Int64 {
        let isOnTick = end.ticksRoundedUp(in: base) == end.ticksRoundedDown(in: base)
        guard !isOnTick, base.numerator > base.denominator / 1000 else { return 1 }
        let tenths = base.numerator.multipliedReportingOverflow(by: 10_000)
        let most = max(1, Int64(1 << 30) / base.denominator)
        return tenths.overflow ? most : max(1, min(most, tenths.partialValue / base.denominator + 1))
    }

    /// The last frame ends where it does in the source, at the latest at the window's end.
    static func lastDuration(
        _ last: FrameIndex.Entry?, _ base: TimeBase, _ ticks: Int64, _ end: MediaTime
    ) -> Int64 {
        guard let last else { return 1 }
        let fine = TimeBase(base.numerator, base.denominator * ticks)
        let room = (end - MediaTime(ticks: last.presentation, timeBase: base)).ticksRoundedDown(in: fine)
        let shown = last.duration.multipliedReportingOverflow(by: ticks)
        return max(1, shown.overflow ? room : min(shown.partialValue, room))
    }

    /// Matroska and WebM alone have a place beside a picture.
    var lostAlpha: String? {
        let container = plan.output.container
        return stream.hasAlphaBeside && container != .matroska && container != .webm
            ? "transparency is lost" : nil
    }

    /// What a stream loses that is Dolby Vision; nil for nothing.
    var lostDolbyVision: String? {
        guard let base = stream.video?.dolbyVision, !keepsDolbyVision else { return nil }
        switch base {
        case .compatible:
            return "Dolby Vision is left out: the ordinary picture below it remains"
                + (plan.video.copiesAll ? " (MP4 and MKV keep it)" : "")
        case .alone:
            return "Dolby Vision is left out, and without it the colours are wrong (profile 5); "
                + "--method copy into MP4 or MKV keeps it"
        }
    }
}
