internal import CLinux
internal import ClipBatch
internal import ClipCore
internal import ClipMedia
internal import SystemLibrary
internal import SystemPackage

/// The inputs of a command that this process reads.
///
/// A single one is read by the process that was started. Several, and those whose outputs get a mark, are read by a copy of
/// it, made before anything was opened; where that dies of an input, the next copy goes on behind it.
struct InputShift {
    private let numbers: Range<Int>

    /// What is told where a process that works alone crashes; another one's crash is told by the one that started it.
    private static func expectCrash(of input: FilePath, _ verb: String, asJSON: Bool) {
        let error = Failure(.bug, input, "clipfit or FFmpeg crashed on it", hint: crashHint)
        let text = ErrorPrinter(asJSON: asJSON).text(error, verb)
        clipfit_last_words(text, text.utf8.count, error.kind.code.exit)
    }

    static let crashHint = "please report it, with the clip if you may"

    /// Begins with the inputs; where there are several, this returns in the process that reads them.
    ///
    /// - Parameters:
    ///   - verb: what is attempted, as it stands in `could not … clip.mp4`.
    ///   - folders: where outputs are marked as clipfit's, which a confined process cannot.
    /// - Throws: in the process that was started an exit code, when all inputs are done.
    static func begin(
        _ inputs: [FilePath], _ verb: String, asJSON: Bool, marking folders: [FilePath] = []
    ) throws -> InputShift {
        // A copy has one thread: what the others hold would never be given back.
        guard inputs.count > 1 || !folders.isEmpty, clipfit_threads() == 1 else {
            if inputs.count == 1 { expectCrash(of: inputs[0], verb, asJSON: asJSON) }
            return InputShift(numbers: inputs.indices)
        }
        var supervisor = InputSupervisor(inputs, verb, asJSON: asJSON, marking: folders)
        return InputShift(numbers: try supervisor.run()..<inputs.count)
    }

    /// Calls `body` with the number of each input.
    func each(_ body: (Int) throws -> Void) rethrows {
        for number in numbers {
            InputLink.tell(.began(number))
            InputLink.mayRestart = { true }
            try body(number)
        }
        InputLink.tell(.finished)
    }
}

/// What a process that reads inputs says to the one that was started: a line each.
enum InputNews: Equatable {
    case began(Int)
    /// An input failed, with this exit code.
    case failed(Int32)
    /// An output has this name: no later one may have it.
    case took(FilePath)
    /// An output got its name: it is to be marked as clipfit's.
    case named(FilePath, OutputFacts)
    /// The input needs filters, which this process cannot load any more: another one is to read it.
    case filters
    case finished

    fileprivate var line: String {
        switch self {
        case .began(let number): "began \(number)\n"
        case .failed(let code): "failed \(code)\n"
        case .took(let path): "took \(Data(path.bytes).base64EncodedString())\n"
        case .named(let path, let facts):
            "named \(Data(path.bytes).base64EncodedString()) \(facts.size) \(facts.modified)\n"
        case .filters: "filters -\n"
        case .finished: "finished -\n"
        }
    }

    init?(_ line: some StringProtocol) {
        let words = line.split(separator: " ")
        guard words.count >= 2 else { return nil }
        switch words[0] {
        case "began": self = .began(Int(words[1]) ?? 0)
        case "failed": self = .failed(Int32(words[1]) ?? 1)
        case "took": self = .took(Self.path(words[1]))
        case "named":
            guard words.count == 4, let size = Int64(words[2]), let modified = Int64(words[3]) else {
                return nil
            }
            self = .named(Self.path(words[1]), OutputFacts(size: size, modified: modified))
        case "filters": self = .filters
        case "finished": self = .finished
        default: return nil
        }
    }

    private static func path(_ word: some StringProtocol) -> FilePath {
        FilePath(bytes: [UInt8](Data(base64Encoded: String(word)) ?? Data()))
    }
}

/// The way to the process that was started; there is none where this process is that itself.
enum InputLink {
    /// Set before there are threads.
    nonisolated(unsafe) private static var descriptor: Int32 = -1
    /// Names of outputs that processes took which are gone.
    nonisolated(unsafe) static var taken: Set<FilePath> = []

    /// From now on news are written to `descriptor`.
    static func open(_ descriptor: Int32) { self.descriptor = descriptor }

    /// The next process that reads inputs begins with filters; set in the process that was started.
    nonisolated(unsafe) static var filters = false

    /// Another process could take over the input that this one reads.
    static var canRestart: Bool { descriptor >= 0 && !filters }

    /// Whether nothing was made yet of the input that this process reads.
    nonisolated(unsafe) static var mayRestart: @Sendable () -> Bool = { true }

    /// Lets another process read the input from its beginning, with filters, unless something of it was made already.
    static func restart() {
        guard mayRestart() else { return }
        tell(.filters)
        _exit(0)
    }

    /// Lets files be marked as clipfit's by whoever can.
    static func mark(_ files: [NamedFile]) {
        guard descriptor >= 0 else { return MarkKeeper.mark(files) }
        for file in files { tell(.named(file.file.path, file.facts)) }
    }

    static func tell(_ news: InputNews) {
        guard descriptor >= 0 else { return }
        // Shorter than what a pipe takes at once. Without the other process this one ends too.
        let bytes = Array(news.line.utf8)
        while bytes.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) < 0, errno == EINTR {}
    }
}
