internal import ArgumentParser
internal import ClipCore
internal import SystemLibrary

extension Failure.Kind {
    /// Its name in JSON, which never changes, and the exit code (sysexits.h; for a signal 128 and its number).
    var code: (name: String, exit: Int32) {
        switch self {
        case .usage: ("usage", 64)
        case .unusable: ("unusable-input", 65)
        case .damaged: ("damaged-input", 65)
        case .sourceChanged: ("source-changed", 65)
        case .libraryNewer: ("library-newer", 65)
        case .libraryDamaged: ("library-damaged", 65)
        case .notFound: ("not-in-library", 65)
        case .unreadable: ("unreadable-input", 66)
        case .libraryUnreadable: ("library-unreadable", 66)
        case .missingCodec: ("missing-codec", 69)
        case .noSandbox: ("no-sandbox", 69)
        case .bug: ("internal-error", 70)
        case .cannotCreate: ("cannot-create-output", 73)
        case .exists: ("output-exists", 73)
        case .readWrite: ("input-output-error", 74)
        case .diskFull: ("disk-full", 75)
        case .outOfMemory: ("out-of-memory", 75)
        case .tooManyFiles: ("too-many-open-files", 75)
        case .locked: ("locked", 75)
        case .libraryLocked: ("library-locked", 75)
        case .workerLost: ("worker-lost", 75)
        case .timeout: ("timeout", 75)
        case .forbidden: ("forbidden", 77)
        case .lockedField: ("locked-field", 77)
        case .wrongConfiguration: ("wrong-configuration", 78)
        case .interrupted(let signal): ("interrupted", 128 + signal)
        }
    }

    /// ``code``'s, for ArgumentParser.
    var exitCode: ExitCode { ExitCode(code.exit) }
}

extension ExitCode {
    /// Ends the process: the one place where it exits with a result. Nothing is buffered, and the libraries' own ends cost
    /// 1,000 page faults.
    func endProcess() -> Never {
        Progress.Summary.print(rawValue)
        _exit(rawValue)
    }
}
