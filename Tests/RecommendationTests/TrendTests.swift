import ClipCore
import Testing

@testable import Recommendation

@Suite struct TrendTests {
    /// A board of 40 items over so many weeks: places drift, and every draw is the same in every run.
    private static func history(weeks: Int, seed: UInt64 = 1) -> [TrendObservation] {
        var dice = SeededGenerator(seed: seed)
        var strengths = (0..<60).map { _ in Double.random(in: 0...1, using: &dice) }
        var lines: [TrendObservation] = []
        for week in 0..<weeks {
            for index in strengths.indices {
                strengths[index] = 0.9 * strengths[index] + 0.1 * .random(in: 0...1, using: &dice)
            }
            let order = strengths.indices.sorted { strengths[$0] > strengths[$1] }.prefix(40)
            for (place, index) in order.enumerated() {
                lines.append(listing("item-\(index)", rank: place + 1, daysAgo: 7 * (weeks - 1 - week)))
            }
        }
        return lines
    }

    @Test func `a board that never changes is forecast perfectly`() throws {
        let lines = (0..<40).flatMap { (week: Int) -> [TrendObservation] in
            (1...20).map { (place: Int) in listing("item-\(place)", rank: place, daysAgo: 7 * week) }
        }
        let found = TrendEvaluation(lines)
        #expect(try #require(found.ranks).ndcgAt10 > 0.9999)
        #expect(try #require(found.persistence).meanAbsoluteError < 1e-9)
        #expect(found.weeks == 16)
        #expect(found.boards == 1)
        #expect(found.growthSpearman == nil)
    }

    @Test func `the figures are within their ranges, and equal in every run`() throws {
        let found = TrendEvaluation(Self.history(weeks: 60, seed: 3))
        let ranks = try #require(found.ranks)
        #expect((0...1).contains(ranks.ndcgAt10))
        #expect((0...1).contains(ranks.precisionAt10Climbers))
        #expect((0.6...1).contains(try #require(found.coverage80)))
        #expect(found == TrendEvaluation(Self.history(weeks: 60, seed: 3).reversed()))
        #expect(try #require(found.persistence).meanAbsoluteError > ranks.meanAbsoluteError)
    }

    @Test func `what is known of a week does not depend on later ones`() {
        let all = Self.history(weeks: 30)
        let until = today.adding(days: -7 * 10)
        let features = { (lines: [TrendObservation]) in
            let series = RankSeries(TrendChart.boards(of: lines)[0])
            return series.weeks.first { $0.day == until }.map { week in
                Dictionary(uniqueKeysWithValues: week.states.map { (series.items[$0.item], $0.features) })
            }
        }
        #expect(features(all) != nil)
        #expect(features(all) == features(all.filter { $0.day <= until }))
    }

    @Test func `a book on a day leaves out what was listed later`() {
        let all = Self.history(weeks: 20)
        let day = today.adding(days: -30)
        #expect(TrendBook(all, on: day).entries == TrendBook(all.filter { $0.day <= day }, on: day).entries)
    }

    @Test func `repeated lines and other orders change nothing`() {
        let all = Self.history(weeks: 20)
        #expect(TrendBook(all, on: today).entries == TrendBook((all + all).reversed(), on: today).entries)
    }

    @Test func `weeks are kept apart by gaps, and a gap has no successor`() {
        let lines = [0, 7, 28, 35].map { listing("a", rank: 1, daysAgo: $0) }
        let series = RankSeries(TrendChart.boards(of: lines)[0])
        #expect(series.weeks.count == 4)
        #expect((0..<4).map { series.next(after: $0) } == [1, nil, 3, nil])
    }

    @Test(arguments: [(1.1, TrendDirection.rising), (1.0, .steady), (0.9, .falling)])
    func `growth of counts has a direction`(_ factor: Double, _ direction: TrendDirection) throws {
        var count = 1e6
        let lines = (0..<10).map { index -> TrendObservation in
            count *= factor * (index.isMultiple(of: 2) ? 1.002 : 0.998)
            return listing("a", kind: .hashtag, count: count, daysAgo: 9 - index)
        }
        let entry = try #require(TrendBook(lines, on: today).entries.first)
        #expect(entry.direction == direction)
        #expect((entry.momentum - naturalLogarithm(factor)).magnitude < 0.01)
    }

