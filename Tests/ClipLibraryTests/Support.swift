import ClipCore
import Foundation
import Recommendation
import SystemPackage

@testable import ClipLibrary

/// A folder of its own for one test, removed when the test ends.
final class Folder {
    let path: FilePath

    init() throws {
        path = FilePath("\(NSTemporaryDirectory())/clipfit-library-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path.string) }

    /// Where the library is: in a folder that does not exist yet.
    var library: FilePath { path.appending("data/clipfit/library.sqlite") }

    func open(_ purpose: Library.Purpose = .writing) throws -> Library {
        try Library(at: library, for: purpose)
    }

    /// The bytes of all files of the library.
    func bytes() throws -> Data {
        let folder = library.removingLastComponent().string
        return try FileManager.default.contentsOfDirectory(atPath: folder).reduce(Data()) {
            try $0 + Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($1)"))
        }
    }
}

let today = CalendarDay("2026-11-24")!

/// A track of which everything is known.
func track(_ id: String, title: String = "Kopi Pagi") -> StoredTrack {
    var analysis = TrackAnalysis(duration: 15.652)
    (analysis.tempo, analysis.tempoConfidence, analysis.alternatives) = (92, 0.9, [46, 184])
    (analysis.metre, analysis.downbeatConfidence) = (4, 0.3)
    (analysis.beats, analysis.downbeats) = ([0, 0.652, 1.304], [0])
    (analysis.energy, analysis.brightness, analysis.energyCurve) = (0.4, 0.3, [0.1, 0.5])
    (analysis.loudness, analysis.loudnessRange, analysis.truePeak) = (-15.2, 4, -1.1)
    (analysis.leadingSilence, analysis.trailingSilence, analysis.sections) = (0.1, 0.2, [0, 8])
    var track = Track(id: id, path: "/music/\(id).m4a", title: title, artist: "clipfit", analysis: analysis)
    (track.moods, track.soundIDs, track.isExplicit) = (["calm", "warm"], ["7304"], true)
    track.licence = Licence(.ccBy)
    (track.licence.territories, track.licence.platforms) = (["ID", "MY"], ["tiktok"])
    (track.licence.validFrom, track.licence.validTo) = (CalendarDay("2026-01-01"), CalendarDay("2027-01-01"))
    (track.licence.proof, track.licence.attribution) = ("/music/proof.pdf", "Kopi Pagi, clipfit, CC BY 4.0")
    track.licence.url = "https://creativecommons.org/licenses/by/4.0/"
    return StoredTrack(track, identity: "identity of \(id)", added: today)
}

/// What reading such a board gives.
func board(_ text: String, _ change: (inout ChartOptions) -> Void = { _ in }) throws -> Chart {
    var options = ChartOptions(today: today)
    change(&options)
    return try ChartReader(options).read(Array(text.utf8), from: "board")
}

/// The error that reading such a board ends with; nil where it succeeds.
func boardError(_ text: String, _ change: (inout ChartOptions) -> Void = { _ in }) -> Failure? {
    do {
        _ = try board(text, change)
        return nil
    } catch { return error as? Failure }
}
