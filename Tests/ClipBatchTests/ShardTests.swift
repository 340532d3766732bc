import ClipBatch
import SystemPackage
import Testing

@Suite struct ShardTests {
    private let places = (1...2000).map { FilePath("day \($0 % 7)/clip-\($0).mp4") }

    @Test(arguments: [1, 2, 3, 8, 100]) func `every place belongs to exactly one share, and shares are alike`(
        count: Int
    )
        throws
    {
        let shards = try (1...count).map { try #require(Shard($0, of: count)) }
        for place in places { #expect(shards.count { $0.takes(place) } == 1) }
        let sizes = shards.map { shard in places.count { shard.takes($0) } }
        let mean = Double(places.count) / Double(count)
        #expect(sizes.allSatisfy { abs(Double($0) - mean) < 5 * mean.squareRoot() }, "\(sizes)")
    }

    /// The values of the reference code of FNV-1a (64 bits).
    @Test(arguments: [
        ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8),
    ])
    func `shares go by FNV-1a, on every machine`(text: String, hash: UInt64) throws {
        let number = Int(hash % 97) + 1
        #expect(try #require(Shard(number, of: 97)).takes(FilePath(text)))
    }

    @Test func `there is no share beyond the last`() {
        #expect(Shard(0, of: 2) == nil && Shard(3, of: 2) == nil && Shard(1, of: 0) == nil)
    }

    @Test func `names of files tell the share`() {
        #expect(Shard(2, of: 8)?.fileName == "shard-2-of-8.jsonl")
        #expect(Shard(fileName: "shard-2-of-8.jsonl") == Shard(2, of: 8))
        for name in ["shard-9-of-8.jsonl", "shard-2-of-8.jsonl.part", "batch.jsonl", "shard--1-of-2.jsonl"] {
            #expect(Shard(fileName: name) == nil)
        }
    }
}
