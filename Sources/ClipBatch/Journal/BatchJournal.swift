public import ClipCore
public import ClipMedia

/// Records a batch's events and looks up earlier ones. Paths of sources and outputs are relative to the
/// batch's source and output folders.
public protocol BatchJournal: AnyObject {
    /// Whether existing output files matter.
    var looksAtOutputs: Bool { get }
    /// Claims a source with current state `facts`; nil if unknown.
    func claim(_ source: FilePath, as facts: SourceFacts?) throws(Failure) -> Journal.Claim
    /// Releases a claim without recording a result.
    func release(_ source: FilePath) throws(Failure)
    /// Records that a source's outputs are missing or incomplete; frees the source.
    func fail(_ source: FilePath, attempt: Int, _ error: Failure) throws(Failure)
    /// The record of the output at a path; nil if there is none.
    func record(of output: FilePath) throws(Failure) -> OutputRecord?
    /// All files named for an output, itself included.
    func files(of output: FilePath) throws(Failure) -> [OutputFile]
    /// Records that outputs are about to be named.
    func begin(_ outputs: [Journal.Output], of source: FilePath, attempt: Int) throws(Failure)
    /// Records that a file of an output is about to be named.
    func name(_ file: OutputFile, of output: FilePath) throws(Failure)
    /// Records proven, named outputs; `kept` existed before, and `isWhole` frees the source.
    func finish(
        _ made: [Journal.Output], kept: [Journal.Output], of source: FilePath, attempt: Int, isWhole: Bool
    ) throws(Failure)
}

extension BatchJournal {
    /// True by default.
    public var looksAtOutputs: Bool { true }
}

/// A file that a batch named: an output, or a companion file.
public struct OutputFile: Hashable, Sendable {
    /// Path relative to the batch's folder.
    public var place: FilePath
    /// Size and time when it was named.
    public var facts: OutputFacts
    /// Its ``ContentHash``; nil if unknown.
    public var content: String?

    package init(_ place: FilePath, _ facts: OutputFacts, content: String?) {
        (self.place, self.facts, self.content) = (place, facts, content)
    }
}

/// A journal that records nothing: portable plans must not depend on local results.
package final class NoJournal: BatchJournal {
    package init() {}

    /// Everything is planned as if no files existed.
    package let looksAtOutputs = false

    package func claim(_ source: FilePath, as facts: SourceFacts?) -> Journal.Claim { .granted(attempt: 1) }
    package func release(_ source: FilePath) {}
    package func fail(_ source: FilePath, attempt: Int, _ error: Failure) {}
    package func record(of output: FilePath) -> OutputRecord? { nil }
    package func files(of output: FilePath) -> [OutputFile] { [] }
    package func name(_ file: OutputFile, of output: FilePath) {}
    package func begin(_ outputs: [Journal.Output], of source: FilePath, attempt: Int) {}
    package func finish(
        _ made: [Journal.Output], kept: [Journal.Output], of source: FilePath, attempt: Int, isWhole: Bool
    ) {}
}
