internal import ClipCore
import Foundation
import Glibc
import SystemPackage
import Testing

@testable import ClipMedia

@Suite struct CommittedFileTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// What the folder's file system knows, from all to next to nothing (FAT).
    private static let disks: [Set<NamingWay>] = [
        Set(NamingWay.allCases), [.rename, .link, .placeholder], [.link, .placeholder], [.placeholder],
    ]

    private func write(_ text: String, to path: FilePath, overwrites: Bool = false) throws {
        let file = try CommittedFile.create(path, overwrites: overwrites)
        try file.write(Array(text.utf8))
        try file.commit()
    }

    private func text(_ path: FilePath) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path.string)), as: UTF8.self)
    }

    @Test(arguments: disks)
    func `a file gets its name on every disk, and nothing else is left`(disk: Set<NamingWay>) throws {
        try NamingWay.$known.withValue(disk) {
            let path = scratch.path("out.mp4")
            try write("first", to: path)
            #expect(try text(path) == "first")
            #expect(throws: Failure.self) { try write("second", to: path) }
            try write("second", to: path, overwrites: true)
            #expect(try text(path) == "second")
            #expect(scratch.names == ["out.mp4"])
        }
    }

    @Test(arguments: disks)
    func `a name that is taken meanwhile stays whose it is`(disk: Set<NamingWay>) throws {
        try NamingWay.$known.withValue(disk) {
            let path = scratch.path("out.mp4")
            let file = try CommittedFile.create(path, overwrites: false)
            try file.write(Array("ours".utf8))
            try Data("theirs".utf8).write(to: URL(fileURLWithPath: path.string))
            do {
                try file.commit()
                Issue.record("it was replaced")
            } catch let error as Failure { #expect(error.kind == .exists) }
            #expect(try text(path) == "theirs")
            #expect(scratch.names == ["out.mp4"])
        }
    }

    @Test(arguments: disks)
    func `two at once do not disturb each other, and none is seen before its end`(disk: Set<NamingWay>) throws
    {
        try NamingWay.$known.withValue(disk) {
            let path = scratch.path("out.mp4")
            let first = try CommittedFile.create(path, overwrites: true)
            let second = try CommittedFile.create(path, overwrites: true)
            try first.write(Array("first".utf8))
            #expect(!scratch.names.contains("out.mp4"))
            try second.write(Array("second".utf8))
            try first.commit()
            #expect(try text(path) == "first")
            try second.commit()
            #expect(try text(path) == "second")
            #expect(scratch.names == ["out.mp4"])
        }
    }

    @Test func `the hidden file of another process stays`() throws {
        let path = scratch.path("out.mp4")
        let (hidden, descriptor) = try #require(Leftovers.make(beside: path))
        defer { close(descriptor) }
        try write("ours", to: path)
        #expect(scratch.names == [hidden.lastComponent?.string, "out.mp4"])
        try write("again", to: path, overwrites: true)
        #expect(scratch.names == [hidden.lastComponent?.string, "out.mp4"])
    }

    @Test func `an empty file and a hidden one that a kill left make room for the next run`() throws {
        try NamingWay.$known.withValue([.placeholder]) {
            let path = scratch.path("out.mp4")
            for left in [[".out.mp4.0.part"], [".out.mp4.77.part"], [".out.mp4.0.part", "out.mp4"]] {
                for name in left {
                    let bytes = name == "out.mp4" ? Data() : Data("half".utf8)
                    try bytes.write(to: URL(fileURLWithPath: scratch.path(name).string))
                }
                if left == [".out.mp4.77.part"] { Leftovers.remove(of: path) }
                try CommittedFile.check(path, overwrites: false)
                try write("whole", to: path)
                #expect(try text(path) == "whole")
                #expect(scratch.names == ["out.mp4"], "left were \(left)")
                unlink(path.string)
            }
        }
    }

    @Test func `an empty file alone is a user's, and so is one beside what is being written`() throws {
        try NamingWay.$known.withValue([.placeholder]) {
            let path = scratch.path("out.mp4")
            try Data().write(to: URL(fileURLWithPath: path.string))
            #expect(throws: Failure.self) { try write("ours", to: path) }
            let living = try CommittedFile.create(path, overwrites: true)
            #expect(throws: Failure.self) { try write("ours", to: path) }
            Leftovers.remove(of: path)
            #expect(scratch.names == [".out.mp4.0.part", "out.mp4"])
            try living.commit()
        }
    }

    @Test(arguments: disks)
    func `the longest names work`(disk: Set<NamingWay>) throws {
        try NamingWay.$known.withValue(disk) {
            for name in [
                String(repeating: "n", count: 255), String(repeating: "é", count: 127),
                String(repeating: "🎬", count: 63),
            ] {
                try write("first", to: scratch.path(name))
                try write("second", to: scratch.path(name), overwrites: true)
                #expect(scratch.names == [name])
                unlink(scratch.path(name).string)
            }
        }
    }

    @Test(arguments: disks)
    func `what cannot be created is told before any work`(disk: Set<NamingWay>) throws {
        try NamingWay.$known.withValue(disk) {
            for name in ["none/out.mp4", String(repeating: "n", count: 256)] {
                do {
                    _ = try CommittedFile.create(scratch.path(name), overwrites: false)
                    Issue.record("it was created")
                } catch let error as Failure { #expect(error.kind == .cannotCreate && error.hint != nil) }
                #expect(scratch.names.isEmpty)
            }
        }
    }
}
