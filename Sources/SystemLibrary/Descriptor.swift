/// Reading and writing through file descriptors; a call that a signal interrupts is repeated.
public enum Descriptor {
    /// Repeats a system call while a signal interrupts it.
    ///
    /// - Returns: its result; if that is negative, `errno` says why.
    @discardableResult public static func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }

    /// Writes all bytes.
    ///
    /// - Returns: false, with `errno` set, if that fails.
    public static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let wrote = retrying { write(descriptor, bytes.baseAddress! + done, bytes.count - done) }
                guard wrote > 0 else { return false }
                done += wrote
            }
            return true
        }
    }

    /// Fills a buffer from `offset` of a file on.
    ///
    /// - Returns: the bytes read, fewer than fit only at the file's end; negative, with `errno` set, if reading fails.
    public static func readAll(
        into buffer: UnsafeMutableRawBufferPointer, from descriptor: Int32, at offset: Int64
    ) -> Int {
        var done = 0
        while done < buffer.count {
            let got = retrying {
                pread(
                    descriptor, buffer.baseAddress! + done, buffer.count - done, off_t(offset) + off_t(done))
            }
            guard got > 0 else { return got < 0 ? got : done }
            done += got
        }
        return done
    }

    /// The rest of a file or pipe; if it has more than `limit` bytes, some more than that.
    ///
    /// - Returns: nil, with `errno` set, if reading fails.
    public static func rest(of descriptor: Int32, limit: Int) -> [UInt8]? {
        var (bytes, block) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        while bytes.count <= limit {
            let got = retrying { read(descriptor, &block, block.count) }
            if got < 0 { return nil }
            if got == 0 { break }
            bytes += block[..<got]
        }
        return bytes
    }
}
