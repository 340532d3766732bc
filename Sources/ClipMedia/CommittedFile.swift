internal import ClipCore
internal import Glibc
internal import SystemPackage

/// An output that appears under its name whole or not at all.
///
/// It is written without a name where the file system can (`O_TMPFILE`), else as `.NAME.PID.part` beside its
/// final place; ``commit()`` makes it durable and then gives it its name.
struct CommittedFile: ~Copyable {
    let descriptor: Int32
    /// The name that it gets.
    let path: FilePath
    private let folder: FilePath
    private let overwrites: Bool
    /// The name that it has while it is written; nil where it has none.
    private var partial: FilePath?

    private init(descriptor: Int32, path: FilePath, overwrites: Bool, partial: FilePath?) {
        (self.descriptor, self.path, self.overwrites, self.partial) = (descriptor, path, overwrites, partial)
        folder = Self.folder(of: path)
    }

    deinit {
        if let partial { _ = partial.withPlatformString { unlink($0) } }
        close(descriptor)
    }

    /// - Throws: where the name is taken and may not be overwritten, or nothing can be created there.
    static func create(_ path: FilePath, overwrites: Bool, source: borrowing SourceFile) throws(MediaError)
        -> CommittedFile
    {
        try check(path, overwrites: overwrites, source: source)
        return try create(path, overwrites: overwrites)
    }

    /// The same for what is made of no single source.
    static func create(_ path: FilePath, overwrites: Bool) throws(MediaError) -> CommittedFile {
        try check(path, overwrites: overwrites)
        let folder = folder(of: path)
        let nameless = folder.withPlatformString { open($0, temporaryFile | O_RDWR | O_CLOEXEC, 0o666) }
        if nameless >= 0 {
            return CommittedFile(descriptor: nameless, path: path, overwrites: overwrites, partial: nil)
        }
        guard [EOPNOTSUPP, EISDIR, EINVAL, ENOENT].contains(errno) else { throw failure(path, errno) }
        let partial = folder.appending(hiddenName(for: path))
        let named = partial.withPlatformString { open($0, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
        guard named >= 0 else { throw failure(path, errno) }
        return CommittedFile(descriptor: named, path: path, overwrites: overwrites, partial: partial)
    }

    /// Linux's `O_TMPFILE`, a macro that is hidden from Swift; the same number on x86-64 and arm64.
    private static let temporaryFile: Int32 = 0o20000000 | O_DIRECTORY

    /// Fails early for a name that cannot be given later.
    static func check(_ path: FilePath, overwrites: Bool, source: borrowing SourceFile) throws(MediaError) {
        var (facts, original) = (stat(), stat())
        if path.withPlatformString({ stat($0, &facts) }) == 0, fstat(source.descriptor, &original) == 0,
            original.st_ino == facts.st_ino, original.st_dev == facts.st_dev
        {
            throw MediaError(
                .cannotCreate, path, "the output would replace its own source",
                hint: "choose another name with -o")
        }
        try check(path, overwrites: overwrites)
    }

    /// The same for what is made of no single source.
    static func check(_ path: FilePath, overwrites: Bool) throws(MediaError) {
        var facts = stat()
        guard path.withPlatformString({ stat($0, &facts) }) == 0 else { return }
        if facts.st_mode & S_IFMT == S_IFDIR {
            throw MediaError(.cannotCreate, path, "a folder has that name")
        }
        guard overwrites else {
            throw MediaError(
                .exists, path, "the file exists already", hint: "use --overwrite, or another name with -o")
        }
    }

    /// Appends bytes.
    borrowing func write(_ bytes: [UInt8]) throws(MediaError) {
        var done = 0
        while done < bytes.count {
            let wrote = bytes[done...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if wrote > 0 {
                done += wrote
            } else if errno != EINTR {
                throw Self.failure(path, errno)
            }
        }
    }

    /// Writes everything to the disk and gives the file its name.
    consuming func commit() throws(MediaError) {
        while fsync(descriptor) != 0 {
            guard errno == EINTR else { throw Self.failure(path, errno) }
        }
        if partial == nil && !overwrites {
            guard link(to: path) == 0 else { throw Self.failure(path, errno) }
        } else {
            if partial == nil {
                let name = folder.appending(Self.hiddenName(for: path))
                guard link(to: name) == 0 else { throw Self.failure(path, errno) }
                partial = name
            }
            let result = partial!.withPlatformString { from in
                path.withPlatformString { to in
                    overwrites ? rename(from, to) : Glibc.link(from, to)
                }
            }
            guard result == 0 else { throw Self.failure(path, errno) }
            if overwrites { partial = nil }
        }
        let directory = folder.withPlatformString { open($0, O_RDONLY | O_CLOEXEC) }
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
    }

    private func link(to name: FilePath) -> Int32 {
        "/proc/self/fd/\(descriptor)".withCString { from in
            name.withPlatformString { linkat(AT_FDCWD, from, AT_FDCWD, $0, AT_SYMLINK_FOLLOW) }
        }
    }

    private static func folder(of path: FilePath) -> FilePath {
        let parent = path.removingLastComponent()
        return parent.isEmpty ? "." : parent
    }

    private static func hiddenName(for path: FilePath) -> FilePath {
        FilePath(bytes: Leftovers.beginning(of: path) + Array("\(getpid())".utf8) + Leftovers.ending)
    }

    private static func failure(_ path: FilePath, _ code: Int32) -> MediaError {
        switch code {
        case ENOSPC, EDQUOT:
            MediaError(.diskFull, path, "the disk is full", hint: "free some space and try again")
        case EEXIST:
            MediaError(
                .exists, path, "the file exists already", hint: "use --overwrite, or another name with -o")
        case ENOENT, ENOTDIR:
            MediaError(.cannotCreate, path, "no such folder", hint: "create the folder first")
        case EIO: MediaError(.readWrite, path, SourceFile.reason(code))
        default: MediaError(.cannotCreate, path, SourceFile.reason(code))
        }
    }
}

extension FilePath {
    /// Joins a relative path, by bytes.
    fileprivate func appending(_ other: FilePath) -> FilePath {
        FilePath(bytes: bytes + [UInt8(ascii: "/")] + other.bytes)
    }
}
