/// Requirements of a preset that hold even for edited plans.
public struct PlanGuards: Hashable, Codable, Sendable {
    /// Licence requirements for music.
    public struct Music: Hashable, Codable, Sendable {
        /// Name of the preset; "" for none.
        public var brand = ""
        /// Required licences: words of the field `music.licence`.
        public var scopes: [String] = []
        /// The age of the youngest audience; nil if unset.
        public var minimumAge: Int?
        /// Ids of the target platforms.
        public var platforms: [String] = []
        /// The licence is locked: music with unknown terms is rejected.
        public var isLocked = false
        /// Music is forbidden.
        public var isForbidden = false

        package init() {}
    }

    /// Licence requirements for music.
    public var music = Music()
    /// How to handle flashes; nil if they are not counted.
    public var onFlashes: OutputLimits.OnFlashes?
    /// Soften flashes over the limit.
    public var softensFlashes = false
    /// The overlay text that discloses a paid post.
    public var disclosure: [Picture.Words] = []
    /// Required labels of the post; nil for none.
    public var labels: [String]?

    package init() {}
}
