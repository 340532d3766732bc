internal import SystemLibrary
public import SystemPackage

/// The kernel's notices about watched folders (inotify).
public final class FolderNotices {
    /// What happened to an entry of a folder.
    public struct Notice {
        /// The number returned by ``watch(_:)``.
        public let folder: Int32
        /// The affected entry; empty for the folder itself.
        public let name: [UInt8]
        /// Whether notices before it were lost.
        public let isOverflow: Bool
        /// Whether it concerns a folder: one that came or went, or the watched one.
        public let isAboutFolder: Bool
    }

    /// Readable while notices are pending.
    public let descriptor: Int32

    deinit { close(descriptor) }

    #if os(Linux) && !PORTABLE
        /// - Throws: an `errno`, e.g. if the user has too many instances.
        public init() throws(Errno) {
            descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
            guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        }

        /// Watches a folder, not its subfolders; watching it again returns the same number.
        ///
        /// - Throws: an `errno`, e.g. if the user watches too many folders.
        public func watch(_ folder: FilePath) throws(Errno) -> Int32 {
            // Writes are reported at close: a notice per write call would be too many.
            let kinds =
                IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB
                | IN_DELETE_SELF | IN_MOVE_SELF
            let mask = UInt32(kinds) | UInt32(IN_ONLYDIR) | UInt32(IN_EXCL_UNLINK)
            let number = folder.withPlatformString { inotify_add_watch(descriptor, $0, mask) }
            guard number >= 0 else { throw Errno(rawValue: errno) }
            return number
        }

        /// Stops watching a folder.
        public func forget(_ folder: Int32) { inotify_rm_watch(descriptor, folder) }

        /// All notices since the last call.
        public func take() -> [Notice] {
            var notices: [Notice] = []
            var block = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let got = Descriptor.retrying { read(descriptor, &block, block.count) }
                guard got > 0 else { return notices }
                Self.add(block[..<got], to: &notices)
            }
        }

        /// An `inotify_event` has a 16-byte header with the length of the zero-padded name that follows.
        private static func add(_ bytes: ArraySlice<UInt8>, to notices: inout [Notice]) {
            bytes.withUnsafeBytes { bytes in
                var place = 0
                while place + 16 <= bytes.count {
                    let length = Int(bytes.loadUnaligned(fromByteOffset: place + 12, as: UInt32.self))
                    guard place + 16 + length <= bytes.count else { return }
                    let mask = bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)
                    let name = Array(bytes[(place + 16)..<(place + 16 + length)].prefix { $0 != 0 })
                    notices.append(
                        Notice(
                            folder: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self), name: name,
                            isOverflow: mask & UInt32(IN_Q_OVERFLOW) != 0,
                            isAboutFolder: name.isEmpty || mask & UInt32(IN_ISDIR) != 0))
                    place += 16 + length
                }
            }
        }
    #else
        /// - Throws: always: the folders have to be looked through.
        public init() throws(Errno) { throw .noFunction }

        /// - Throws: always.
        public func watch(_ folder: FilePath) throws(Errno) -> Int32 { throw .noFunction }

        /// Does nothing.
        public func forget(_ folder: Int32) {}

        /// None.
        public func take() -> [Notice] { [] }
    #endif
}
