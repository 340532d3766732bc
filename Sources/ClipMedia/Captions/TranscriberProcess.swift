internal import CPlatform
internal import ClipCore
internal import LibAV
internal import SystemLibrary

/// Runs the user's speech-to-text program on recordings until nobody asks any more.
struct TranscriberProcess {
    private let setup: Transcriber.Setup
    private let requests: Int32
    private let answers: Int32

    /// The program may take that many times as long as the recording, and a minute to start.
    private static let patience = 20.0

    init(_ setup: Transcriber.Setup, requests: Int32, answers: Int32) {
        (self.setup, self.requests, self.answers) = (setup, requests, answers)
    }

    func run() -> Never {
        // A terminal's Ctrl-C reaches all processes: this one ends with the one that asks.
        for number in [SIGINT, SIGHUP, SIGPIPE] { signal(number, SIG_IGN) }
        for descriptor in Int32(3)..<1024 where descriptor != requests && descriptor != answers {
            close(descriptor)
        }
        let pipe = MessagePipe(reading: requests, writing: answers) { true }
        while let (language, wav) = pipe.receive() {
            // What reads clips is not trusted: it names a language, and no option of the program.
            guard language.allSatisfy({ $0.isASCII && $0.isLetter }) else { break }
            do throws(Problem) {
                guard pipe.send("done", try captions(of: wav, language)) else { break }
            } catch {
                guard pipe.send("failed", Array(error.reason.utf8)) else { break }
            }
        }
        _exit(0)
    }

    private struct Problem: Error { var reason: String }

    private func captions(of wav: [UInt8], _ language: String) throws(Problem) -> [UInt8] {
        let kept = kept(for: wav, language)
        if let kept, let known = Self.captions(in: kept) { return known }
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/clipfit-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Problem(reason: "\(base): \(Self.cause(errno))") }
        let folder = FilePath(String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self))
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        guard Self.write(wav, folder.appending("in.wav")) else {
            throw Problem(reason: "no room for the audio")
        }
        let log = clipfit_memory_file("transcriber")
        defer { close(log) }
        let seconds = 60 + Self.patience * Double(wav.count) / 32_000
        let end = try run(in: folder, language, log, seconds: seconds)
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder.string))?.sorted() ?? []
        for name in found where name.lowercased().hasSuffix(".srt") {
            guard let captions = Self.captions(in: folder.appending(name)) else { continue }
            if let kept {
                _ = try? Folder.make(kept.removingLastComponent())
                let new = kept.removingLastComponent().appending("\(getpid()).new")
                if Self.write(captions, new) { rename(new.string, kept.string) }
            }
            return captions
        }
        throw Problem(reason: "it wrote no captions; \(end)\(Self.lastLine(log))")
    }

    /// Where the result is kept: the name is made of all that it depends on.
    private func kept(for wav: [UInt8], _ language: String) -> FilePath? {
        guard let cache = setup.cache, var print = try? Fingerprint() else { return nil }
        for word in setup.command + [language] { print.add(Array(word.utf8) + [0]) }
        print.add(wav)
        return cache.path.appending(print.hexadecimal() + ".srt")
    }

    /// The text of a file with captions as UTF-8; nil for anything else. Programs end well with empty files, too.
    private static func captions(in path: FilePath) -> [UInt8]? {
        guard let source = try? SourceFile.open(path),
            (1...Int64(CaptionFile.maximumBytes)).contains(source.sizeBytes),
            let bytes = try? source.bytes(at: 0, count: Int(source.sizeBytes)),
            let text = PlainText.read(bytes), (try? CaptionFile(text)) != nil
        else { return nil }
        return Array(text.utf8)
    }

    /// Runs the program in a group of its own, all of which is ended. Returns how it ended.
    private func run(in folder: FilePath, _ language: String, _ log: Int32, seconds: Double) throws(Problem)
        -> String
    {
        let process = try start(in: folder, language, log)
        defer { kill(-process, SIGKILL) }
        let deadline = ContinuousClock.now + .seconds(seconds)
        var status: Int32 = 0
        while waitpid(process, &status, WNOHANG) == 0 {
            var asker = pollfd(fd: requests, events: 0, revents: 0)
            if poll(&asker, 1, 100) > 0, asker.revents & Int16(POLLHUP) != 0 {
                throw Problem(reason: "nobody waits for it any more")
            }
            guard ContinuousClock.now > deadline else { continue }
            kill(-process, SIGKILL)
            Descriptor.retrying { waitpid(process, &status, 0) }
            throw Problem(reason: "it was not done after \(Int(seconds)) s")
        }
        return status & 0x7F == 0 ? "exit code \(status >> 8 & 0xFF)" : "ended by signal \(status & 0x7F)"
    }

    private func start(in folder: FilePath, _ language: String, _ log: Int32) throws(Problem) -> pid_t {
        let places = [
            "{in}": folder.appending("in.wav").string, "{out}": folder.appending("out").string,
            "{language}": language,
        ]
        let words = setup.command.map { word in places.reduce(word) { $0.replacing($1.key, with: $1.value) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_adddup2(&actions, log, descriptor)
        }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in [SIGINT, SIGHUP, SIGPIPE, SIGTERM] { sigaddset(&defaults, number) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF))
        // Programs that could fetch their model from the network are asked not to.
        setenv("HF_HUB_OFFLINE", "1", 1)
        let arguments = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        // The program begins in the folder; nothing else here depends on where the process is.
        chdir(folder.string)
        defer { chdir("/") }
        var process: pid_t = 0
        let result = posix_spawnp(&process, words[0], &actions, &attributes, arguments, environ)
        guard result == 0 else { throw Problem(reason: Self.cause(result)) }
        return process
    }

    private static func write(_ bytes: [UInt8], _ path: FilePath) -> Bool {
        let descriptor = path.withPlatformString { open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return Descriptor.writeAll(bytes, to: descriptor)
    }

    private static func cause(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }

    /// The last line that the program printed, for a message.
    private static func lastLine(_ log: Int32) -> String {
        let size = lseek(log, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: Int(min(2000, max(0, size))))
        let got = pread(log, &bytes, bytes.count, max(0, size - 2000))
        let lines = String(decoding: bytes.prefix(max(0, got)), as: UTF8.self).split(
            whereSeparator: \.isNewline)
        return lines.last { !$0.allSatisfy(\.isWhitespace) }.map { "; its last words: \($0)" } ?? ""
    }
}
