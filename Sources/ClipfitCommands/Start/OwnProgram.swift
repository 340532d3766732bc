internal import ClipCore
internal import LibAV
internal import Platform
internal import SystemLibrary
internal import SystemPackage

/// Another command of this program, in a process of its own.
struct OwnProgram {
    /// The verb and its arguments, as a user would type them.
    let words: [FileArgument]

    init(_ words: [FileArgument]) { self.words = words }

    /// As a line for a shell.
    var line: String {
        "clipfit "
            + words.map { word in
                let text = String(decoding: word.bytes, as: UTF8.self)
                let isPlain = text.unicodeScalars.allSatisfy { scalar in
                    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                        || "-_./,:=+@%".unicodeScalars.contains(scalar)
                }
                return isPlain && !text.isEmpty ? text : "'\(text.replacing("'", with: "'\\''"))'"
            }.joined(separator: " ")
    }

    /// Runs it, and collects what it prints on standard output.
    ///
    /// - Throws: if the system allows no more processes, or after a signal.
    func run() throws(Failure) -> (exit: Int32, output: [UInt8]) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw failure(errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        let arguments =
            [strdup("clipfit")] + words.map { strndup($0.bytes.map(CChar.init(bitPattern:)), $0.bytes.count) }
            + [nil]
        defer { arguments.forEach { free($0) } }
        var process: pid_t = 0
        let result = FilePath.runningProgram.withPlatformString {
            posix_spawn(&process, $0, &actions, nil, arguments, environ)
        }
        close(ends[1])
        guard result == 0 else { throw failure(result) }
        let output = Descriptor.rest(of: ends[0], limit: 64 << 20) ?? []
        var status: Int32 = 0
        Descriptor.retrying { waitpid(process, &status, 0) }
        if let signal = Interruption.signal { throw Failure(.interrupted(by: signal), "", "interrupted") }
        return (status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F, output)
    }

    private func failure(_ code: Int32) -> Failure {
        Failure(.workerLost, "", "no process can be started: \(String(cString: strerror(code)).lowercased())")
    }
}
