package import ClipCore
internal import Platform
internal import SystemLibrary

/// An output file that appears under its name complete or not at all, on every disk.
///
/// It is written without a name if the file system can link it later, else under a hidden name in the folder
/// (``Leftovers``). ``commit()`` syncs it to disk, then names it (``NamingWay``). Creation errors are
/// reported before any work.
package struct CommittedFile: ~Copyable {
    let descriptor: Int32
    /// The final name.
    let path: FilePath
    private let overwrites: Bool
    private let keeper: (any OutputKeeper)?
    /// Temporary name while it is written; nil if it has none.
    private var hidden: FilePath?

    private init(
        _ path: FilePath, _ descriptor: Int32, overwrites: Bool, _ keeper: (any OutputKeeper)?,
        hidden: FilePath?
    ) {
        (self.path, self.descriptor, self.hidden) = (path, descriptor, hidden)
        (self.overwrites, self.keeper) = (overwrites, keeper)
    }

    deinit {
        if let hidden { _ = hidden.withPlatformString { unlink($0) } }
        close(descriptor)
    }

    /// - Parameters:
    ///   - overwrites: replace any existing file.
    ///   - keeper: decides which other files may be replaced; is notified before the file is named.
    /// - Throws: if the name is taken and may not be overwritten, or nothing can be created there.
    package static func create(
        _ path: FilePath, overwrites: Bool, _ keeper: (any OutputKeeper)? = nil,
        source: borrowing SourceFile
    ) throws(Failure) -> CommittedFile {
        try check(path, overwrites: overwrites, keeper, source: source)
        return try create(path, overwrites: overwrites, keeper)
    }

    /// The same without a single source.
    package static func create(_ path: FilePath, overwrites: Bool, _ keeper: (any OutputKeeper)? = nil)
        throws(Failure) -> CommittedFile
    {
        try check(path, overwrites: overwrites, keeper)
        if Leftovers.isPlaceholder(path) {
            Leftovers.remove(of: path)
        } else {
            Leftovers.removeUsual(of: path)
        }
        if NamingWay.known.contains(.nameless),
            let nameless = NamelessFile.open(in: path.folder, probe: Leftovers.name(beside: path, 0))
        {
            flock(nameless, LOCK_EX | LOCK_NB)
            return CommittedFile(path, nameless, overwrites: overwrites, keeper, hidden: nil)
        }
        guard let (hidden, descriptor) = Leftovers.make(beside: path) else { throw failure(path, errno) }
        return CommittedFile(path, descriptor, overwrites: overwrites, keeper, hidden: hidden)
    }

    /// Fails early if the file could not be named later.
    package static func check(
        _ path: FilePath, overwrites: Bool, _ keeper: (any OutputKeeper)? = nil,
        source: borrowing SourceFile
    ) throws(Failure) {
        var (facts, original) = (stat(), stat())
        if path.withPlatformString({ stat($0, &facts) }) == 0, fstat(source.descriptor, &original) == 0,
            original.st_ino == facts.st_ino, original.st_dev == facts.st_dev
        {
            throw Failure(
                .cannotCreate, path, "the output would replace its own source",
                hint: "choose another name with -o")
        }
        try check(path, overwrites: overwrites, keeper)
    }

    /// The same without a single source.
    package static func check(_ path: FilePath, overwrites: Bool, _ keeper: (any OutputKeeper)? = nil)
        throws(Failure)
    {
        var facts = stat()
        guard path.withPlatformString({ stat($0, &facts) }) == 0 else {
            if errno == ENAMETOOLONG { throw failure(path, errno) }
            return
        }
        if facts.st_mode & S_IFMT == S_IFDIR {
            throw Failure(.cannotCreate, path, "a folder has that name")
        }
        guard overwrites || keeper?.mayReplace(path) == true || Leftovers.isPlaceholder(path) else {
            throw failure(path, EEXIST)
        }
    }

    /// Appends bytes.
    package borrowing func write(_ bytes: [UInt8]) throws(Failure) {
        guard Descriptor.writeAll(bytes, to: descriptor) else { throw Self.failure(path, errno) }
    }

    /// Syncs everything to disk and names the file.
    package consuming func commit() throws(Failure) {
        guard Descriptor.retrying({ fsync(descriptor) }) == 0 else { throw Self.failure(path, errno) }
        if let keeper, let facts = OutputFacts(of: descriptor) {
            let content = keeper.wantsContent ? ContentHash.of(descriptor) : nil
            try keeper.willName(NamedFile(path, facts, content: content))
        }
        // Asked again: another process may have changed the existing file in the meantime.
        if overwrites || keeper?.mayReplace(path) == true { try replace() } else { try takeName() }
        let directory = path.folder.withPlatformString { open($0, O_RDONLY | O_CLOEXEC) }
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
    }

    private mutating func takeName() throws(Failure) {
        guard let hidden else {
            guard NamelessFile.link(descriptor, to: path) else { throw Self.failure(path, errno) }
            return
        }
        let reason = NamingWay.name(hidden, path)
        guard reason == 0 else { throw Self.failure(path, reason) }
    }

    private mutating func replace() throws(Failure) {
        let from = try hiddenName()
        let result = from.withPlatformString { from in path.withPlatformString { rename(from, $0) } }
        guard result == 0 else { throw Self.failure(path, errno) }
        hidden = nil
    }

    /// Only a named file can be renamed over another one.
    private mutating func hiddenName() throws(Failure) -> FilePath {
        if let hidden { return hidden }
        Leftovers.removeUsual(of: path)
        for number in [0, getpid()] {
            let name = Leftovers.name(beside: path, number)
            if NamelessFile.link(descriptor, to: name) {
                hidden = name
                return name
            }
            guard errno == EEXIST else { break }
        }
        throw Self.failure(path, errno)
    }

    private static func failure(_ path: FilePath, _ code: Int32) -> Failure {
        switch code {
        case ENOSPC, EDQUOT:
            Failure(.diskFull, path, "the disk is full", hint: "free some space and try again")
        case EEXIST:
            Failure(
                .exists, path, "the file exists already", hint: "use --overwrite, or another name with -o")
        case ENOENT, ENOTDIR:
            Failure(.cannotCreate, path, "no such folder", hint: "create the folder first")
        case EINVAL, EILSEQ, ENAMETOOLONG:
            Failure(
                .cannotCreate, path, "the disk does not take this name: \(SourceFile.reason(code))",
                hint: "choose another name with -o")
        case EIO: Failure(.readWrite, path, SourceFile.reason(code))
        default:
            Failure.tooManyFiles(code, path) ?? Failure(.cannotCreate, path, SourceFile.reason(code))
        }
    }
}

extension FilePath {
    /// A path in the same folder, built from bytes.
    func sibling(_ name: FilePath) -> FilePath {
        FilePath(bytes: folder.bytes + [UInt8(ascii: "/")] + name.bytes)
    }
}
