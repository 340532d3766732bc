internal import ClipCore
internal import ClipMedia
internal import SystemLibrary

/// Tracks running batches by locks on bytes of one file. Byte 0 is for opening the journal, byte N for batch
/// N. The kernel releases a lock however its batch ends, without any clock; a suspended batch counts as
/// alive.
final class LiveBatches {
    private let descriptor: Int32
    private let path: FilePath

    init(_ path: FilePath) throws(Failure) {
        self.path = path
        descriptor = path.withPlatformString { open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o666) }
        guard descriptor >= 0 else { throw Folder.failure(path, errno) }
    }

    deinit { close(descriptor) }

    /// Runs `body` while no other batch opens the journal.
    func alone<Value>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
        try lock(0, Command.lockAndWait, F_WRLCK)
        defer { try? lock(0, Command.lock, F_UNLCK) }
        return try body()
    }

    /// Marks batch `number` as alive for the life of this object.
    func begin(_ number: Int64) throws(Failure) { try lock(number, Command.lock, F_WRLCK) }

    /// Whether another process runs batch `number`.
    func isAlive(_ number: Int64) -> Bool {
        var range = Self.range(number, F_WRLCK)
        return fcntl(descriptor, Command.ask, &range) == 0 && range.l_type != Int16(F_UNLCK)
    }

    /// Whether any other batch is running.
    var areAny: Bool {
        var range = Self.range(1, F_WRLCK)
        range.l_len = 0
        return fcntl(descriptor, Command.ask, &range) == 0 && range.l_type != Int16(F_UNLCK)
    }

    /// Linux's open-file locks (`F_OFD_…`), missing in Glibc's module; equal on all processors.
    private enum Command {
        static let ask: Int32 = 36
        static let lock: Int32 = 37
        static let lockAndWait: Int32 = 38
    }

    private static func range(_ byte: Int64, _ kind: Int32) -> flock {
        var range = flock()
        (range.l_type, range.l_whence) = (Int16(kind), Int16(SEEK_SET))
        (range.l_start, range.l_len) = (off_t(byte), 1)
        return range
    }

    private func lock(_ byte: Int64, _ command: Int32, _ kind: Int32) throws(Failure) {
        var range = Self.range(byte, kind)
        guard Descriptor.retrying({ fcntl(descriptor, command, &range) }) == 0 else {
            throw Failure(
                .readWrite, path, "it cannot be locked: \(String(cString: strerror(errno)).lowercased())")
        }
    }
}
