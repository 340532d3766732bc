internal import ArgumentParser
internal import CPlatform
internal import ClipBatch
internal import ClipCore
internal import ClipMedia
internal import LibAV
internal import SystemLibrary

/// Runs the processes that read a command's inputs in turn, and reports the input that each crashed on.
struct InputSupervisor {
    private let inputs: [FilePath]
    private let verb: String
    private let asJSON: Bool
    private let folders: [FilePath]
    /// Exit codes of inputs that failed in ended processes or crashed them.
    private var codes: [Int: Int32] = [:] { didSet { Progress.Summary.failed = codes.count } }

    /// - Parameter folders: where outputs may be marked as clipfit's.
    init(_ inputs: [FilePath], _ verb: String, asJSON: Bool, marking folders: [FilePath]) {
        (self.inputs, self.verb, self.asJSON, self.folders) = (inputs, verb, asJSON, folders)
    }

    /// Returns only in each process that it starts, with the index of its first input.
    mutating func run() throws -> Int {
        clipfit_pulse_share()
        var first = 0
        while first < inputs.count {
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { throw failure(first, errno) }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            let own = getpid()
            let process = clipfit_fork()
            close(ends[process == 0 ? 0 : 1])
            if process == 0 {
                Self.settle(own, ends[1])
                return first
            }
            defer { close(ends[0]) }
            guard process > 0 else { throw failure(first, -process) }
            var reader = InputProcess(process, ends[0], marking: folders)
            let end = reader.wait()
            if reader.wantsFilters { for path in reader.takenByCurrent { Leftovers.remove(of: path) } }
            if let signal = Interruption.signal { throw ExitCode(128 + signal) }
            codes.merge(reader.failed) { $1 }
            if reader.wantsFilters, let current = reader.current {
                reader.taken.subtract(reader.takenByCurrent)
                InputLink.taken.formUnion(reader.taken.map { $0.lexicallyNormalized() })
                InputLink.filters = true
                first = current
                continue
            }
            guard let lost = try lost(reader, end) else { break }
            first = lost + 1
        }
        throw ExitCode(codes.count > 1 ? 1 : codes.values.first ?? 0)
    }

    private static func settle(_ parent: pid_t, _ link: Int32) {
        if clipfit_die_with(parent) == -ESRCH { _exit(0) }
        // A terminal's Ctrl-C reaches all processes: the original one handles it, and asks this one to stop.
        for number in [SIGINT, SIGHUP] { signal(number, SIG_IGN) }
        clipfit_last_words("", 0, 0)
        var none = rlimit()
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        InputLink.open(link)
    }

    /// Reports the input that a process crashed on; nil if the process completed.
    private mutating func lost(_ reader: InputProcess, _ end: ProcessEnd) throws -> Int? {
        let code = end.code
        // Without memory for a thread a process exits at once, and has reported that.
        let isShort = code == Failure.Kind.outOfMemory.code.exit && reader.current != nil
        if let code, !isShort, !reader.wasStill {
            // If all failures are from one process, its own exit code reports them.
            guard !codes.isEmpty, reader.isFinished, codes.keys.contains(where: { $0 < reader.first }) else {
                throw ExitCode(code)
            }
            return nil
        }
        guard let number = reader.current else {
            tell(Failure(.bug, inputs[0], "the process that was to read it \(end.cause)"))
            throw Failure.Kind.bug.exitCode
        }
        for path in reader.taken { Leftovers.remove(of: path) }
        InputLink.taken.formUnion(reader.taken.map { $0.lexicallyNormalized() })
        let error = Self.error(reader, end, inputs[number])
        if !isShort { tell(error) }
        codes[number] = error.kind.code.exit
        return number
    }

    private static func error(_ reader: InputProcess, _ end: ProcessEnd, _ input: FilePath) -> Failure {
        if end.isCrash {
            return Failure(.bug, input, "the process that read it \(end.cause)", hint: InputShift.crashHint)
        }
        let cause = reader.wasStill ? "stood still" : end.cause
        return Failure(
            .workerLost, input, "the process that read it \(cause)", hint: "try it again by itself")
    }

