internal import CPlatform
internal import ClipCore
internal import ClipMedia
internal import SystemLibrary

/// A worker process as seen by its batch. It dies with the thread that started it.
final class WorkerProcess {
    let process: pid_t
    /// Pipes to and from it, non-blocking.
    let orders: Int32, answers: Int32
    /// Its current job.
    var assignment: Assignment?
    /// When it last showed progress.
    var lastSign = ContinuousClock.now
    private let messages: Int32
    private var incoming: [UInt8] = []
    private var outgoing: [UInt8] = []
    private var isReaped = false

    private init(_ process: pid_t, orders: Int32, answers: Int32, _ messages: Int32) {
        (self.process, self.orders, self.answers, self.messages) = (process, orders, answers, messages)
    }

    deinit {
        if !isReaped { _ = end() }
        close(orders)
        close(answers)
        if messages >= 0 { close(messages) }
    }

    /// Starts a worker. Throws if the system allows no more processes or files.
    static func start(_ program: WorkerProgram, _ setup: WorkerSetup) throws(Failure) -> WorkerProcess {
        let orders = try pipeEnds()
        defer { close(orders.reading) }
        let answers: (reading: Int32, writing: Int32)
        do throws(Failure) { answers = try pipeEnds() } catch {
            close(orders.writing)
            throw error
        }
        defer { close(answers.writing) }
        let messages = clipfit_memory_file("clipfit-worker")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        if messages >= 0 {
            posix_spawn_file_actions_adddup2(&actions, messages, STDERR_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, orders.reading, Worker.orders)
        posix_spawn_file_actions_adddup2(&actions, answers.writing, Worker.answers)
        let words = program.arguments.map { strdup($0) } + [nil]
        // The signal identifies a crash; symbolising would take longer than the clip. With one malloc arena
        // per thread, glibc keeps 10 MB more after a thousand clips.
        let environment =
            Self.environment + [strdup("SWIFT_BACKTRACE=enable=no"), strdup("MALLOC_ARENA_MAX=1"), nil]
        defer { (words + environment).forEach { free($0) } }
        var process: pid_t = 0
        let result = program.path.withPlatformString {
            posix_spawn(&process, $0, &actions, nil, words, environment)
        }
        guard result == 0 else {
            close(orders.writing)
            close(answers.reading)
            if messages >= 0 { close(messages) }
            throw failure(result)
        }
        for end in [orders.writing, answers.reading] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        let worker = WorkerProcess(process, orders: orders.writing, answers: answers.reading, messages)
        worker.tell(.setUp(setup))
        return worker
    }

    /// Both descriptors are above those that the worker receives, so that none is overwritten before it is copied.
    private static func pipeEnds() throws(Failure) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw failure(errno) }
        let moved = ends.map { fcntl($0, F_DUPFD_CLOEXEC, Worker.answers + 1) }
        ends.forEach { close($0) }
        guard moved.allSatisfy({ $0 >= 0 }) else {
            let code = errno
            moved.filter { $0 >= 0 }.forEach { close($0) }
            throw failure(code)
        }
        return (moved[0], moved[1])
    }

    private static var environment: [UnsafeMutablePointer<CChar>?] {
        var (words, index): ([UnsafeMutablePointer<CChar>?], Int) = ([], 0)
        while let word = environ[index] {
            words.append(strdup(word))
            index += 1
        }
        return words
    }

    private static func failure(_ code: Int32) -> Failure {
        Failure(
            .workerLost, "", "no worker can be started: \(String(cString: strerror(code)).lowercased())",
            hint: "fewer --jobs take fewer processes")
    }

    func tell(_ order: WorkerOrder) {
        outgoing += Wire.line(order)
        flush()
    }

    /// Whether orders are still unsent.
    var isBehind: Bool { !outgoing.isEmpty }

    /// Sends as much as fits without blocking.
    func flush() {
        while !outgoing.isEmpty {
            let sent = outgoing.withUnsafeBytes { write(orders, $0.baseAddress, $0.count) }
            if sent > 0 {
                outgoing.removeFirst(sent)
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                // It is gone; reading detects that too.
                outgoing = []
            }
        }
    }

    /// Its messages since the last call; nil if it died or sent an invalid message.
    func hear() -> [WorkerAnswer]? {
        var block = [UInt8](repeating: 0, count: 1 << 16)
        var isGone = false
        while incoming.count < Wire.longestLine {
            let got = Descriptor.retrying { read(answers, &block, block.count) }
            guard got > 0 else {
                isGone = got == 0 || errno != EAGAIN
                break
            }
            incoming += block[..<got]
        }
        var said: [WorkerAnswer] = []
        for line in Wire.lines(&incoming) {
            guard let answer: WorkerAnswer = Wire.value(line) else { return nil }
            said.append(answer)
        }
        if incoming.count >= Wire.longestLine { return nil }
        return isGone && said.isEmpty ? nil : said
    }

    /// Asks it to stop its work and exit.
    func interrupt() { kill(process, SIGTERM) }

    /// Kills it if it has not exited. Returns the cause of death as text; nil if it was still alive.
    func end() -> String? {
        isReaped = true
        var status: Int32 = 0
        // After closing its pipe a worker is about to exit by itself; its own exit status is wanted.
        for _ in 0..<20 {
            let result = waitpid(process, &status, WNOHANG)
            if result == process { return ProcessEnd(status).cause + lastWords }
            if result < 0 && errno != EINTR { return nil }
            usleep(10_000)
        }
        kill(process, SIGKILL)
        Descriptor.retrying { waitpid(process, &status, 0) }
        return nil
    }

    /// Kills it without asking for the cause.
    func killNow() {
        kill(process, SIGKILL)
        isReaped = true
        var status: Int32 = 0
        Descriptor.retrying { waitpid(process, &status, 0) }
    }

    /// The last line of its standard error.
    private var lastWords: String {
        guard messages >= 0 else { return "" }
        let size = lseek(messages, 0, SEEK_END)
        let wanted = min(size, 2000)
        guard wanted > 0 else { return "" }
        var bytes = [UInt8](repeating: 0, count: Int(wanted))
        let got = pread(messages, &bytes, bytes.count, size - wanted)
        let lines = String(decoding: bytes.prefix(max(0, got)), as: UTF8.self).split(
            whereSeparator: \.isNewline)
        return lines.last.map { "; its last words: \($0)" } ?? ""
    }
}
