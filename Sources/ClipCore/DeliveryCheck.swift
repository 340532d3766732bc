/// Compares a finished file with what its platforms ask for. Pure: the file was probed deeply before.
public struct DeliveryCheck: Sendable {
    private let plan: Plan
    private let delivery: Delivery

    /// Nil for a plan that is made for no platform.
    public init?(_ plan: Plan) {
        guard let delivery = plan.delivery else { return nil }
        (self.plan, self.delivery) = (plan, delivery)
    }

    /// The first promise that the file does not keep: a fault of ours; nil where it keeps all.
    public func breach(by info: MediaInfo) -> String? {
        guard let video = info.video else { return "it has no picture" }
        return containerBreach(info) ?? pictureBreach(video, info) ?? soundBreach(info, video)
    }

    /// What the file is too large for, which a shorter part or a higher CRF mends; nil where it fits.
    public func excess(of info: MediaInfo) -> String? {
        guard let most = delivery.maximumBytes, info.sizeBytes > most else { return nil }
        return "the result has \(info.sizeBytes) bytes, \(delivery.name) takes \(most)"
    }

    private func containerBreach(_ info: MediaInfo) -> String? {
        if info.container != "mp4" { return "it is no MP4" }
        if info.isFastStart != true { return "its index is not at its start" }
        if info.hasEditList != false { return "it has an edit list" }
        if !info.otherStreams.isEmpty { return "it holds \(info.otherStreams.joined(separator: ", "))" }
        if let most = delivery.maximumLength, info.duration > most {
            return "it is \(info.duration.text) s long, \(most.text) s are taken"
        }
        return info.origin == .zero ? nil : "it begins at \(info.origin.text) s"
    }

    private func pictureBreach(_ video: MediaInfo.Video, _ info: MediaInfo) -> String? {
        if video.codec != "h264" || video.profile != "High" { return "its picture is no H.264 High" }
        if video.pixelFormat != "yuv420p" { return "its picture is not 4:2:0 of 8 bits" }
        if video.isInterlaced { return "its picture is interlaced" }
        let colour = video.colour
        if [colour.matrix, colour.primaries, colour.transfer].contains(where: { $0 != "bt709" }) {
            return "its colours are not tagged as BT.709"
        }
        if video.rotation != 0 || video.isMirrored { return "its picture has to be turned" }
        if video.hasVariableRate { return "its frame rate varies" }
        if let frames = plan.video.frames, video.frames != frames {
            return
                "it shows \(video.frames.map(String.init) ?? "an unknown number of") frames instead of \(frames)"
        }
        guard let deep = video.deep else { return nil }
        if deep.hasOpenGOP { return "it has open groups of pictures" }
        let ends = deep.keyframes.dropFirst() + [video.span?.end ?? info.duration]
        let longest = zip(deep.keyframes, ends).map { $1 - $0 }.max() ?? .zero
        return longest > MediaTime(ticks: 2001, timescale: 1000)
            ? "its longest group of pictures takes \(longest.text) s" : nil
    }

    private func soundBreach(_ info: MediaInfo, _ video: MediaInfo.Video) -> String? {
        guard let sound = info.audio.first, info.audio.count == 1 else { return "it has not one sound track" }
        if sound.codec != "aac" || sound.sampleRate != 48_000 || sound.channels != 2 {
            return "its sound is no AAC of 48 kHz in stereo"
        }
        guard let heard = sound.span, let seen = video.span else { return "nothing is heard" }
        if heard.start != .zero || seen.start != .zero { return "picture and sound do not begin at 0" }
        let frame = MediaTime(ticks: 1024, timescale: 48_000)
        return heard.end <= seen.end && heard.end + frame >= seen.end
            ? nil : "its sound ends at \(heard.end.text) s, its picture at \(seen.end.text) s"
    }
}
