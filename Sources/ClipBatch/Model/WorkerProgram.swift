public import Platform
public import SystemPackage

/// The command that starts workers.
public struct WorkerProgram: Sendable {
    /// Path of the program.
    public var path: FilePath
    /// Its name and arguments.
    public var arguments: [String]

    /// - Parameter path: by default the running program.
    public init(_ path: FilePath = .runningProgram, arguments: [String]) {
        (self.path, self.arguments) = (path, arguments)
    }
}
