public import ClipCore
public import SystemPackage

/// A file that is written piece by piece, and appears under its name whole or not at all.
public struct WrittenFile: ~Copyable {
    private let file: CommittedFile

    /// - Throws: where the name is taken and may not be overwritten, or nothing can be created there.
    public init(_ path: FilePath, overwrites: Bool) throws(Failure) {
        file = try CommittedFile.create(path, overwrites: overwrites)
    }

    /// Appends bytes.
    public borrowing func write(_ bytes: [UInt8]) throws(Failure) { try file.write(bytes) }

    /// The ``ContentHash`` of all that was appended; nil where it cannot be read.
    public borrowing func content() -> String? { ContentHash.of(file.descriptor) }

    /// Writes everything to the disk and gives the file its name.
    public consuming func commit() throws(Failure) { try file.commit() }
}
