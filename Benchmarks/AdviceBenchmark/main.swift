// AdviceBenchmark [BOARD.csv…]: back-tests the forecasts on boards, then ranks 10,000 pieces of music.
internal import ClipCore
internal import Foundation
internal import Recommendation

func seconds(_ work: () throws -> Void) rethrows -> String {
    let elapsed = try ContinuousClock().measure(work)
    return String(
        format: "%.3f s", Double(elapsed.components.attoseconds) / 1e18 + Double(elapsed.components.seconds))
}

let encoder = JSONEncoder()
encoder.outputFormatting = [.sortedKeys]
for path in CommandLine.arguments.dropFirst() {
    let board = try Chart(path)
    var result = Data()
    let time = try seconds { result = try encoder.encode(TrendEvaluation(board.observations)) }
    print(path, board.observations.count, "rows,", time, String(decoding: result, as: UTF8.self))
}

var generator = SystemRandomNumberGenerator()
let moods = ["calm", "warm", "dark", "happy", "energetic", "electronic", "acoustic"]
let tracks = (0..<10_000).map { index in
    var analysis = TrackAnalysis(duration: .random(in: 10...200, using: &generator))
    (analysis.tempo, analysis.tempoConfidence) = (.random(in: 60...180, using: &generator), 0.8)
    (analysis.energy, analysis.brightness) = (.random(in: 0...1), .random(in: 0...1))
    var track = Track(
        id: "track-\(index)", path: "\(index).m4a", title: "Title \(index)", artist: "Artist \(index / 5)",
        analysis: analysis)
    track.moods = [moods[index % 7], moods[(index / 7) % 7]]
    track.licence = Licence(Licence.Kind.allCases[index % Licence.Kind.allCases.count])
    return track
}
guard let day = CalendarDay(year: 2026, month: 11, day: 24) else { fatalError("no such day") }
var features = ClipFeatures(duration: 15)
(features.cutsPerMinute, features.motion, features.brightness, features.warmth) = (24, 0.4, 0.5, 0.3)
var brand = Brand(name: "bench")
(brand.isBusiness, brand.scopes, brand.moods) = (true, [.commercial], ["calm", "warm"])
let request = AdviceRequest(features, brand: brand, day: day)
let candidates = Candidates(tracks: tracks, trends: TrendBook([], on: day))
for _ in 0..<3 {
    var first = ""
    let time = seconds {
        first = Advisor().advise(request, among: candidates).music.suggestions.first?.id ?? ""
    }
    print("10,000 tracks:", time, first)
}
