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

    /// Runs it, and collects what it prints on standard output. Its errors are for people, also with `--json`.
    ///
    /// - Throws: if the system allows no more processes, or after a signal, which it receives too.
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
        // In a group of its own a terminal's Ctrl-C does not reach it: it gets each signal once, from here.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        setenv(ErrorPrinter.forPeople, "1", 1)
        var process: pid_t = 0
        let result = FilePath.runningProgram.withPlatformString {
            posix_spawn(&process, $0, &actions, &attributes, arguments, environ)
        }
        close(ends[1])
        guard result == 0 else { throw failure(result) }
        let output = Self.output(of: process, ends[0])
        var status: Int32 = 0
        Descriptor.retrying { waitpid(process, &status, 0) }
        if let signal = Interruption.signal { throw Failure(.interrupted(by: signal), "", "interrupted") }
        return (status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F, output)
    }

    /// What a process prints; signals are passed on to it meanwhile.
    private static func output(of process: pid_t, _ end: Int32) -> [UInt8] {
        var (bytes, block, isStopped) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16), false)
        var ready = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
        while true {
            if let signal = Interruption.signal, !isStopped { isStopped = kill(process, signal) == 0 }
            guard poll(&ready, 1, 100) > 0 else { continue }
            let got = Descriptor.retrying { read(end, &block, block.count) }
            guard got > 0 else { return bytes }
            bytes += block[..<got]
        }
    }

    private func failure(_ code: Int32) -> Failure {
        Failure(.workerLost, "", "no process can be started: \(String(cString: strerror(code)).lowercased())")
    }
}
