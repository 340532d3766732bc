public import ClipCore
public import ClipMedia

/// A source's facts and thumbnails for a report, with those of its outputs.
public struct ReportStills: Hashable, Codable, Sendable {
    /// Facts of the source.
    public var facts: ClipFacts
    /// Evenly spaced frames; nil if none decodes.
    public var strip: Thumbnail?
    /// Its shots; empty if unknown.
    public var shots: [Shot] = []
    /// Evenly spaced loudness in LUFS over the whole length, the maximum of each interval; empty if unknown.
    public var loudness: [Float] = []
    /// One per output, including those of earlier runs.
    public var outputs: [OutputStills] = []

    /// Facts without pictures.
    public init(_ facts: ClipFacts) { self.facts = facts }
}

/// An output's facts and thumbnails for a report.
public struct OutputStills: Hashable, Codable, Sendable {
    /// Its plan.
    public var plan: Plan
    /// Its facts; nil if it cannot be read.
    public var facts: ClipFacts?
    /// Its cover, or a frame from its middle.
    public var cover: Thumbnail?
    /// Evenly spaced frames.
    public var strip: Thumbnail?

    /// An output known only by its plan.
    public init(_ plan: Plan) { self.plan = plan }
}
