import ClipBatch
import ClipCore
import ClipMedia
import Foundation
import SystemPackage
import Testing

@Suite struct SourceFinderTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func places(
        _ folders: [String] = [""], isRecursive: Bool = true, output: String = "elsewhere"
    ) -> [String] {
        found(folders, isRecursive: isRecursive, output: output).jobs.map(\.place.string)
    }

    private func found(
        _ folders: [String] = [""], isRecursive: Bool = true, output: String = "elsewhere"
    ) -> SourceFinder.Found {
        SourceFinder.find(
            SourceRule(), isRecursive: isRecursive, in: folders.map { folder.path.pushing(FilePath($0)) },
            output: folder.path.pushing(FilePath(output)))
    }

    @Test func `clips come by the bytes of their paths, those in folders too`() throws {
        try folder.make(
            "b.mp4", "a/z.mov", "a/deep/x.webm", "Z.mp4", "a.mp4", "notes.txt", ".git/c.mp4", ".d.mp4")
        #expect(places() == ["Z.mp4", "a.mp4", "a/deep/x.webm", "a/z.mov", "b.mp4"])
        #expect(places(isRecursive: false) == ["Z.mp4", "a.mp4", "b.mp4"])
    }

    @Test func `the output folder is not searched, however it is named`() throws {
        try folder.make("a.mp4", "out/a-15s.mp4")
        try folder.link("alias", to: "out")
        #expect(places(output: "out") == ["a.mp4"])
        #expect(places(output: "alias") == ["a.mp4"])
    }

    @Test func `links to folders are told and not followed, links to files are followed`() throws {
        try folder.make("in/a.mp4", "other/b.mp4")
        try folder.link("in/circle", to: ".")
        try folder.link("in/up", to: "..")
        try folder.link("in/b.mp4", to: "../other/b.mp4")
        try folder.link("in/gone.mp4", to: "nowhere.mp4")
        #expect(places(["in"]) == ["a.mp4", "b.mp4", "gone.mp4"])
        #expect(found(["in"]).skipped.count == 2)
    }

    @Test func `what another batch made is told and not searched, unless its folder is named`() throws {
        try folder.make("in/a.mp4", "in/ready/a-15s.mp4", "in/ready/.clipfit/journal.sqlite", "in/sub/b.mp4")
        #expect(places(["in"]) == ["a.mp4", "sub/b.mp4"])
        #expect(found(["in"]).skipped.map(\.folder) == [folder.path.pushing("in/ready")])
        #expect(places(["in/ready"]) == ["a-15s.mp4"])
        #expect(places(["in", "in/ready"]) == ["a.mp4", "sub/b.mp4", "a-15s.mp4"])
    }

    @Test func `a folder that lies in another is searched once`() throws {
        try folder.make("in/a.mp4", "in/sub/b.mp4")
        #expect(places(["in/sub", "in"]) == ["b.mp4", "a.mp4"])
        #expect(places(["in", "in/sub", "in"]) == ["a.mp4", "sub/b.mp4"])
    }

    @Test func `clips and photos of a folder are one job, in the order of their names as people count`()
        throws
    {
        try folder.make(
            "in/IMG_10.JPG", "in/img_9.mp4", "in/a/b/2.heic", "in/a/b/02.mov", "in/a/notes.txt",
            "in/v1.2/x.png")
        var found = SourceFinder.find(
            SourceRule(takesPhotos: true), in: [folder.path.pushing("in")], output: "elsewhere")
        found.join(isBestFirst: false, in: "tmp")
        #expect(found.jobs.map(\.place.string) == ["in", "a/b", "v1.2"])
        #expect(found.jobs.map { $0.name.lastComponent?.string } == ["in.mp4", "b.mp4", "v1.2.mp4"])
        let names = found.jobs.map { $0.joining?.files.compactMap { $0.path.lastComponent?.string } }
        #expect(names == [["img_9.mp4", "IMG_10.JPG"], ["2.heic", "02.mov"], ["x.png"]])
    }

    @Test(.enabled(if: getuid() != 0, "root may read every folder"))
    func `a folder that cannot be read is a failure, and the rest is found`() throws {
        try folder.make("a.mp4", "closed/b.mp4")
        let closed = folder.path.pushing("closed").string
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: closed)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: closed) }
        #expect(places() == ["a.mp4"])
        #expect(found().failures.map(\.path) == [folder.path.pushing("closed")])
    }

    @Test func `a folder holds itself and what is below, links followed`() throws {
        try folder.make("in/a.mp4", "out/b.mp4")
        try folder.link("in/alias", to: "../out")
        let path = { (name: String) in folder.path.pushing(FilePath(name)) }
        #expect(Folder.contains(path("in"), path("in")))
        #expect(Folder.contains(path("in"), path("in/new/newer")))
        #expect(!Folder.contains(path("in"), path("in/alias")))
        #expect(!Folder.contains(path("in"), path("in2")))
    }
}
