public import ClipCore
internal import ClipMedia

extension Journal {
    /// Result of claiming a source.
    public enum Claim: Hashable, Sendable {
        /// This batch has it; with the attempt's number.
        case granted(attempt: Int)
        /// Another batch works on it.
        case taken
        /// A concurrent batch with the same job for the same file failed at it.
        case failed(Failure, attempt: Int)
    }

    /// An output of a batch.
    public struct Output: Hashable, Sendable {
        /// Path relative to the batch's folder.
        public let place: FilePath
        /// Full path.
        public let path: FilePath
        /// Its inputs and settings.
        public let made: OutputMaking
        /// Companion files, once it is finished.
        public var companions: [FilePath] = []
        /// What is known of it, once it is finished.
        public var report: Report?

        package init(place: FilePath, path: FilePath, _ made: OutputMaking) {
            (self.place, self.path, self.made) = (place, path, made)
        }

        /// The path of a companion file, relative to the batch's folder.
        func place(of companion: FilePath) -> FilePath {
            place.removingLastComponent().pushing(FilePath(bytes: companion.nameBytes))
        }
    }
}