    @Test func `two points are too few for a direction`() throws {
        let lines = [1, 2].map { listing("a", kind: .hashtag, count: Double($0), daysAgo: $0) }
        #expect(try #require(TrendBook(lines, on: today).entries.first).direction == .tooFew)
    }

    @Test func `growth that persists is foreseen`() throws {
        let lines = (0..<12).flatMap { (item: Int) -> [TrendObservation] in
            (0..<40).map { day in
                listing(
                    "tag-\(item)", kind: .hashtag, count: 1e5 * exponential(0.01 * Double(item * day)),
                    daysAgo: 39 - day)
            }
        }
        let found = TrendEvaluation(lines)
        #expect(try #require(found.growthSpearman) > 0.99)
        #expect(found.ranks == nil)
    }

    @Test func `a listing is worth half after ten days and nothing after sixty`() {
        #expect(TrendAge.weight(days: 0) == 1)
        #expect((TrendAge.weight(days: 10) - 0.5).magnitude < 1e-12)
        #expect(TrendAge.weight(days: 61) == 0)
        #expect(TrendAge.weight(days: -3) == 1)
    }

    @Test func `a chart of a day that has begun elsewhere ages nothing here`() throws {
        let lines = [listing("a", rank: 1, daysAgo: 0), listing("b", rank: 2, daysAgo: -1)]
        let book = TrendBook(lines, on: today, until: today.adding(days: 1))
        #expect(book.entries.map(\.age) == [0, 0])
    }

    @Test(arguments: [
        ([5, nil, 5], "back in the chart after 2 weeks"),
        ([5, nil, nil, nil, 9], "back in the chart after 4 weeks"),
        ([5, nil, 9, 9, 9], "steady for 2 weeks"), ([50, nil, 20, 8, 2], "rose 18 places in 2 weeks"),
        ([5, 5, nil], "left the chart 7 days ago"), ([nil, nil, 5], "new in the chart"),
    ])
    func `a song that left the chart is back, or what it has been since`(_ ranks: [Int?], _ text: String)
        throws
    {
        let days = ranks.indices.map { 7 * (ranks.count - 1 - $0) }
        let lines = zip(ranks, days).compactMap { rank, day in
            rank.map { listing("a", rank: $0, daysAgo: day) }
        }
        let others = days.map { listing("other", rank: 1, daysAgo: $0) }
        let entries = TrendBook(lines + others, on: today).entries
        #expect(try #require(entries.first { $0.latest.item == "a" }).past.english == text)
    }

    @Test func `a region's own board comes before others`() throws {
        var (here, there) = (listing("a", rank: 5), listing("a", rank: 1))
        (here.region, there.region) = ("id", "us")
        let book = TrendBook([here, there, listing("b", rank: 50)], on: today)
        #expect(book.entry(.sound, ["a"], region: "ID")?.latest.rank == 5)
        #expect(book.entry(.sound, ["none"]) == nil)
    }

