import ClipCore
import Foundation
import Testing

@Suite struct SizeSearchTests {
    /// Searches with an encoder of so many bytes at a quality; the bytes it ended with, the tries, nil where nothing fits.
    private func search(_ limit: Int64, from first: Double = 21, _ encode: (Double) -> Double) -> (
        bytes: Int64, tries: Int
    )? {
        var search = SizeSearch(limit: limit)
        var quality = first
        while search.count < 20 {
            let bytes = Int64(encode(quality))
            switch search.step(after: quality, bytes: bytes) {
            case .fits: return (bytes, search.count)
            case .tooLarge: return nil
            case .again(let next): quality = next
            }
        }
        Issue.record("it does not end")
        return nil
    }

    @Test(arguments: [3.0, 4.5, 6, 8, 12], [1.1, 1.5, 3, 10, 30])
    func `any steepness is brought between 85 % and all of the limit`(steps: Double, excess: Double) throws {
        let limit = 16e6
        let curve = { (quality: Double) in excess * limit * exp2((21 - quality) / steps) }
        guard curve(51) <= limit else {
            #expect(search(Int64(limit), curve) == nil)
            return
        }
        let found = try #require(search(Int64(limit), curve))
        #expect(Double(found.bytes) <= limit && Double(found.bytes) >= 0.85 * limit, "\(found)")
        #expect(found.tries <= 5)
    }

    @Test func `sound that stays, and an encoder that wavers, are found too`() throws {
        for share in [0.05, 0.3, 0.6] {
            let limit = 2e6
            let found = try #require(
                search(Int64(limit)) { quality in
                    let waver = 1 + 0.03 * sin(quality * 50)
                    return share * limit + 4 * limit * exp2((21 - quality) / 5) * waver
                })
            #expect(Double(found.bytes) <= limit && Double(found.bytes) >= 0.85 * limit, "\(share): \(found)")
        }
    }

    @Test func `what fits at once is left as it is, however small`() throws {
        let found = try #require(search(1_000_000) { _ in 1000 })
        #expect(found.tries == 1)
        #expect(search(1_000_000) { _ in 1_000_000 }?.tries == 1)
    }

    @Test func `what never fits ends at the lowest quality`() {
        #expect(search(1000) { _ in 1001 } == nil)
    }

    @Test func `steps of whole qualities end under the limit`() throws {
        let found = try #require(search(1_000_000) { 3e6 * exp2((21 - $0.rounded(.down)) / 2) })
        #expect(found.bytes <= 1_000_000)
    }

    @Test(arguments: [
        ("16MB", 16_000_000), ("16000000", 16_000_000), ("1.5 MiB", 1_572_864), ("500kB", 500_000),
        ("2gb", 2_000_000_000),
    ])
    func `bytes are read with their units`(text: String, bytes: Int64) {
        #expect(ByteCount.bytes(text) == bytes)
    }

    @Test(arguments: ["", "MB", "-5MB", "1e3", "0", "16 M", "1.2.3kB", "99999999999GB", "nan", "٣MB"])
    func `what is no number of bytes is refused`(text: String) { #expect(ByteCount.bytes(text) == nil) }
}
