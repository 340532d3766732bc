import Foundation
import Glibc
import Testing

/// What a run of the program came to.
struct Outcome {
    /// The exit code; 128 + the signal's number where a signal ended it, as a shell tells it.
    let code: Int32
    let output: String
    let errors: String

    /// Standard output as JSON, an object a line.
    func objects() throws -> [[String: Any]] { try Self.objects(output) }
    /// The messages as JSON, an object a line.
    /// The errors; where nothing can be confined, a warning in words goes before them.
    func errorObjects() throws -> [[String: Any]] {
        let lines = errors.split(separator: "\n").filter {
            canConfine || !$0.contains("workers do is confined")
        }
        return try Self.objects(lines.joined(separator: "\n"))
    }

    private static func objects(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            try RecordSchemas.check(try #require(object, "\(line)"), line)
            return object!
        }
    }
}

/// A folder of its own for one test, removed with all that is in it when the test ends, however it ends.
final class Scratch {
    let path: String
    /// Where standard output and standard error of runs go, and the home that they see: not among the files
    /// that tests list.
    private let messages: String
    private var runs = 0

    init() throws {
        func make() throws -> String {
            var template = Array("\(NSTemporaryDirectory())/clipfit-test-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
            return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
        (path, messages) = (try make(), try make())
        mkdir("\(messages)/home", 0o700)
    }

    deinit {
        // By bytes, not by Foundation's text: names in here need not be UTF-8.
        for folder in [path, messages] { removeTree(Array(folder.utf8)) }
    }

    private func removeTree(_ name: [UInt8]) {
        let text = name.map(CChar.init(bitPattern:)) + [0]
        guard unlink(text) != 0 else { return }
        Self.entries(of: name).forEach { removeTree(name + [UInt8(ascii: "/")] + $0) }
        rmdir(text)
    }

    private static func entries(of folder: [UInt8]) -> [[UInt8]] {
        guard let directory = opendir(folder.map(CChar.init(bitPattern:)) + [0]) else { return [] }
        defer { closedir(directory) }
        var names: [[UInt8]] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if name != [0x2E], name != [0x2E, 0x2E] { names.append(name) }
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// The names in the folder as bytes, hidden ones too, sorted.
    var rawNames: [[UInt8]] { Self.entries(of: Array(path.utf8)) }
    var names: [String] { rawNames.map { String(decoding: $0, as: UTF8.self) } }

    /// Puts a copy of a sample here.
    func add(_ sample: Sample, as name: [UInt8]) throws {
        try write([UInt8](Data(contentsOf: sample.url)), as: name)
    }

    func add(_ sample: Sample, as name: String) throws { try add(sample, as: Array(name.utf8)) }

    /// Adds only the first seconds of a sample, its pictures copied.
    func add(_ sample: Sample, as name: String, first seconds: Int) throws {
        let cut = try run("trim", sample.url.path, "-s", "0", "-l", "\(seconds)", "-o", name, "-q")
        try #require(cut.code == 0, "\(cut.errors)")
    }

    /// Makes a folder, and those that it lies in.
    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: "\(path)/\(name)", withIntermediateDirectories: true)
    }

    func write(_ bytes: [UInt8], as name: [UInt8]) throws {
        let full = (Array("\(path)/".utf8) + name).map(CChar.init(bitPattern:)) + [0]
        let descriptor = open(full, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var done = 0
        while done < bytes.count {
            let wrote = bytes[done...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            try #require(wrote > 0)
            done += wrote
        }
    }

    func write(_ text: String, as name: String) throws { try write(Array(text.utf8), as: Array(name.utf8)) }

    func contents(of name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    /// Where the standard output of a run goes.
    enum Target {
        case captured, closed
        case file(String)
    }

    /// Runs `clipfit` here and waits for its end.
    func run(_ arguments: String..., output: Target = .captured) throws -> Outcome {
        try start(arguments.map { Array($0.utf8) }, output: output).wait()
    }

    func run(bytes arguments: [[UInt8]]) throws -> Outcome { try start(arguments).wait() }

    /// Starts a program, by default `clipfit`, in this folder.
    func start(_ arguments: [[UInt8]], program: String = clipfit, output: Target = .captured) throws
        -> Running
    {
        runs += 1
        let (outputName, errorName) = ("\(messages)/\(runs).out", "\(messages)/\(runs).err")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        switch output {
        case .captured: posix_spawn_file_actions_addopen(&actions, 1, outputName, O_WRONLY | O_CREAT, 0o600)
        case .closed: posix_spawn_file_actions_addclose(&actions, 1)
        case .file(let name): posix_spawn_file_actions_addopen(&actions, 1, name, O_WRONLY, 0)
        }
        posix_spawn_file_actions_addopen(&actions, 2, errorName, O_WRONLY | O_CREAT, 0o600)
        // Glibc's way to start in another folder is hidden from Swift; env becomes the program, with its
        // process id.
        let words = ["/usr/bin/env", "-C", path, program].map { Array($0.utf8) } + arguments
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { word in
            strdup(word.map(CChar.init(bitPattern:)) + [0])
        }
        defer { pointers.forEach { free($0) } }
        pointers.append(nil)
        var settings = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("CLICOLOR") }
        // Whoever runs the tests, messages are English, or in CLIPFIT_TEST_LANG.
        settings["CLIPFIT_LANG"] = settings["CLIPFIT_TEST_LANG"] ?? "en"
        // Nobody's presets and settings count, and the library is this test's alone: what other tests
        // render would change which music is fresh. What has been analyzed may be shared.
        settings["HOME"] = "\(messages)/home"
        settings["XDG_CONFIG_HOME"] = nil
        settings["XDG_DATA_HOME"] = nil
        settings["XDG_CACHE_HOME"] = (clipfit as NSString).deletingLastPathComponent + "/tests-cache"
        var environment: [UnsafeMutablePointer<CChar>?] = settings.map { strdup("\($0.key)=\($0.value)") }
        defer { environment.forEach { free($0) } }
        environment.append(nil)
        // Threads of a test runner block signals, and what they start would too.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var process: pid_t = 0
        let result = posix_spawn(&process, "/usr/bin/env", &actions, &attributes, pointers, environment)
        try #require(result == 0, "could not start \(program)")
        return Running(process: process, outputName: outputName, errorName: errorName)
    }
}

/// A run that has not been waited for.
struct Running {
    let process: pid_t
    fileprivate let outputName: String
    fileprivate let errorName: String

    /// What it wrote to standard output so far.
    var outputSoFar: String { Self.text(outputName) }

    /// What it wrote to standard error so far.
    var errorsSoFar: String { Self.text(errorName) }

    private static func text(_ name: String) -> String {
        (try? Data(contentsOf: URL(fileURLWithPath: name))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    func wait() throws -> Outcome {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 { try #require(errno == EINTR) }
        let output = (try? Data(contentsOf: URL(fileURLWithPath: outputName))) ?? Data()
        // For `.ci/phrases --english`, which lists what is not translated.
        if let file = ProcessInfo.processInfo.environment["CLIPFIT_TEST_LINES"].flatMap({ fopen($0, "a") }) {
            fputs(String(decoding: output, as: UTF8.self) + errorsSoFar, file)
            fclose(file)
        }
        return Outcome(
            code: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F),
            output: String(decoding: output, as: UTF8.self), errors: errorsSoFar)
    }
}

/// The clips in `Media/samples`.
enum Sample: String, CaseIterable {
    case kopi = "kopi-landscape.mp4"
    case batik = "batik-portrait.mp4"

    var url: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../Media/samples/\(rawValue)")
    }
}

/// The program that was built with these tests: it lies beside their bundle.
let clipfit: String = {
    let tests =
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        ?? CommandLine.arguments[0]
    return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("clipfit").path
}()

/// Tracing of system calls works here (it needs the tool, and permission to trace).
let canTrace: Bool = {
    guard let scratch = try? Scratch(), FileManager.default.isExecutableFile(atPath: "/usr/bin/strace") else {
        return false
    }
    let words = ["-f", "-o", "/dev/null", "/bin/true"].map { Array($0.utf8) }
    return (try? scratch.start(words, program: "/usr/bin/strace").wait().code) == 0
}()

/// Workers can be confined here.
let canConfine: Bool = {
    guard let scratch = try? Scratch() else { return false }
    let run = try? scratch.run(
        "batch", ".", "-o", "out", "--allow-empty", "--dry-run", "--sandbox", "require")
    return run?.code == 0
}()

/// The build does without what only Linux has.
#if PORTABLE
    let isPortable = true
#else
    let isPortable = false
#endif
