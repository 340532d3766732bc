public import ClipMedia
internal import Glibc
public import SystemPackage

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The record of a batch, in its output folder as `.clipfit/batch.jsonl`: one ``JournalEntry`` a line, only ever appended
/// to. A line that a crash cut off is passed over.
///
/// One batch writes to a folder at a time: the file is locked (`flock`) as long as it is open.
public final class Journal {
    /// What it says by now.
    public private(set) var index = JournalIndex()
    /// Nil where entries are not kept: for a dry run.
    private let descriptor: Int32?
    private let path: FilePath

    /// Opens the journal of an output folder, and makes both where they are missing.
    ///
    /// - Parameter writes: false only reads what there is, and changes nothing.
    /// - Throws: where another batch is at work there, or nothing can be read or written.
    public init(of folder: FilePath, writes: Bool = true) throws(MediaError) {
        path = folder.pushing(".clipfit/batch.jsonl")
        guard writes else {
            descriptor = nil
            let opened = path.withPlatformString { open($0, O_RDONLY | O_CLOEXEC) }
            defer { close(opened) }
            if opened >= 0 { try read(opened) }
            return
        }
        try Folder.make(path.removingLastComponent())
        let opened = path.withPlatformString { open($0, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666) }
        descriptor = opened >= 0 ? opened : nil
        guard opened >= 0 else { throw Folder.failure(path, errno) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            throw MediaError(
                .locked, folder, "another batch is writing into this folder", hint: "wait for its end")
        }
        if try read(opened) != UInt8(ascii: "\n") { try write([UInt8(ascii: "\n")]) }
    }

    deinit { if let descriptor { close(descriptor) } }

    /// Appends an entry; on return it is on the disk.
    public func add(_ entry: JournalEntry) throws(MediaError) {
        index.add(entry)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(entry) else {
            throw MediaError(.bug, path, "an entry cannot be told as JSON")
        }
        try write([UInt8](line) + [UInt8(ascii: "\n")])
        if let descriptor, fdatasync(descriptor) != 0 { throw Folder.failure(path, errno) }
    }

    private func write(_ bytes: [UInt8]) throws(MediaError) {
        guard let descriptor else { return }
        var done = 0
        while done < bytes.count {
            let wrote = bytes[done...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if wrote > 0 { done += wrote } else if errno != EINTR { throw Folder.failure(path, errno) }
        }
    }

    /// Takes in what stands in the file.
    ///
    /// - Returns: its last byte; a line's end for an empty file.
    @discardableResult
    private func read(_ descriptor: Int32) throws(MediaError) -> UInt8? {
        let text = Data(try contents(descriptor))
        let decoder = JSONDecoder()
        for line in text.split(separator: UInt8(ascii: "\n")) {
            guard let entry = try? decoder.decode(JournalEntry.self, from: line),
                entry.schema == JournalEntry.schemaName
            else { continue }
            index.add(entry)
        }
        return text.last ?? UInt8(ascii: "\n")
    }

    private func contents(_ descriptor: Int32) throws(MediaError) -> [UInt8] {
        var (bytes, block) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        while true {
            let got = block.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if got > 0 {
                bytes += block[..<got]
            } else if got == 0 {
                return bytes
            } else if errno != EINTR {
                throw Folder.failure(path, errno)
            }
        }
    }
}
