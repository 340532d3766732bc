import ClipCore
import Foundation
import Recommendation
import Testing

@testable import ClipLibrary

@Suite struct TrendTableTests {
    private let folder: Folder
    private let library: Library

    init() throws {
        folder = try Folder()
        library = try folder.open()
    }

    private func line(_ item: String, _ day: Int, rank: Int? = nil, count: Double? = nil) -> TrendObservation
    {
        var line = TrendObservation(kind: .hashtag, item: item, name: item, day: today.adding(days: day))
        (line.rank, line.count, line.region, line.source) = (rank, count, "ID", "tiktok")
        return line
    }

    @Test func `lines come back as they were, gaps left absent`() throws {
        var sound = TrendObservation(kind: .sound, item: "7304", name: "Kopi", day: today)
        (sound.author, sound.category, sound.isBusinessCleared, sound.rank) = ("Ana", "food", false, 3)
        let lines = [line("a", -7, rank: 2), line("a", -2, rank: 1), line("b", -2, count: 1.5e9), sound]
        #expect(try library.add(lines) == TrendImport(added: 4, changed: 0, same: 0))
        #expect(try library.observations() == lines)
        #expect(try library.observations(.sound) == [sound])
        #expect(
            try library.observations(region: "ID", since: today.adding(days: -2)) == [lines[1], lines[2]])
    }

    @Test func `a second import of the same changes nothing, and corrections replace`() throws {
        _ = try library.add([line("a", -1, rank: 2), line("b", -1, rank: 1)])
        #expect(
            try library.add([line("a", -1, rank: 2), line("b", -1, rank: 1)])
                == TrendImport(added: 0, changed: 0, same: 2))
        #expect(
            try library.add([line("a", -1, rank: 3), line("c", -1, rank: 4)])
                == TrendImport(added: 1, changed: 1, same: 0))
        #expect(try library.observations().map(\.rank) == [3, 1, 4])
    }

    @Test func `boards that overlap are one: what the other one tells is kept`() throws {
        _ = try library.add([line("a", -1, rank: 2)])
        _ = try library.add([line("a", -1, count: 90)])
        #expect(try library.observations() == [line("a", -1, rank: 2, count: 90)])
        var other = line("a", -1, rank: 9)
        other.source = "spotify"
        _ = try library.add([other])
        #expect(try library.observations().count == 2)
    }

    @Test func `of series that are relative to their own peak the newer one counts alone`() throws {
        func series(_ days: [Int], _ value: Double) -> [TrendObservation] {
            days.map {
                var one = line("a", $0, count: value)
                one.source = "tiktok/interest"
                return one
            }
        }
        _ = try library.add(series([-9, -8, -7], 1))
        #expect(try library.add(series([-7, -6], 5)) == TrendImport(added: 2, changed: 0, same: 0))
        #expect(try library.observations() == series([-7, -6], 5))
    }

    @Test func `what expires is gone, and with it the names that nothing refers to`() throws {
        _ = try library.add([line("unmistakable", -9, rank: 1), line("b", -3, rank: 1)])
        #expect(try library.expireTrends(before: today.adding(days: -3)) == 1)
        #expect(try library.observations() == [line("b", -3, rank: 1)])
        #expect(try folder.bytes().range(of: Data("unmistakable".utf8)) == nil)
        #expect(try library.expireTrends(before: today.adding(days: -3)) == 0)
    }
}
