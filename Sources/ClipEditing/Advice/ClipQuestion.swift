public import ClipCore
public import ClipMedia
public import Recommendation

/// Input of the advisor for one clip.
public struct ClipQuestion: Hashable, Codable, Sendable {
    /// What is seen and heard in the parts that outputs show.
    public var features: ClipFeatures
    /// What tells the clip's file from others.
    public var identity: String

    /// A question about a clip of which that is known.
    init(_ features: ClipFeatures, identity: String) { (self.features, self.identity) = (features, identity) }

    /// Looks at the parts that the outputs of `work` show.
    public init(_ work: JobTemplate, _ trimmer: borrowing Trimmer) throws(Failure) {
        let seen = try trimmer.analysis(of: work.shownPart(in: trimmer.info.duration))
        features = ClipFeatures(work.requests.first?.pieces.map { Timeline($0).shown(seen) } ?? seen)
        identity = trimmer.identity
    }
}
