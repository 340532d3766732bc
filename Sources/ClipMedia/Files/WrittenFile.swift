public import ClipCore

/// A file written in chunks that appears under its name complete or not at all.
public struct WrittenFile: ~Copyable {
    private let file: CommittedFile

    /// - Throws: if the name is taken and may not be overwritten, or nothing can be created there.
    public init(_ path: FilePath, overwrites: Bool) throws(Failure) {
        file = try CommittedFile.create(path, overwrites: overwrites)
    }

    /// Appends bytes.
    public borrowing func write(_ bytes: [UInt8]) throws(Failure) { try file.write(bytes) }

    /// The ``ContentHash`` of everything appended; nil if it cannot be read.
    public borrowing func content() -> String? { ContentHash.of(file.descriptor) }

    /// Syncs everything to disk and names the file.
    public consuming func commit() throws(Failure) { try file.commit() }
}
