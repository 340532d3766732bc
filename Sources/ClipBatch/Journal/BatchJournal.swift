public import ClipCore
public import ClipMedia
public import SystemPackage

/// Where a batch writes down what happens, and finds what happened before. Sources and outputs are named by their places
/// below the folder that was named, and below the batch's own.
public protocol BatchJournal: AnyObject {
    /// What is under the names of outputs makes a difference.
    var looksAtOutputs: Bool { get }
    /// Asks for a source, which is `facts` now; nil where nothing is known of it.
    func claim(_ source: FilePath, as facts: SourceFacts?) throws(Failure) -> Journal.Claim
    /// Releases a claim without recording a result.
    func release(_ source: FilePath) throws(Failure)
    /// No output, or not every one, came of a source; it is free again.
    func fail(_ source: FilePath, attempt: Int, _ error: Failure) throws(Failure)
    /// What is known of an output by its place; nil where nothing is.
    func record(of output: FilePath) throws(Failure) -> OutputRecord?
    /// All files that were named for an output, itself included.
    func files(of output: FilePath) throws(Failure) -> [OutputFile]
    /// The names of outputs are about to be given.
    func begin(_ outputs: [Journal.Output], of source: FilePath, attempt: Int) throws(Failure)
    /// A file of an output is about to get its name.
    func name(_ file: OutputFile, of output: FilePath) throws(Failure)
    /// Outputs were proved and have their names; `kept` were there already, and `isWhole` frees the source.
    func finish(
        _ made: [Journal.Output], kept: [Journal.Output], of source: FilePath, attempt: Int, isWhole: Bool
    ) throws(Failure)
}

extension BatchJournal {
    /// It does.
    public var looksAtOutputs: Bool { true }
}

/// A file that a batch named: an output, or one beside it.
public struct OutputFile: Hashable, Sendable {
    /// Below the batch's folder.
    public var place: FilePath
    /// What it was then.
    public var facts: OutputFacts
    /// Its ``ContentHash``; nil where that is not known.
    public var content: String?

    /// A file of these facts.
    public init(_ place: FilePath, _ facts: OutputFacts, content: String?) {
        (self.place, self.facts, self.content) = (place, facts, content)
    }
}

/// A record of nothing: plans that are to be the same everywhere do not depend on what is finished here.
public final class NoJournal: BatchJournal {
    /// Knows nothing, and keeps nothing.
    public init() {}

    /// Everything is planned as if nothing were there.
    public let looksAtOutputs = false

    /// Every source is free.
    public func claim(_ source: FilePath, as facts: SourceFacts?) -> Journal.Claim { .granted(attempt: 1) }
    /// Nothing is kept.
    public func release(_ source: FilePath) {}
    /// Nothing is kept.
    public func fail(_ source: FilePath, attempt: Int, _ error: Failure) {}
    /// Nothing is known.
    public func record(of output: FilePath) -> OutputRecord? { nil }
    /// Nothing is known.
    public func files(of output: FilePath) -> [OutputFile] { [] }
    /// Nothing is kept.
    public func name(_ file: OutputFile, of output: FilePath) {}
    /// Nothing is kept.
    public func begin(_ outputs: [Journal.Output], of source: FilePath, attempt: Int) {}
    /// Nothing is kept.
    public func finish(
        _ made: [Journal.Output], kept: [Journal.Output], of source: FilePath, attempt: Int, isWhole: Bool
    ) {}
}
