public import ClipCore
public import ClipMedia
public import Recommendation

/// Input of the advisor for one clip.
public struct ClipQuestion: Hashable, Codable, Sendable {
    /// Features of the shown windows.
    public var features: ClipFeatures
    /// Identity of the clip's file.
    public var identity: String

    /// Creates a question from known features.
    init(_ features: ClipFeatures, identity: String) { (self.features, self.identity) = (features, identity) }

    /// Analyses the windows that the outputs of `work` show.
    public init(_ work: JobTemplate, _ trimmer: borrowing Trimmer) throws(Failure) {
        let seen = try trimmer.analysis(of: work.shownPart(in: trimmer.info.duration))
        features = ClipFeatures(work.requests.first?.pieces.map { Timeline($0).shown(seen) } ?? seen)
        identity = trimmer.identity
    }
}