    private func tell(_ error: Failure) {
        // A progress line may be half printed.
        if isatty(STDERR_FILENO) == 1 { Console.write("", erasing: "\r\u{1B}[K") }
        ErrorPrinter(asJSON: asJSON).print(error, verb)
    }

    private func failure(_ number: Int, _ code: Int32) -> Failure {
        Failure(
            .workerLost, inputs[number],
            "no process can be started: \(String(cString: strerror(code)).lowercased())",
            hint: "end other programs")
    }
}

/// A reading process, as seen by the original one.
private struct InputProcess {
    private let process: pid_t
    private let news: Int32
    private let folders: [FilePath]
    private var incoming: [UInt8] = []
    private var standstill = Standstill()
    private var asked: ContinuousClock.Instant?
    private let began = ContinuousClock.now
    private(set) var current: Int?
    private(set) var first = 0
    private(set) var isFinished = false
    private(set) var failed: [Int: Int32] = [:]
    var taken: Set<FilePath> = []
    /// Names reserved by the current input.
    private(set) var takenByCurrent: Set<FilePath> = []
    /// Whether it ended because of filters that it could not load.
    private(set) var wantsFilters = false
    /// Whether it was killed for lack of progress.
    private(set) var wasStill = false

    init(_ process: pid_t, _ news: Int32, marking folders: [FilePath]) {
        (self.process, self.news, self.folders) = (process, news, folders)
    }

    /// Receives its messages until it ends.
    mutating func wait() -> ProcessEnd {
        var block = [UInt8](repeating: 0, count: 1 << 12)
        while true {
            var ready = pollfd(fd: news, events: Int16(POLLIN), revents: 0)
            if poll(&ready, 1, 200) > 0 {
                let got = read(news, &block, block.count)
                if got == 0 { break }
                if got > 0 { hear(block[..<got]) }
            }
            checkSignal()
            checkClock()
        }
        var status: Int32 = 0
        Descriptor.retrying { waitpid(process, &status, 0) }
        return ProcessEnd(status)
    }

    private mutating func hear(_ bytes: ArraySlice<UInt8>) {
        incoming += bytes
        guard let end = incoming.lastIndex(of: 0) else { return }
        defer { incoming.removeSubrange(...end) }
        for message in incoming[...end].split(separator: 0) {
            switch InputNews(message) {
            case .began(let number):
                if current == nil { first = number }
                (current, takenByCurrent) = (number, [])
            case .failed(let code): if let current { failed[current] = failed[current] ?? code }
            case .took(let path):
                taken.insert(path)
                takenByCurrent.insert(path)
            case .filters: wantsFilters = true
            case .named(let file):
                // A malicious input may control the process: mark nothing outside the folders.
                if folders.contains(where: { Folder.contains($0, file.file.path) }) {
                    MarkKeeper.mark([file])
                }
            case .finished: (current, isFinished) = (nil, true)
            case nil: break
            }
        }
    }

    /// Forwards a request to stop.
    private mutating func checkSignal() {
        guard Interruption.signal != nil else { return }
        if let asked {
            if ContinuousClock.now - asked > .seconds(10) { kill(process, SIGKILL) }
        } else {
            asked = .now
            kill(process, SIGTERM)
        }
    }

    private mutating func checkClock() {
        var clock = clockid_t()
        var spent = timespec()
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &spent) == 0 else { return }
        let seconds = Double(spent.tv_sec) + Double(spent.tv_nsec) / 1e9
        let now = (ContinuousClock.now - began) / .seconds(1)
        guard standstill.isOver(UInt(clipfit_pulse_count()), spent: seconds, at: now) else { return }
        wasStill = true
        kill(process, SIGKILL)
    }
}
