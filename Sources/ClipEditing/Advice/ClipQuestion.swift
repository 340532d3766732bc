public import ClipCore
public import ClipMedia
public import Recommendation

/// Input of the advisor for one clip.
public struct ClipQuestion: Hashable, Codable, Sendable {
    /// Features of the shown windows.
    public var features: ClipFeatures
    /// Identity of the clip's file.
    public var identity: String

    /// The clip's title tag.
    public var title: String?
    /// The text of its subtitle track.
    public var spoken: String?

    /// Creates a question from known features.
    init(_ features: ClipFeatures, identity: String, title: String? = nil, spoken: String? = nil) {
        (self.features, self.identity, self.title, self.spoken) = (features, identity, title, spoken)
    }

    /// Analyses the windows that the outputs of `work` show, if music or look depend on them.
    public init(_ work: JobTemplate, _ trimmer: borrowing Trimmer) throws(Failure) {
        (title, spoken) = (trimmer.info.title, trimmer.subtitles(work.settings.subtitleLanguages))
        guard work.settings.musicWord == .auto || work.settings.wantsLook else {
            (features, identity) = (ClipFeatures(duration: 0), trimmer.identity)
            return
        }
        let seen = try trimmer.analysis(of: work.shownPart(in: trimmer.info.duration))
        features = ClipFeatures(work.requests.first?.pieces.map { Timeline($0).shown(seen) } ?? seen)
        identity = trimmer.identity
    }
}