    @Test func `ridge regression finds what made the numbers`() throws {
        var dice = SeededGenerator(seed: 3)
        let rows = (0..<400).map { _ in (0..<3).map { _ in Double.random(in: -1...1, using: &dice) } }
        let model = try #require(
            LinearModel.ridge(rows, rows.map { 2 + $0[0] - 3 * $0[1] }, penalty: 0.001))
        #expect((model.value([1, 1, 1]) - 0).magnitude < 0.01)
        #expect((model.value([0, 0, 0]) - 2).magnitude < 0.01)
        let odds = try #require(LinearModel.logistic(rows, rows.map { $0[0] > 0 }, penalty: 1))
        #expect(LinearModel.chance(ofOdds: odds.value([0.8, 0, 0])) > 0.95)
        #expect(LinearModel.ridge([[1, 2]], [1], penalty: 3) == nil)
    }

    @Test func `songs are one whatever their case, accents and spaces`() {
        #expect(TrendKey.song(title: "  Déjà  Vu", artist: "BEYONCÉ") == "deja vu|beyonce")
        #expect(TrendKey.word("#Kopi") == "kopi")
    }

    /// Ranks or counts, a week apart, and what a reader would say.
    @Test(arguments: [
        ([50, 41, 30, 22, 15, 9, 5, 2], "rose 48 places in 7 weeks"),
        ([2, 5, 9, 15, 22, 30, 41, 50], "fell 48 places in 7 weeks"),
        ([3, 3, 3, 3, 3, 3], "steady for 5 weeks"),
        ([1, 1, 1, 1], "steady for 3 weeks"),
        ([50, 30, 2, 12, 30], "fell 28 places in 2 weeks"),
        ([40, 60, 80, 30, 8], "rose 72 places in 2 weeks"),
        ([50, 20, 8, 2, 3], "rose 47 places in 4 weeks"),
        ([40, 41, 39, 42, 40], "steady for 4 weeks"),
        ([90, 40, 10, 5, 5, 5, 5], "steady for 3 weeks"),
        ([12, 9], "rose 3 places in 7 days"), ([30, 12, 30], "fell 18 places in 7 days"),
        ([100, 99, 98, 97], "steady for 3 weeks"), ([5, 5, 5, 20, 40, 45], "fell 40 places in 3 weeks"),
    ])
    func `ranks are told as a reader would`(_ ranks: [Int], _ text: String) throws {
        let lines = ranks.enumerated().map { listing("a", rank: $1, daysAgo: 7 * (ranks.count - 1 - $0)) }
        let entry = try #require(TrendBook(lines, on: today).entries.first)
        #expect(entry.past.english == text)
        // A chart of one item has no mean to be pulled to.
        #expect(entry.momentum == 0 && entry.outlook == nil)
    }

    @Test(arguments: [
        ([0, 0, 0, 1000, 1000, 1000, 1000, 1000], "rose"), ([5e5, 5e5, 5e5, 5e5, 5e5, 5e5], "steady"),
        ([1e6, 8e5, 6.4e5, 5.1e5, 4.1e5], "fell"),
        ([10, 40, 160, 640, 2560], "rose more than fourfold a week"),
        ([1000, 990, 1010, 1000, 995], "steady"), ([2560, 640, 160, 40, 10], "fell"),
        ([1000, 1150, 1320, 1520, 1750], "rose"),
    ])
    func `counts are told as a reader would, and their growth has a limit`(_ counts: [Double], _ text: String)
        throws
    {
        let lines = counts.enumerated().map {
            listing("a", kind: .hashtag, count: $1, daysAgo: 2 * (counts.count - 1 - $0))
        }
        let entry = try #require(TrendBook(lines, on: today).entries.first)
        #expect(entry.past.english.hasPrefix(text), "\(entry.past.english)")
        #expect((-1...3).contains(entry.weeklyGrowth))
    }

    @Test func `new items, those that left, and single charts are named so`() throws {
        let old = (1...3).map { (place: Int) in listing("item-\(place)", rank: place, daysAgo: 7) }
        let now = [listing("item-1", rank: 1), listing("item-9", rank: 2)]
        let texts = Dictionary(
            uniqueKeysWithValues: TrendBook(old + now, on: today).entries.map {
                ($0.latest.item, $0.past.english)
            })
        #expect(texts["item-9"] == "new in the chart")
        #expect(texts["item-2"] == "left the chart 7 days ago")
        #expect(TrendBook(now, on: today).entries.first?.past == "in one chart only")
    }

    @Test func `of two charts the better informed one counts`() {
        var long = (0..<8).map { listing("a", rank: 30 - $0, daysAgo: 7 * (7 - $0) + 3) }
        for index in long.indices { long[index].source = "long" }
        var short = listing("a", rank: 1)
        short.source = "short"
        #expect(TrendBook(long + [short], on: today).entry(.sound, ["a"])?.latest.source == "long")
    }
}
