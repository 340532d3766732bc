/// Depth of analysis; each level includes those before it.
public enum AnalysisScope: Int, Comparable, Sendable {
    /// Frames one by one, up to the one that rules out black bars.
    case bars
    /// All frames.
    case pictures
    /// All frames, and the sound.
    case everything

    /// A scope is less than one that tells more.
    public static func < (left: AnalysisScope, right: AnalysisScope) -> Bool {
        left.rawValue < right.rawValue
    }
}
