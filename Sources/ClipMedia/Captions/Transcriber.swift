internal import CPlatform
public import ClipCore
internal import LibAV
internal import SystemLibrary

/// The user's speech-to-text program. A process that reads no media and is not confined runs it; this is the other end.
public struct Transcriber: Sendable {
    /// How the program is run.
    public struct Setup: Hashable, Codable, Sendable {
        /// Program and arguments, in which `{in}` stands for the WAV file, `{out}` for the name of the result without `.srt`,
        /// and `{language}` for a code such as `en`.
        public var command: [String]
        /// Folder of results; nil to keep none.
        public var cache: PlannedPath?

        package init(_ command: [String], cache: FilePath?) {
            (self.command, self.cache) = (command, cache.map { PlannedPath($0) })
        }
    }

    private let name: String
    private let requests: Int32
    private let answers: Int32
    private let onWait: @Sendable () -> Void

    /// Starts the process. Call it before the sandbox closes and threads start.
    ///
    /// - Parameter onWait: called several times per second while the program runs.
    /// - Throws: if the system allows no more processes or files.
    public static func start(_ setup: Setup, onWait: @escaping @Sendable () -> Void = {}) throws(Failure)
        -> Transcriber
    {
        var (there, back): ([Int32], [Int32]) = ([0, 0], [0, 0])
        guard pipe(&there) == 0, pipe(&back) == 0 else { throw failure(setup, errno) }
        for end in there + back { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let process = clipfit_fork()
        guard process >= 0 else { throw failure(setup, -process) }
        if process == 0 { TranscriberProcess(setup, requests: there[0], answers: back[1]).run() }
        close(there[0])
        close(back[1])
        signal(SIGPIPE, SIG_IGN)
        return Transcriber(name: setup.command[0], requests: there[1], answers: back[0], onWait: onWait)
    }

    private static func failure(_ setup: Setup, _ code: Int32) -> Failure {
        Failure(
            .workerLost, FilePath(setup.command[0]),
            "no process can be started: \(String(cString: strerror(code)).lowercased())",
            hint: "end other programs")
    }

    /// The captions of a recording, from its start.
    ///
    /// - Throws: if the program fails, takes too long, or writes no captions.
    func captions(of wav: [UInt8], language: String?, for clip: FilePath) throws(Failure) -> CaptionFile {
        let pipe = MessagePipe(reading: answers, writing: requests) {
            onWait()
            return Interruption.signal == nil
        }
        guard pipe.send(language ?? "auto", wav), let (word, bytes) = pipe.receive() else {
            if let signal = Interruption.signal {
                throw Failure(.interrupted(by: signal), clip, "interrupted")
            }
            throw problem(clip, "the process that was to run it ended")
        }
        guard word == "done" else { throw problem(clip, String(decoding: bytes, as: UTF8.self).printable) }
        do throws(PlanningError) {
            return try CaptionFile(String(decoding: bytes, as: UTF8.self))
        } catch { throw problem(clip, error.message) }
    }

    private func problem(_ clip: FilePath, _ reason: String) -> Failure {
        Failure(
            .missingCodec, clip, "the transcriber \(name) failed: \(reason)",
            hint: "see 'transcriber' in the settings file, or give --captions a file")
    }
}

/// Sends messages through pipes: a line with a word and a count, then bytes.
struct MessagePipe {
    private let reading: Int32
    private let writing: Int32
    private let goesOn: () -> Bool

    /// - Parameter goesOn: asked several times per second while waiting; false to give up.
    init(reading: Int32, writing: Int32, goesOn: @escaping () -> Bool) {
        (self.reading, self.writing, self.goesOn) = (reading, writing, goesOn)
    }

    /// False if nobody listens any more.
    func send(_ word: String, _ bytes: [UInt8]) -> Bool {
        Descriptor.writeAll(Array("\(word) \(bytes.count)\n".utf8) + bytes, to: writing)
    }

    /// Nil at the end, and for what is no message.
    func receive() -> (word: String, bytes: [UInt8])? {
        var line: [UInt8] = []
        while let byte = read(1)?.first, byte != UInt8(ascii: "\n"), line.count < 80 { line.append(byte) }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        guard words.count == 2, let count = Int(words[1]), (0...1 << 30).contains(count) else { return nil }
        return read(count).map { (String(words[0]), $0) }
    }

    private func read(_ count: Int) -> [UInt8]? {
        var (bytes, filled) = ([UInt8](repeating: 0, count: count), 0)
        while filled < count {
            var ready = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 200) != 0 else {
                guard goesOn() else { return nil }
                continue
            }
            let got = Descriptor.retrying {
                bytes[filled...].withUnsafeMutableBytes {
                    SystemLibrary.read(reading, $0.baseAddress, $0.count)
                }
            }
            guard got > 0 else { return nil }
            filled += got
        }
        return bytes
    }
}
