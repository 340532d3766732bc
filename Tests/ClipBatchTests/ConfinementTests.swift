import Foundation
import Glibc
import Sandbox
import SystemPackage
import Testing

/// Confined is a thread and what it starts: each test has one of its own, and the others stay free.
@Suite(.enabled(if: Confinement.obstacle == nil, "this kernel has no Landlock"))
struct ConfinementTests {
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder()
        try folder.make("in/clip.mp4", "in/day/clip.mp4", "out/old.mp4", "elsewhere/secret.txt")
    }

    /// What the calls of `body`, made on a confined thread, came to.
    private func confined(_ body: @escaping @Sendable (String) -> [Int32]) throws -> [Int32] {
        let root = folder.path
        let confinement = Confinement(
            reading: [root.pushing("in"), root.pushing("none-such")], writing: [root.pushing("out")])
        let done = DispatchSemaphore(value: 0)
        nonisolated(unsafe) var result: Result<[Int32], any Error> = .success([])
        Thread.detachNewThread {
            result = Result {
                try confinement.enter(.thread)
                return body(root.string)
            }
            done.signal()
        }
        done.wait()
        return try result.get()
    }

    /// 0 where a file can be opened, else why not.
    private static func opened(_ path: String, _ flags: Int32) -> Int32 {
        let descriptor = open(path, flags | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        return descriptor >= 0 ? 0 : errno
    }

    @Test func `sources are read, outputs are written, and nothing else is in reach`() throws {
        let found = try confined { root in
            [
                Self.opened("\(root)/in/day/clip.mp4", O_RDONLY),
                Self.opened("\(root)/out/new.mp4", O_RDWR | O_CREAT),
                Self.opened("\(root)/out", 0o20000000 | O_DIRECTORY | O_RDWR),
                Self.opened("\(root)/in/clip.mp4", O_RDWR),
                Self.opened("\(root)/in/new.mp4", O_RDWR | O_CREAT),
                Self.opened("\(root)/elsewhere/secret.txt", O_RDONLY), Self.opened("/etc/passwd", O_RDONLY),
                Self.opened("/proc/self/mem", O_RDONLY),
            ]
        }
        #expect(found == [0, 0, 0, EACCES, EACCES, EACCES, EACCES, EACCES])
    }

    @Test func `outputs may be replaced, sources may not even go`() throws {
        let found = try confined { root in
            func outcome(_ result: Int32) -> Int32 { result == 0 ? 0 : errno }
            return [
                outcome(rename("\(root)/out/old.mp4", "\(root)/out/renamed.mp4")),
                outcome(unlink("\(root)/out/renamed.mp4")), outcome(unlink("\(root)/in/clip.mp4")),
                outcome(rename("\(root)/in/clip.mp4", "\(root)/out/clip.mp4")),
            ]
        }
        #expect(found.prefix(2) == [0, 0])
        #expect(!found.dropFirst(2).contains(0))
        #expect(FileManager.default.fileExists(atPath: folder.path.pushing("in/clip.mp4").string))
    }

    @Test func `there is no network, no other program, and no way back`() throws {
        let found = try confined { _ in
            var ends: [Int32] = [0, 0]
            func outcome(_ result: Int32) -> Int32 { result >= 0 ? 0 : errno }
            let kinds = [AF_INET, AF_INET6, AF_UNIX]
            let sockets = kinds.map { outcome(socket($0, Int32(SOCK_STREAM.rawValue), 0)) }
            let pair = outcome(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends))
            var none: [UnsafeMutablePointer<CChar>?] = [nil]
            return sockets + [pair, outcome(execve("/bin/true", &none, &none))]
        }
        #expect(found == [EACCES, EACCES, EACCES, EACCES, EACCES])
        let free = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #expect(free >= 0, "the confinement of one thread is not that of another")
        close(free)
    }
}
