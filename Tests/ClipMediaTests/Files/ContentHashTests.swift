import Foundation
import SystemPackage
import Testing

@testable import ClipMedia

@Suite struct ContentHashTests {
    /// By the `xxhash` module of Python, of the bytes 0, 1, 2 … modulo 251.
    @Test(arguments: [
        (0, "ef46db3751d8e999"), (1, "e934a84adb052768"), (3, "e5c7bb4533bc65dd"), (4, "ffced8604453cc1e"),
        (7, "14cc643f630c72d2"), (8, "884a173614b81b8d"), (31, "c346d2b59b4d8ee1"), (32, "cbf59c5116ff32b4"),
        (33, "0c535d1acafb8ead"), (63, "e26aa9e2a95f8e4f"), (100, "6ac1e58032166597"),
        (1000, "f306f04aa88b54d3"),
        (262_143, "574e0a0bd0f64e70"), (262_144, "9c0e07efdec47f7b"), (262_145, "f25781ba38992893"),
        (600_001, "abc9d804ccc96522"),
    ])
    func `it is XXH64`(count: Int, expected: String) throws {
        let scratch = try Scratch()
        let bytes = (0..<count).map { UInt8($0 % 251) }
        try Data(bytes).write(to: URL(fileURLWithPath: scratch.path("file").string))
        #expect(ContentHash.of(scratch.path("file")) == expected)
    }

    @Test func `what is not there has none`() throws {
        #expect(ContentHash.of(try Scratch().path("none")) == nil)
    }
}
