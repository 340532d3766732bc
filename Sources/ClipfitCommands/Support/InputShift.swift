internal import CPlatform
internal import ClipBatch
internal import ClipCore
internal import ClipMedia
internal import SystemLibrary

/// The inputs of a command that this process reads.
///
/// A single input is read by the original process. Several, and those whose outputs get a mark, are read by a
/// fork made before anything was opened; if that crashes on an input, the next fork continues after it.
struct InputShift {
    private let numbers: Range<Int>

    /// Prepares the crash message of a process that works alone; otherwise the parent reports crashes.
    private static func expectCrash(of input: FilePath, _ verb: String, asJSON: Bool) {
        let error = Failure(.bug, input, "clipfit or FFmpeg crashed on it", hint: crashHint)
        let text = ErrorPrinter(asJSON: asJSON).text(error, verb)
        clipfit_last_words(text, text.utf8.count, error.kind.code.exit)
    }

    static let crashHint = "please report it, with the clip if you may"

    /// Starts with the inputs; if there are several, returns in the process that reads them.
    ///
    /// - Parameters:
    ///   - verb: the attempted action, as in `could not … clip.mp4`.
    ///   - progress: how it is shown; the line that it ends with counts the inputs.
    ///   - folders: where outputs are marked as clipfit's, which a sandboxed process cannot do.
    /// - Throws: in the original process an exit code, when all inputs are done.
    static func begin(
        _ inputs: [FilePath], _ verb: String, asJSON: Bool, progress: Progress.Kind = .none,
        marking folders: [FilePath] = []
    ) throws -> InputShift {
        Progress.Summary.promise(progress, inputs: inputs.count)
        // A fork keeps one thread only: locks held by others would never be released.
        guard inputs.count > 1 || !folders.isEmpty, clipfit_threads() == 1 else {
            if inputs.count == 1 { expectCrash(of: inputs[0], verb, asJSON: asJSON) }
            return InputShift(numbers: inputs.indices)
        }
        var supervisor = InputSupervisor(inputs, verb, asJSON: asJSON, marking: folders)
        return InputShift(numbers: try supervisor.run()..<inputs.count)
    }

    /// No process before this one crashed.
    var isFirst: Bool { numbers.lowerBound == 0 }

    /// Calls `body` with the index of each input.
    func each(_ body: (Int) throws -> Void) rethrows {
        for number in numbers {
            InputLink.tell(.began(number))
            InputLink.mayRestart = { true }
            try body(number)
        }
        InputLink.tell(.finished)
    }
}

/// Message from a reading process to the original one: words between spaces, a path last, and a NUL.
enum InputNews: Equatable {
    case began(Int)
    /// An input failed with this exit code.
    case failed(Int32)
    /// An output reserved this name: no later one may use it.
    case took(FilePath)
    /// An output was named and is to be marked as clipfit's.
    case named(NamedFile)
    /// The input needs filters, which this process can no longer load: another one must read it.
    case filters
    case finished

    /// The message as bytes, without the NUL.
    var bytes: [UInt8] {
        switch self {
        case .began(let number): Array("began \(number)".utf8)
        case .failed(let code): Array("failed \(code)".utf8)
        case .took(let path): Array("took ".utf8) + path.bytes
        case .named(let file):
            Array("named \(file.facts.size) \(file.facts.modified) \(file.content ?? "-") ".utf8)
                + file.file.path.bytes
        case .filters: Array("filters".utf8)
        case .finished: Array("finished".utf8)
        }
    }

    /// nil if the bytes are no message.
    init?(_ bytes: ArraySlice<UInt8>) {
        let words = bytes.split(separator: UInt8(ascii: " "), maxSplits: 4, omittingEmptySubsequences: false)
        let texts = words.map { String(decoding: $0, as: UTF8.self) }
        switch (texts[0], texts.count) {
        case ("began", 2):
            guard let number = Int(texts[1]) else { return nil }
            self = .began(number)
        case ("failed", 2):
            guard let code = Int32(texts[1]) else { return nil }
            self = .failed(code)
        case ("took", 2...): self = .took(FilePath(bytes: Array(bytes.dropFirst(5))))
        case ("named", 5):
            guard let size = Int64(texts[1]), let modified = Int64(texts[2]) else { return nil }
            self = .named(
                NamedFile(
                    FilePath(bytes: Array(words[4])), OutputFacts(size: size, modified: modified),
                    content: texts[3] == "-" ? nil : texts[3]))
        case ("filters", 1): self = .filters
        case ("finished", 1): self = .finished
        default: return nil
        }
    }
}

/// Connection to the original process; absent in that process itself.
enum InputLink {
    /// Set before there are threads.
    nonisolated(unsafe) private static var descriptor: Int32 = -1
    /// Names reserved by outputs of processes that died.
    nonisolated(unsafe) static var taken: Set<FilePath> = []

    /// Whether this is a process that reads inputs for another one.
    static var isOpen: Bool { descriptor >= 0 }

    /// Writes messages to `descriptor` from now on.
    static func open(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Whether the next reading process loads filters at its start; set in the original process.
    nonisolated(unsafe) static var filters = false

    /// Whether another process could take over this one's input.
    static var canRestart: Bool { descriptor >= 0 && !filters }

    /// Whether nothing of the current input was written yet.
    nonisolated(unsafe) static var mayRestart: @Sendable () -> Bool = { true }

    /// Restarts the input in another process with filters, unless something of it was written.
    static func restart() {
        guard mayRestart() else { return }
        tell(.filters)
        _exit(0)
    }

    /// Marks files as clipfit's, here or in the original process.
    static func mark(_ files: [NamedFile]) {
        guard descriptor >= 0 else { return MarkKeeper.mark(files) }
        for file in files { tell(.named(file)) }
    }

    static func tell(_ news: InputNews) {
        guard descriptor >= 0 else { return }
        // Shorter than a pipe's atomic limit. Without the other process this one ends too.
        _ = Descriptor.writeAll(news.bytes + [0], to: descriptor)
    }
}
