/// What a window may snap to, by up to half a second (2 s to a keyframe), if that scores better.
public enum WindowSnap: String, Hashable, Codable, Sendable, CaseIterable {
    /// Snaps the start or the end to a shot boundary.
    case scene
    /// Snaps the end into a pause of the sound.
    case silence
    /// Snaps the start to a keyframe, so that a smart cut copies more.
    case keyframe
    /// Snaps the start to a beat of the clip's own sound.
    case beat

    /// The default; beats need an additional analysis of the sound.
    public static let usual: Set<WindowSnap> = [.scene, .silence, .keyframe]
}
