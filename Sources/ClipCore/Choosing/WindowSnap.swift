/// What a window may move to by up to half a second (to a keyframe, two), where that is better.
public enum WindowSnap: String, Hashable, Codable, Sendable, CaseIterable {
    /// Its start or end to a change of shots.
    case scene
    /// Its end into a pause of the sound.
    case silence
    /// Its start to a keyframe, so that a smart cut copies more.
    case keyframe
    /// Its start to a beat of the clip's own sound.
    case beat

    /// What windows move to unless something else is asked for: beats take another listening.
    public static let usual: Set<WindowSnap> = [.scene, .silence, .keyframe]
}
