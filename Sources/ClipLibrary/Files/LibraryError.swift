public import SystemPackage

/// Why the library, or a file that is read into it, could not be used: one sentence, what to do, and a code that
/// scripts know.
public struct LibraryError: Error, Hashable, Sendable {
    /// Grows with time; compare against the constants.
    public struct Code: Hashable, Sendable {
        /// The code's name in JSON; it never changes.
        public let name: String
        /// The exit code of the command line (sysexits.h).
        public let exitCode: Int32

        /// A newer clipfit made the library.
        public static let newer = Code(name: "library-newer", exitCode: 65)
        /// The library's file is damaged, or no library at all.
        public static let damaged = Code(name: "library-damaged", exitCode: 65)
        /// Another clipfit is writing into the library.
        public static let locked = Code(name: "library-locked", exitCode: 75)
        /// The library's file cannot be opened or read.
        public static let unreadable = Code(name: "library-unreadable", exitCode: 66)
        /// The library, or the folder for it, cannot be created or written to.
        public static let cannotCreate = Code(name: "cannot-create-output", exitCode: 73)
        /// Reading or writing failed half-way.
        public static let readWrite = Code(name: "input-output-error", exitCode: 74)
        /// No space is left for the library.
        public static let diskFull = Code(name: "disk-full", exitCode: 75)
        /// What SQLite says cannot be: a fault of clipfit.
        public static let bug = Code(name: "internal-error", exitCode: 70)
        /// There is no such thing in the library.
        public static let notFound = Code(name: "not-in-library", exitCode: 65)
        /// The file does not exist, or cannot be read.
        public static let unreadableInput = Code(name: "unreadable-input", exitCode: 66)
        /// The file is no board, or a wrong one.
        public static let unusableInput = Code(name: "unusable-input", exitCode: 65)
    }

    /// The kind of the failure, for scripts.
    public let code: Code
    /// The file that it is about: the library, or what was to be read.
    public let path: FilePath
    /// Lower case, no full stop, without the path.
    public let message: String
    /// What to do about it; nil where there is no advice.
    public let hint: String?

    /// The row of a table or the line of a file, from 1; nil where it is about the whole.
    public var row: Int?
    /// The column, or the key in JSON; nil likewise.
    public var column: String?

    /// A failure about `path`, in words for people.
    public init(_ code: Code, _ path: FilePath, _ message: String, hint: String? = nil) {
        (self.code, self.path, self.message, self.hint) = (code, path, message, hint)
    }
}
