internal import SystemLibrary
public import SystemPackage

extension FilePath {
    #if os(Linux) && !PORTABLE
        /// The running program, even if its file was renamed.
        public static let runningProgram: FilePath = "/proc/self/exe"
    #else
        /// The running program: as it was called, or found in the folders of `PATH`.
        public static let runningProgram: FilePath = {
            let called = FilePath(CommandLine.arguments.first ?? "clipfit")
            let folders = getenv("PATH").map { String(cString: $0) } ?? ""
            let places =
                called.components.count > 1
                ? [called]
                : folders.split(separator: ":").map { FilePath(String($0)).appending(called.string) }
            let found = places.first { place in place.withPlatformString { access($0, X_OK) } == 0 } ?? called
            // The process may change its folder later.
            guard let whole = found.withPlatformString({ realpath($0, nil) }) else { return found }
            defer { free(whole) }
            return FilePath(platformString: whole)
        }()
    #endif
}
