/// What was chosen to go with a clip.
public struct MusicAndLook: Hashable, Codable, Sendable {
    /// What the post is made with, and why.
    public var post: PlannedPost
    /// The music; nil where none was to be chosen.
    public var music: SoundMix.Music?
    /// What is known of the music already; nil for nothing.
    public var track: TrackAnalysis?
    /// The look; nil where none was to be chosen.
    public var look: Look?

    /// A post without music and look.
    public init(_ post: PlannedPost) { self.post = post }
}
