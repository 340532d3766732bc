public import SystemPackage

/// How workers are started.
public struct WorkerProgram: Sendable {
    /// The program and its arguments, its name included.
    public var path: FilePath
    /// Its name, and what makes a worker of it.
    public var arguments: [String]

    /// - Parameter path: by default the program that is running, whatever its file is called by now.
    public init(_ path: FilePath = "/proc/self/exe", arguments: [String]) {
        (self.path, self.arguments) = (path, arguments)
    }
}
