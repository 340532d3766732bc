public import ClipCore
internal import LibAV
internal import Platform
internal import SystemLibrary

/// A source file opened read-only: a regular file, named by exact bytes.
public struct SourceFile: ~Copyable {
    /// Display path: usually the path that it was opened by.
    public let path: FilePath
    let descriptor: Int32
    /// Length in bytes when it was opened.
    public let sizeBytes: Int64
    /// Nanoseconds since 1970.
    private let modified: Int64

    private init(path: FilePath, descriptor: Int32, facts: stat) {
        self.path = path
        self.descriptor = descriptor
        sizeBytes = Int64(facts.st_size)
        modified = facts.modified.nanoseconds
    }

    deinit { close(descriptor) }

    /// Opens `path`; follows links, refuses folders, pipes and devices.
    public static func open(_ path: FilePath) throws(Failure) -> SourceFile {
        try open(at: path, named: path)
    }

    /// Reopens a descriptor's file, which need not have a name yet, and calls it `path`.
    static func open(_ descriptor: Int32, named path: FilePath) throws(Failure) -> SourceFile {
        try open(at: FilePath(OpenFile.path(of: descriptor)), named: path)
    }

    private static func open(at place: FilePath, named path: FilePath) throws(Failure) -> SourceFile {
        // Without O_NONBLOCK, opening a pipe would wait for a writer.
        let descriptor = place.withPlatformString { openat(AT_FDCWD, $0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
        guard descriptor >= 0 else {
            let code = errno
            throw Failure.tooManyFiles(code, path)
                ?? Failure(
                    .unreadable, path, reason(code),
                    hint: code == EACCES ? "check the file's permissions" : nil)
        }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            let what = facts.st_mode & S_IFMT == S_IFDIR ? "is a folder" : "is not a regular file"
            throw Failure(
                .unusable, path, what,
                hint: what == "is a folder"
                    ? "'clipfit batch FOLDER -o OUTPUT' cuts all clips of a folder" : "name a video file")
        }
        guard facts.st_size > 0 else {
            close(descriptor)
            throw Failure(.unusable, path, "the file is empty")
        }
        return SourceFile(path: path, descriptor: descriptor, facts: facts)
    }

    /// The text of an `errno`, in lower case.
    static func reason(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }

    /// SHA-256 over size, modification time and eight samples of the content, as hexadecimal digits.
    public func identity() throws(Failure) -> String {
        do {
            var print = try Fingerprint()
            print.add(Array("\(sizeBytes) \(modified / 1_000_000_000).\(modified % 1_000_000_000)".utf8))
            for sample in 0..<8 {
                let sampleSize = Int64(1 << 14)
                let offset = max(0, (sizeBytes - sampleSize)) * Int64(sample) / 7
                print.add(try bytes(at: offset, count: Int(sampleSize)))
            }
            return print.hexadecimal()
        } catch { throw Failure(error, reading: path) }
    }

    /// Reads up to `count` bytes from `offset`; fewer only at the end.
    ///
    /// - Throws: if reading fails: a disk that does not answer is not the end of a file.
    public func bytes(at offset: Int64, count: Int) throws(Failure) -> [UInt8] {
        var failure: Int32?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            let got = Descriptor.readAll(
                into: UnsafeMutableRawBufferPointer(buffer), from: descriptor, at: offset)
            if got < 0 { failure = errno }
            used = max(0, got)
        }
        if let failure {
            throw Failure(
                .readWrite, path, "could not read the file: \(Self.reason(failure))",
                hint: "is the disk in order, and still connected?")
        }
        return bytes
    }

    /// Throws if size or modification time changed since the file was opened.
    func checkUnchanged() throws(Failure) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, Int64(facts.st_size) == sizeBytes,
            facts.modified.nanoseconds == modified
        else { throw Failure(.sourceChanged, path, "the file changed while it was read") }
    }
}
