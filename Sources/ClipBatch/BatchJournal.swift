public import ClipMedia
public import SystemPackage

/// Where a batch writes down what happens, and finds what happened before. Sources and outputs are named by their places
/// below the folder that was named, and below the batch's own.
public protocol BatchJournal: AnyObject {
    /// Asks for a source, which is `facts` now; nil where nothing is known of it.
    func claim(_ source: FilePath, as facts: SourceFacts?) throws(MediaError) -> Journal.Claim
    /// Gives a source back of which nothing is to be said.
    func release(_ source: FilePath) throws(MediaError)
    /// No output, or not every one, came of a source; it is free again.
    func fail(_ source: FilePath, attempt: Int, _ error: MediaError) throws(MediaError)
    /// The try that made an output that is still as it was then, and is what is wanted now; else nil.
    func finished(_ output: Journal.Output) throws(MediaError) -> Int?
    /// The source that a name was given to; "" where only the file itself tells that it is a batch's.
    func owner(_ output: FilePath, at path: FilePath) throws(MediaError) -> FilePath?
    /// The names of outputs are about to be given.
    func begin(_ outputs: [Journal.Output], of source: FilePath, attempt: Int) throws(MediaError)
    /// Outputs were proved and have their names; `kept` were there already, and `isWhole` frees the source.
    func finish(
        _ made: [Journal.Output], kept: [Journal.Output], of source: FilePath, attempt: Int, isWhole: Bool
    ) throws(MediaError)
}

/// A record of nothing: plans that are to be the same everywhere do not depend on what is finished here.
public final class NoJournal: BatchJournal {
    /// Knows nothing, and keeps nothing.
    public init() {}

    /// Every source is free.
    public func claim(_ source: FilePath, as facts: SourceFacts?) -> Journal.Claim { .granted(attempt: 1) }
    /// Nothing is kept.
    public func release(_ source: FilePath) {}
    /// Nothing is kept.
    public func fail(_ source: FilePath, attempt: Int, _ error: MediaError) {}
    /// Nothing is finished.
    public func finished(_ output: Journal.Output) -> Int? { nil }
    /// No name is given away.
    public func owner(_ output: FilePath, at path: FilePath) -> FilePath? { nil }
    /// Nothing is kept.
    public func begin(_ outputs: [Journal.Output], of source: FilePath, attempt: Int) {}
    /// Nothing is kept.
    public func finish(
        _ made: [Journal.Output], kept: [Journal.Output], of source: FilePath, attempt: Int, isWhole: Bool
    ) {}
}
