public import ClipCore
internal import ClipMedia
public import SystemPackage

extension Journal {
    /// Whether a source may be worked on.
    public enum Claim: Hashable, Sendable {
        /// It is this batch's now; the number of the try.
        case granted(attempt: Int)
        /// Another batch is at work on it.
        case taken
        /// Another batch that ran at the same time, and was asked for the same of the same file, failed at it.
        case failed(Failure, attempt: Int)
    }

    /// An output of a batch.
    public struct Output: Hashable, Sendable {
        /// Below the batch's folder.
        public let place: FilePath
        /// Where it is.
        public let path: FilePath
        /// What it is made of and how.
        public let made: OutputMaking
        /// Files that were made beside it, once it is finished.
        public var companions: [FilePath] = []

        /// An output of these facts.
        public init(place: FilePath, path: FilePath, _ made: OutputMaking) {
            (self.place, self.path, self.made) = (place, path, made)
        }

        /// The place of a file beside it.
        func place(of companion: FilePath) -> FilePath {
            place.removingLastComponent().pushing(FilePath(bytes: companion.nameBytes))
        }
    }
}
