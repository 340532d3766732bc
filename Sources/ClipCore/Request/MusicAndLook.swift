/// Music and look chosen for a clip.
public struct MusicAndLook: Hashable, Codable, Sendable {
    /// Music, look and post text with their reasons.
    public var post: PlannedPost
    /// The music; nil if none was requested.
    public var music: SoundMix.Music?
    /// The analysis of the track, if known.
    public var track: TrackAnalysis?
    /// The look; nil if none was requested.
    public var look: Look?

    /// Creates a post without music and look.
    public init(_ post: PlannedPost) { self.post = post }
}
