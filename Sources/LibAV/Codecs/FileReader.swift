internal import CFFmpeg
internal import CFFmpegShims
internal import SystemLibrary

/// Reads one open file for FFmpeg, and nothing but its descriptor.
///
/// FFmpeg treats many read errors as an early end of file; this reader records them, so that a source that
/// shrinks or fails while it is read is not mistaken for one that ends.
final class FileReader {
    private let descriptor: Int32
    private let size: Int64
    private var position: Int64 = 0
    private let deadline: Deadline?
    /// The first read error, as a negative FFmpeg code.
    private(set) var failure: Int32?

    /// - Parameter descriptor: a regular file opened for reading; it is duplicated, so the caller may close
    ///   its own.
    init(descriptor: Int32, deadline: Deadline?) throws(AVFailure) {
        var facts = stat()
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0, fstat(copy, &facts) == 0 else {
            throw AVFailure("read the file's size", code: clipfit_error(errno), .reading)
        }
        (self.descriptor, self.deadline) = (copy, deadline)
        size = Int64(facts.st_size)
    }

    deinit { close(descriptor) }

    /// Creates an AVIO context that reads through this object, which must outlive it.
    func context() -> UnsafeMutablePointer<AVIOContext>? {
        clipfit_io_create(
            1 << 16, Unmanaged.passUnretained(self).toOpaque(),
            { opaque, bytes, count in
                Unmanaged<FileReader>.fromOpaque(opaque!).takeUnretainedValue().read(bytes!, Int(count))
            }, nil,
            { opaque, offset, whence in
                Unmanaged<FileReader>.fromOpaque(opaque!).takeUnretainedValue().seek(offset, whence)
            })
    }

    private func read(_ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int32 {
        if Interruption.signal != nil || deadline?.isOver == true { return fail(clipfit_error_exit()) }
        guard position < size else { return clipfit_error_eof() }
        let wanted = min(count, Int(size - position))
        let got = Descriptor.retrying { pread(descriptor, bytes, wanted, off_t(position)) }
        guard got > 0 else { return fail(clipfit_error(got < 0 ? errno : EIO)) }
        position += Int64(got)
        return Int32(got)
    }

    private func fail(_ code: Int32) -> Int32 {
        if failure == nil { failure = code }
        return code
    }

    private func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
        if whence & AVSEEK_SIZE != 0 { return size }
        let base = whence == SEEK_CUR ? position : whence == SEEK_END ? size : 0
        guard base + offset >= 0 else { return Int64(clipfit_error(EINVAL)) }
        position = base + offset
        return position
    }
}

/// A time on the monotonic clock after which an operation stops.
public struct Deadline: Sendable {
    private let moment: ContinuousClock.Instant

    /// Creates a deadline `duration` from now.
    public init(after duration: Duration) { moment = .now + duration }

    /// The deadline has passed.
    public var isOver: Bool { ContinuousClock.now > moment }
}
