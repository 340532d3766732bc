/// What a preset asks of an output whatever becomes of its plan: a plan that was edited is held to it too.
public struct PlanGuards: Hashable, Codable, Sendable {
    /// For whom music has to be licensed.
    public struct Music: Hashable, Codable, Sendable {
        /// The preset's name; "" where there is none.
        public var brand = ""
        /// What it has to be licensed for: words of the field `music.licence`.
        public var scopes: [String] = []
        /// The age of the youngest whom the post is for; nil where it is not said.
        public var minimumAge: Int?
        /// Ids of the platforms that it is for.
        public var platforms: [String] = []
        /// The terms are locked: music of which nothing is known is refused.
        public var isLocked = false
        /// There may be none at all.
        public var isForbidden = false

        /// Nothing is asked.
        public init() {}
    }

    /// For whom music has to be licensed.
    public var music = Music()
    /// What flashes lead to; nil where nobody counts them.
    public var onFlashes: OutputLimits.OnFlashes?
    /// Flashes over the limit are softened.
    public var softensFlashes = false
    /// What the law or a platform asks to be written on the picture.
    public var disclosure: [Picture.Words] = []
    /// What the post has to be marked as; nil for nothing.
    public var labels: [String]?

    /// Nothing is asked.
    public init() {}
}
