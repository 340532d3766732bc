/// Caches analyses of whole clips, so that each clip is analysed once.
public protocol AnalysisStore: Sendable {
    /// The cached analysis; nil if there is none that this version can read.
    ///
    /// - Parameter identity: identifies the source.
    func analysis(of identity: String) -> Analysis?

    /// Stores an analysis. Failures are ignored: it can be computed again.
    func keep(_ analysis: Analysis, of identity: String)
}
