import Foundation
import Glibc
import Testing

/// Several inputs of one command: that one which costs its process costs no other.
@Suite struct InputProcessTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        for name in ["a", "b"] { try scratch.add(.batik, as: "\(name).mp4") }
    }

    /// Trims both, and sends the process a signal while it works on the first.
    private func run(ending signal: Int32, _ more: String = "") throws -> Outcome {
        let words = "trim a.mp4 b.mp4 -s 0 -d 2 --aspect 1:1 --speed veryslow --progress plain \(more)"
        let running = try scratch.start(words.split(separator: " ").map { Array($0.utf8) })
        let began = ContinuousClock.now
        while !running.errorsSoFar.contains("a-2s.mp4: 0 %"), ContinuousClock.now - began < .seconds(120) {
            usleep(2000)
        }
        let list = try String(
            contentsOfFile: "/proc/\(running.process)/task/\(running.process)/children", encoding: .utf8)
        kill(try #require(list.split(separator: " ").first.flatMap { pid_t($0) }), signal)
        return try running.wait()
    }

    private var outputs: [String] { scratch.names.filter { $0.contains("-2s") } }

    /// WebM holds no H.264: the whole picture is re-encoded, which nobody knew when the first process was confined.
    @Test func `a process that needs filters begins again with them, and says everything once`() throws {
        try scratch.write("no clip", as: "no.mp4")
        let run = try scratch.run(
            "trim", "no.mp4", "a.mp4", "b.mp4", "-s", "1", "-d", "0.4", "-o", "{stem}.webm", "--json")
        #expect(run.code == 65, "\(run.errors)")
        #expect(try run.objects().map { $0["method"] as? String } == ["encode", "encode"])
        #expect(run.errors.components(separatedBy: "no.mp4").count == 3, "\(run.errors)")
        #expect(scratch.names == ["a.mp4", "a.webm", "b.mp4", "b.webm", "no.mp4"])
    }

    @Test func `an output that was copied is no obstacle where the next one is re-encoded to fit`() throws {
        let made = try scratch.run(
            "trim", "a.mp4", "--max-size", "350KB", "-l", "1", "-l", "8", "-s", "0", "-o", "o-{length}.mp4")
        #expect(made.code == 0, "\(made.errors)")
        #expect(scratch.names == ["a.mp4", "b.mp4", "o-1.mp4", "o-8.mp4"])
        let again = try scratch.run(
            "trim", "a.mp4", "--max-size", "350KB", "-l", "1", "-s", "0", "-o", "o-{length}.mp4", "--remake")
        #expect(again.code == 0, "\(again.errors)")
    }

    @Test(.disabled(if: isPortable, "one process reads all inputs"))
    func `one that crashes a decoder is told, and the others are done`() throws {
        let run = try run(ending: SIGABRT)
        #expect(run.code == 70, "\(run.errors)")
        #expect(
            run.errors.contains(
                "could not trim a.mp4: the process that read it crashed: aborted (signal 6)"))
        #expect(outputs == ["b-2s.mp4"])
    }

    @Test(.disabled(if: isPortable, "one process reads all inputs"))
    func `one whose process is killed can be tried again`() throws {
        let run = try run(ending: SIGKILL, "--json")
        #expect(run.code == 75, "\(run.errors)")
        #expect(run.errors.contains("\"code\":\"worker-lost\""))
        #expect(outputs == ["b-2s.mp4"])
    }

    @Test(.disabled(if: isPortable, "one process reads all inputs"))
    func `failures before and behind a crash count`() throws {
        try scratch.write("no clip", as: "c.mp4")
        let run = try run(ending: SIGSEGV, "c.mp4")
        #expect(run.code == 1, "\(run.errors)")
        #expect(run.errors.contains("(signal 11)"))
        #expect(run.errors.contains("could not trim c.mp4"))
        #expect(outputs == ["b-2s.mp4"])
    }

    @Test func `a wish to stop reaches the process that works`() throws {
        let words = "trim a.mp4 b.mp4 -s 0 -d 2 --aspect 1:1 --speed veryslow --progress plain"
        let running = try scratch.start(words.split(separator: " ").map { Array($0.utf8) })
        let began = ContinuousClock.now
        while !running.errorsSoFar.contains("a-2s.mp4: 0 %"), ContinuousClock.now - began < .seconds(120) {
            usleep(2000)
        }
        kill(running.process, SIGTERM)
        let run = try running.wait()
        #expect(run.code == 143, "\(run.errors)")
        #expect(scratch.names == ["a.mp4", "b.mp4"])
    }

    @Test func `the exit code of several is that of the one that failed`() throws {
        try scratch.write("no clip", as: "c.mp4")
        #expect(try scratch.run("probe", "a.mp4", "b.mp4").code == 0)
        #expect(try scratch.run("probe", "a.mp4", "c.mp4", "b.mp4").code == 65)
        #expect(try scratch.run("probe", "c.mp4", "none.mp4", "b.mp4").code == 1)
        #expect(try scratch.run("probe", "a.mp4", "b.mp4", output: .closed).code == 74)
    }

    @Test func `a limit on the length of files is an error of writing`() throws {
        let words = ["-c", "ulimit -f 8; exec \(clipfit) trim -s 0 -d 4 -o big.mp4 a.mp4"]
        let run = try scratch.start(words.map { Array($0.utf8) }, program: "/bin/bash").wait()
        #expect(run.code == 74, "\(run.errors)")
        #expect(scratch.names == ["a.mp4", "b.mp4"])
    }

    @Test(.enabled(if: canConfine, "this kernel has no Landlock"))
    func `a crash of one input alone is told too, with the code of a bug`() throws {
        let words = "probe --deep a.mp4 --json"
        let running = try scratch.start(words.split(separator: " ").map { Array($0.utf8) })
        // It is confined right before it reads.
        let (began, place) = (ContinuousClock.now, "/proc/\(running.process)/status")
        while (try? String(contentsOfFile: place, encoding: .utf8))?.contains("Seccomp:\t2") == false,
            ContinuousClock.now - began < .seconds(60)
        {
            usleep(500)
        }
        kill(running.process, SIGSEGV)
        let run = try running.wait()
        #expect(run.code == 70, "\(run.errors)")
        #expect(run.errors.contains("\"code\":\"internal-error\""))
        #expect(run.errors.contains("could not probe a.mp4: clipfit or FFmpeg crashed on it"))
    }
}
