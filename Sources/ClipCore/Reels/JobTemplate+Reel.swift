extension JobTemplate {
    /// The job of one joined post: all outputs of one length.
    public struct Post: Sendable {
        /// The length of the post.
        public let length: MediaTime
        /// Its outputs; their parts are still to be chosen.
        public let job: JobTemplate
        /// The numbers that its outputs have among those of all posts, from 0.
        public let numbers: [Int]

        /// How many frames of a rate it has: never more than its platforms take.
        public func frames(at rate: Fraction) -> Int {
            length.frames(at: rate, most: job.requests.compactMap(\.finish.delivery?.maximumLength).min())
        }
    }

    /// A job for each length: platforms that take less get a post of their own, in which every source is shown.
    public var posts: [Post] {
        var lengths: [MediaTime] = []
        let capped = requests.map { request in
            min(
                request.part.length ?? .zero,
                request.finish.delivery?.maximumLength ?? request.part.length ?? .zero)
        }
        for length in capped where !lengths.contains(length) { lengths.append(length) }
        return lengths.map { length in
            var job = self
            let numbers = requests.indices.filter { capped[$0] == length }
            job.requests = numbers.map { requests[$0] }
            return Post(length: length, job: job, numbers: numbers)
        }
    }

    /// Pictures or clips that the preset puts at the ends of joined posts.
    public var cards: [PlannedPath] { [settings.intro, settings.outro].compactMap { $0 } }

    /// A job that chooses a part of one source.
    ///
    /// - Parameters:
    ///   - part: the part; nil to choose one as the job does.
    ///   - length: of the part.
    ///   - reframe: how the source fits the shape; nil to follow the action.
    public func choosing(
        _ part: TimeRange?, _ length: MediaTime, in shape: ReelShape, reframe: Picture.Reframe?
    ) -> JobTemplate {
        var job = self
        job.arrangement = FitSettings()
        let asked: TrimRequest.Part
        switch (part, requests.first?.part) {
        case (let part?, _): asked = .span(start: part.start, end: nil, duration: length)
        case (nil, .length(_, let pick)): asked = .length(length, pick)
        case (nil, .ranked(_, let rank)): asked = .ranked(length, rank: rank)
        default: asked = .ranked(length, rank: 1)
        }
        var request = TrimRequest(part: asked, method: .encode, onDamage: requests.first?.onDamage ?? .fail)
        (request.finish.size, request.finish.frameRate) = (shape.size, shape.rate)
        request.finish.reframe = reframe
        request.finish.deinterlacing = requests.first?.finish.deinterlacing ?? .auto
        job.requests = [request]
        return job
    }

    /// The job for what the sources were joined in: all of it.
    public func finishing(_ shape: ReelShape) -> JobTemplate {
        var job = self
        job.arrangement = FitSettings()
        for index in requests.indices {
            job.requests[index].part = .span(start: nil, end: nil, duration: nil)
            job.requests[index].method = .encode
            // The sources' times and tags are not those of what they were joined in.
            (job.requests[index].timeline, job.requests[index].keepsMetadata) = (nil, false)
            job.requests[index].finish.size = shape.size
            job.requests[index].finish.frameRate = shape.rate
            job.requests[index].finish.reframe = nil
            job.requests[index].finish.deinterlacing = .auto
        }
        return job
    }
}

extension Preset {
    /// Settings that have no effect on joined sources, as they are set.
    public var unusedByJoining: [PresetSetting] {
        let uses: [(PresetField, Bool)] = [
            (.fit, fit != .trim), (.removeSilence, removesSilence), (.timeline, timeline != nil),
            (.keepMetadata, keepsMetadata), (.method, method == .copy),
            // Files and tracks of captions have the times of one source.
            (.captionsFile, captionSearch.map { $0.source != .speech } ?? false),
        ]
        return uses.filter(\.1).compactMap { settings[$0.0] }
    }
}
