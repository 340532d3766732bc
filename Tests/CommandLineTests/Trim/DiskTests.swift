import Foundation
import Glibc
import Testing

/// `clipfit` on disks that know less than others: no nameless files, no hard links, no extended attributes, or no difference
/// between small and capital letters. Mounting them takes root, and what makes them.
@Suite(.serialized) struct DiskTests {
    enum Kind: String, CaseIterable, CustomTestStringConvertible {
        case exfat, fuse, tmpfs

        var testDescription: String { rawValue }

        /// Mounts a disk of this kind on the folder `disk`.
        fileprivate var mount: String {
            switch self {
            case .exfat:
                """
                truncate -s 64M image && mkfs.exfat image && losetup -f --show image > loop \
                && { mount.exfat-fuse $(cat loop) disk || { losetup -d $(cat loop); false; }; }
                """
            case .fuse: "mkdir below && bindfs below disk"
            case .tmpfs: "mount -t tmpfs -o size=64m tmpfs disk"
            }
        }
    }

    /// A disk that is mounted as long as it lives.
    private final class Disk {
        let scratch: Scratch

        init?(_ kind: Kind) {
            guard let scratch = try? Scratch() else { return nil }
            self.scratch = scratch
            guard getuid() == 0, (try? scratch.makeFolder("disk")) != nil, shell(kind.mount) else {
                return nil
            }
        }

        deinit { _ = shell("umount disk; test ! -e loop || losetup -d $(cat loop); rm -rf image loop below") }

        func shell(_ script: String) -> Bool {
            let words = ["-c", "PATH=$PATH:/usr/sbin:/sbin; \(script)"].map { Array($0.utf8) }
            return (try? scratch.start(words, program: "/bin/sh").wait().code) == 0
        }

        /// All names on it, hidden ones too, but for the journal's folder.
        var names: [String] {
            let all = FileManager.default.enumerator(atPath: "\(scratch.path)/disk")?.allObjects ?? []
            return all.compactMap { $0 as? String }.filter { !$0.contains(".clipfit") }.sorted()
        }

        func batch(_ words: String) throws -> Outcome {
            try scratch.run(
                bytes: "batch in -o disk/out --pick start -l 1 --json \(words)".split(separator: " ").map {
                    Array($0.utf8)
                })
        }
    }

    /// Those that can be mounted here.
    private static let kinds = Kind.allCases.filter { Disk($0) != nil }

    private static func summary(_ run: Outcome) throws -> [Int?] {
        let last = try #require(try run.objects().last?["summary"] as? [String: Any])
        return ["done", "skipped", "failed"].map { last[$0] as? Int }
    }

