public import SystemPackage

/// The command that starts workers.
public struct WorkerProgram: Sendable {
    /// Path of the program.
    public var path: FilePath
    /// Its name and arguments.
    public var arguments: [String]

    /// - Parameter path: by default the running program, even if its file was renamed.
    public init(_ path: FilePath = "/proc/self/exe", arguments: [String]) {
        (self.path, self.arguments) = (path, arguments)
    }
}
