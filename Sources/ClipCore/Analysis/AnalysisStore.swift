/// Keeps analyses of whole clips, so that a clip is looked at once.
public protocol AnalysisStore: Sendable {
    /// The analysis that was kept; nil where there is none that this program can read.
    ///
    /// - Parameter identity: what tells the source from other files.
    func analysis(of identity: String) -> Analysis?

    /// Keeps an analysis. That may fail, and nobody is told: it can be made again.
    func keep(_ analysis: Analysis, of identity: String)
}