    @Test(.enabled(if: !kinds.isEmpty, "no disk can be mounted here"), arguments: kinds)
    func `every verb delivers, leaves nothing else, and replaces nothing`(kind: Kind) throws {
        let disk = try #require(Disk(kind))
        let scratch = disk.scratch
        try scratch.add(.batik, as: "clip.mp4")
        for _ in 1...2 {
            let code: Int32 = disk.names.isEmpty ? 0 : 73
            let trim = try scratch.run("trim", "clip.mp4", "-s", "1", "-d", "1", "-o", "disk/a.mp4")
            #expect(trim.code == code, "\(trim.errors)")
            let sheet = try scratch.run("sheet", "clip.mp4", "-o", "disk/b.png")
            #expect(sheet.code == code, "\(sheet.errors)")
            #expect(disk.names == ["a.mp4", "b.png"])
        }
        #expect(
            try scratch.run("trim", "clip.mp4", "-s", "1", "-d", "1", "-o", "disk/a.mp4", "--overwrite").code
                == 0
        )
        #expect(disk.names == ["a.mp4", "b.png"])
    }

    @Test(.enabled(if: !kinds.isEmpty, "no disk can be mounted here"), arguments: kinds)
    func `a batch knows what it made, and what somebody edited`(kind: Kind) throws {
        let disk = try #require(Disk(kind))
        let scratch = disk.scratch
        try scratch.makeFolder("in")
        try scratch.add(.batik, as: "in/b.mp4")
        try scratch.add(.batik, as: "in/c.mp4")
        #expect(try Self.summary(disk.batch("")) == [2, 0, 0])
        #expect(try Self.summary(disk.batch("")) == [0, 2, 0])
        // A disk that is taken out and put in again rounds times, or tells them in another zone.
        #expect(disk.shell("touch -d '2020-01-01' disk/out/b-1s.mp4 disk/out/c-1s.mp4"))
        #expect(try Self.summary(disk.batch("")) == [0, 2, 0])
        try scratch.write("my edit", as: "disk/out/b-1s.mp4")
        try scratch.add(.kopi, as: "in/b.mp4")
        try scratch.add(.kopi, as: "in/c.mp4")
        #expect(try Self.summary(disk.batch("")) == [1, 0, 1])
        #expect(try scratch.contents(of: "disk/out/b-1s.mp4") == Data("my edit".utf8))
        #expect(disk.names == ["out", "out/b-1s.mp4", "out/c-1s.mp4"])
    }

    @Test(.enabled(if: !kinds.isEmpty, "no disk can be mounted here"), arguments: kinds)
    func `what a kill left makes room for the next run`(kind: Kind) throws {
        let disk = try #require(Disk(kind))
        let scratch = disk.scratch
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.write("half of it", as: "disk/.a.mp4.0.part")
        try scratch.write("", as: "disk/a.mp4")
        let trim = try scratch.run("trim", "clip.mp4", "-s", "1", "-d", "1", "-o", "disk/a.mp4")
        #expect(trim.code == 0, "\(trim.errors)")
        #expect(disk.names == ["a.mp4"])
        try scratch.write("", as: "disk/b.mp4")
        #expect(try scratch.run("trim", "clip.mp4", "-s", "1", "-d", "1", "-o", "disk/b.mp4").code == 73)
    }

    @Test(.enabled(if: !kinds.isEmpty, "no disk can be mounted here"), arguments: kinds)
    func `a wish to stop leaves nothing, also of a process that began again`(kind: Kind) throws {
        let disk = try #require(Disk(kind))
        try disk.scratch.add(.batik, as: "clip.mp4")
        // WebM holds no H.264: the first process has no filters, and another one reads the clip again.
        let words = "trim clip.mp4 -s 0 -d 8 --progress plain -o disk/a.webm"
        let running = try disk.scratch.start(words.split(separator: " ").map { Array($0.utf8) })
        let began = ContinuousClock.now
        while !running.errorsSoFar.contains("a.webm: 0 %"), ContinuousClock.now - began < .seconds(120) {
            usleep(2000)
        }
        kill(running.process, SIGINT)
        #expect(try running.wait().code == 130)
        #expect(disk.names.isEmpty)
    }

    @Test(.enabled(if: kinds.contains(.exfat), "needs root, exfatprogs, exfat-fuse and a loop device"))
    func `two clips whose names differ in capital letters alone do not replace each other`() throws {
        let disk = try #require(Disk(.exfat))
        try disk.scratch.makeFolder("in")
        try disk.scratch.add(.batik, as: "in/CLIP.mp4")
        try disk.scratch.add(.kopi, as: "in/clip.mp4")
        for words in ["--overwrite", "--remake", ""] {
            let run = try disk.batch("--jobs 2 \(words)")
            #expect(run.code == 0)
            #expect(disk.names == ["out", "out/CLIP-1s.mp4", "out/clip-mp4-1s.mp4"])
        }
    }

    /// Calls that fail, by strace's words for them.
    private static let faults = [
        "openat:error=EOPNOTSUPP:when=1", "link,linkat:error=EPERM", "link,linkat,renameat2:error=EPERM",
        "renameat2:error=EINVAL", "setxattr,getxattr:error=EOPNOTSUPP",
    ]

    @Test(.enabled(if: canTrace, "strace is not there, or may not trace"), arguments: faults)
    func `no such call is needed`(fault: String) throws {
        let scratch = try Scratch()
        try scratch.add(.batik, as: "clip.mp4")
        try scratch.makeFolder("out")
        // The first opening of the folder is that of a file without a name.
        let path = fault.hasPrefix("openat") ? ["-P", "\(scratch.path)/out"] : []
        let words =
            ["-f", "-o", "/dev/null", "-e", "trace=\(fault.prefix { $0 != ":" })", "-e", "inject=\(fault)"]
            + path
            + [clipfit, "trim", "clip.mp4", "-s", "1", "-d", "1", "-o", "\(scratch.path)/out/a.mp4"]
        let run = try scratch.start(words.map { Array($0.utf8) }, program: "/usr/bin/strace").wait()
        #expect(run.code == 0, "\(run.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/out") == ["a.mp4"])
    }
}
