import ClipCore
import ClipMedia
import Foundation
import Recommendation
import StarterMusic
import SystemPackage
import Testing

/// The pieces that are built in, held against the files of `Media/music` and the analyzer.
@Suite struct StarterMusicTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .appendingPathComponent("../../Media/music").standardizedFileURL

    @Test func `every piece of the folder is built in as it is`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(
            names.filter { !$0.hasSuffix(".jsonl") }.sorted() == StarterMusic.all.map(\.fileName).sorted())
        for piece in StarterMusic.all {
            let file = try Data(contentsOf: Self.folder.appendingPathComponent(piece.fileName))
            #expect(Data(piece.bytes) == file, "\(piece.fileName)")
        }
    }

    /// `music inspect --json` in `Media/` makes the file again, where the analyzer was changed on purpose.
    @Test(arguments: StarterMusic.all.map(\.id))
    func `what is stored of a piece is what the analyzer hears`(id: String) throws {
        let piece = try #require(StarterMusic.all.first { $0.id == id })
        let path = FilePath(Self.folder.appendingPathComponent(piece.fileName).path)
        let (stored, heard) = (piece.track(at: "").analysis, try TrackAnalyzer().analyze(path))
        let tolerance = 0.02
        #expect(abs(stored.duration - heard.duration) < tolerance)
        #expect(abs((stored.tempo ?? 0) - (heard.tempo ?? 0)) < 1)
        // Decoders differ by the frames that they give at the end of a file, and there may be a beat in them.
        for (stored, heard) in [(stored.beats, heard.beats), (stored.downbeats, heard.downbeats)] {
            #expect(abs(stored.count - heard.count) <= 1 && stored.count > 1)
            #expect(zip(stored, heard).allSatisfy { abs($0 - $1) < tolerance })
        }
        #expect(
            abs(stored.energy - heard.energy) < tolerance
                && abs(stored.brightness - heard.brightness) < tolerance)
        #expect(abs(try #require(stored.loudness) - #require(heard.loudness)) < 0.1)
    }
}
