/// Checks a finished file against its platforms' requirements. Pure: the file was deep-probed before.
public struct DeliveryCheck: Sendable {
    private let plan: Plan
    private let delivery: Delivery

    /// Nil for a plan without platforms.
    public init?(_ plan: Plan) {
        guard let delivery = plan.delivery else { return nil }
        (self.plan, self.delivery) = (plan, delivery)
    }

    /// The first requirement that the file breaks, a bug of clipfit's; nil if it meets all.
    public func breach(by info: MediaInfo) -> String? {
        guard let video = info.video else { return "it has no picture" }
        return contractBreach(info) ?? pictureBreach(video, info) ?? soundBreach(info, video)
    }

    /// Requirements of every delivered file, whatever its platforms.
    private static let contract: [Requirement] = [
        .containers(["mp4"]), .indexFirst, .noEditList, .noOtherStreams, .videoCodecs(["h264"]),
        .videoProfiles(["High"]), .subsampling("4:2:0"), .maximumDepth(8), .progressive, .colours("bt709"),
        .upright, .constantFrameRate, .closedGroups, .longestGroup(MediaTime(ticks: 2, timescale: 1)),
        .audioCodecs(["aac"]), .sampleRate(48_000), .channels(2),
    ]

    private func contractBreach(_ info: MediaInfo) -> String? {
        let clip = Requirement.Clip(info)
        let cap = delivery.maximumLength.map { [Requirement.maximumLength($0)] } ?? []
        for demand in Self.contract + cap {
            if case .breached(let found) = demand.answer(for: clip) {
                return "\(demand.name): \(found), not \(demand.asked)"
            }
        }
        return nil
    }

    private func pictureBreach(_ video: MediaInfo.Video, _ info: MediaInfo) -> String? {
        if let frames = plan.video.frames, video.frames != frames {
            return
                "it shows \(video.frames.map(String.init) ?? "an unknown number of") frames instead of \(frames)"
        }
        return info.origin == .zero ? nil : "it begins at \(info.origin.text) s"
    }

    private func soundBreach(_ info: MediaInfo, _ video: MediaInfo.Video) -> String? {
        guard let sound = info.audio.first, info.audio.count == 1 else { return "it has not one sound track" }
        guard let heard = sound.span, let seen = video.span else { return "nothing is heard" }
        if heard.start != .zero || seen.start != .zero { return "picture and sound do not begin at 0" }
        let frame = MediaTime(ticks: 1024, timescale: 48_000)
        return heard.end <= seen.end && heard.end + frame >= seen.end
            ? nil : "its sound ends at \(heard.end.text) s, its picture at \(seen.end.text) s"
    }
}
