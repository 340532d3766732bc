import Foundation
import Glibc
import Testing

/// What is chosen for clips when several batches share them.
@Suite struct BatchAdviceTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("in")
        for name in ["a", "b"] { try scratch.add(.batik, as: "in/\(name).mp4") }
    }

    private func start(_ more: String) throws -> Running {
        let line = "batch in -o out --pick start --aspect 1:1 --look auto --jobs 1 --progress plain \(more)"
        // env takes the setting before the program.
        return try scratch.start(
            ([clipfit] + line.split(separator: " ").map(String.init)).map { Array($0.utf8) },
            program: "XDG_DATA_HOME=\(scratch.path)/data")
    }

    private func wait(_ isThere: () -> Bool) -> Bool {
        let began = ContinuousClock.now
        while !isThere(), ContinuousClock.now - began < .seconds(300) { usleep(5000) }
        return isThere()
    }

    private func isThere(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(scratch.path)/out/\(name)")
    }

    @Test
    func `no clip waits for the choice for one that another batch has, and that is taken over with its own`()
        throws
    {
        let first = try start("-l 3 --speed veryslow")
        #expect(wait { first.errorsSoFar.contains("in/a.mp4: 0 %") }, "\(first.errorsSoFar)")
        kill(first.process, SIGSTOP)
        // What is chosen for the second clip would wait for the first, if that could still ask.
        let second = try start("-l 3 --speed ultrafast --json")
        #expect(wait { isThere("b-3s.mp4") }, "\(second.errorsSoFar)")
        #expect(!isThere("a-3s.mp4"))
        kill(first.process, SIGKILL)
        #expect(try first.wait().code == 128 + SIGKILL)
        let run = try second.wait()
        #expect(run.code == 0, "\(run.errors)")
        let told = try run.objects().dropLast()
        #expect(told.map { $0["source"] as? String } == ["in/a.mp4", "in/b.mp4"])
        #expect(told.map { $0["status"] as? String } == ["done", "done"])
        #expect(told.first?["attempt"] as? Int == 2)
        #expect(isThere("a-3s.mp4"))
    }
}
