import Foundation
import Glibc
import Testing

/// The processes of `clipfit batch`: that they cost no more than their own clip, and reach no more than it.
@Suite struct BatchWorkerTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("in")
        for name in ["a", "b"] { try scratch.add(.batik, as: "in/\(name).mp4") }
    }

    private func words(_ more: String) -> [[UInt8]] {
        "batch in -o out --pick start -l 4 --aspect 1:1 --progress plain \(more)".split(separator: " ")
            .map { Array($0.utf8) }
    }

    /// The workers of a batch, oldest first.
    private func workers(of process: pid_t) -> [pid_t] {
        let list = try? String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
        return (list ?? "").split(separator: " ").compactMap { pid_t($0) }
    }

    private func wait(for text: String, in running: Running) {
        let began = ContinuousClock.now
        while !running.errorsSoFar.contains(text), ContinuousClock.now - began < .seconds(120) {
            usleep(2000)
        }
    }

    private var outputs: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/out")) ?? []
        return names.filter { $0 != ".clipfit" }.sorted()
    }

    @Test func `a worker that is killed costs nothing but time: another one does its clip`() throws {
        let running = try scratch.start(words("--speed medium --jobs 1 --json"))
        wait(for: "in/a.mp4: 0 %", in: running)
        let worker = try #require(workers(of: running.process).first)
        kill(worker, SIGKILL)
        let outcome = try running.wait()
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outputs == ["a-4s.mp4", "b-4s.mp4"])
    }

    @Test func `a clip whose workers die twice fails, and the rest is done`() throws {
        let running = try scratch.start(words("--speed medium --jobs 1"))
        wait(for: "in/a.mp4: 0 %", in: running)
        let first = try #require(workers(of: running.process).first)
        kill(first, SIGABRT)
        var second = first
        let began = ContinuousClock.now
        while second == first, ContinuousClock.now - began < .seconds(120) {
            second = workers(of: running.process).last ?? first
        }
        try #require(second != first)
        kill(second, SIGSEGV)
        let outcome = try running.wait()
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("could not trim in/a.mp4: the worker on it crashed"))
        #expect(outcome.errors.contains("(signal 11), twice"))
        #expect(outputs == ["b-4s.mp4"])
    }

    @Test func `a worker that stands still is ended, and its clip begun again`() throws {
        let running = try scratch.start(words("--speed medium --jobs 1 --patience 10"))
        wait(for: "in/a.mp4: 0 %", in: running)
        kill(try #require(workers(of: running.process).first), SIGSTOP)
        let outcome = try running.wait()
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outputs == ["a-4s.mp4", "b-4s.mp4"])
    }

    @Test(.enabled(if: canConfine, "this kernel has no Landlock"))
    func `a worker is confined, gains no privileges, and dies with its batch`() throws {
        let running = try scratch.start(words("--speed medium --jobs 2"))
        wait(for: "in/a.mp4: 0 %", in: running)
        let workers = workers(of: running.process)
        #expect(workers.count == 2)
        let facts = try String(contentsOfFile: "/proc/\(workers[0])/status", encoding: .utf8)
        #expect(facts.contains("NoNewPrivs:\t1"))
        #expect(facts.contains("Seccomp:\t2"))
        kill(running.process, SIGKILL)
        _ = try running.wait()
        let began = ContinuousClock.now
        while workers.contains(where: { kill($0, 0) == 0 }), ContinuousClock.now - began < .seconds(10) {
            usleep(5000)
        }
        #expect(!workers.contains { kill($0, 0) == 0 })
        #expect(outputs == [])
    }

    @Test(.enabled(if: canConfine, "this kernel has no Landlock"))
    func `links out of the folder are read through, the file and nothing beside it`() throws {
        try scratch.add(.batik, as: "elsewhere.mp4")
        try FileManager.default.createSymbolicLink(
            atPath: "\(scratch.path)/in/c.mp4", withDestinationPath: "../elsewhere.mp4")
        let run = try scratch.run(bytes: words("--speed ultrafast --sandbox require"))
        #expect(run.code == 0, "\(run.errors)")
        #expect(outputs == ["a-4s.mp4", "b-4s.mp4", "c-4s.mp4"])
    }

    @Test func `results come in the order of the clips, however many go side by side`() throws {
        try scratch.add(.kopi, as: "in/0.mp4")
        let runs = try ["1", "3"].map { jobs in
            try scratch.run(
                bytes: "batch in -o out\(jobs) -l 2 --json --jobs \(jobs)".split(separator: " ").map {
                    Array($0.utf8)
                })
        }
        for run in runs {
            #expect(run.code == 0, "\(run.errors)")
            #expect(
                try run.objects().compactMap { $0["source"] as? String } == [
                    "in/0.mp4", "in/a.mp4", "in/b.mp4",
                ])
        }
        for name in ["0-2s.mp4", "a-2s.mp4"] {
            #expect(try scratch.contents(of: "out1/\(name)") == scratch.contents(of: "out3/\(name)"))
        }
    }

    @Test func `a worker is nothing for people`() throws {
        #expect(try scratch.run("_worker").code == 64)
        #expect(!(try scratch.run("--help").output.contains("_worker")))
    }
}
