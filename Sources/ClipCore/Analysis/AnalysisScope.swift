/// Depth of analysis; each level includes those before it.
public enum AnalysisScope: Int, Comparable, Sendable {
    /// Frames one by one, until one rules out a letterbox.
    case bars
    /// All frames.
    case pictures
    /// All frames and the sound.
    case everything
    /// Also true peak and loudness range, for people to read.
    case levels

    /// A scope is less than one that includes more.
    public static func < (left: AnalysisScope, right: AnalysisScope) -> Bool {
        left.rawValue < right.rawValue
    }
}
