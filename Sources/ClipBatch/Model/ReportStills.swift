public import ClipCore
public import ClipMedia

/// What a report shows of one source beyond its result: small pictures, and where its outputs come from.
public struct ReportStills: Hashable, Codable, Sendable {
    /// What the source is.
    public var facts: ClipFacts
    /// Its frames in even distances; nil where none decodes.
    public var strip: Thumbnail?
    /// Its shots; empty where they are not known.
    public var shots: [Shot] = []
    /// Loudness in LUFS in even distances over its whole length, the highest of each part; empty where it is not known.
    public var loudness: [Float] = []
    /// One for each output, those of earlier runs too.
    public var outputs: [OutputStills] = []

    /// A portrait without pictures.
    public init(_ facts: ClipFacts) { self.facts = facts }
}

/// What a report shows of one output.
public struct OutputStills: Hashable, Codable, Sendable {
    /// How it was to be made.
    public var plan: Plan
    /// What it is; nil where it cannot be read.
    public var facts: ClipFacts?
    /// Its cover, or a frame from its middle.
    public var cover: Thumbnail?
    /// Its frames in even distances.
    public var strip: Thumbnail?

    /// An output of which only the plan is known.
    public init(_ plan: Plan) { self.plan = plan }
}
