internal import ClipCore
internal import ClipMedia
internal import ClipSignal
internal import Foundation
internal import Recommendation
internal import Sandbox
internal import SystemPackage

/// Lets scripts train and judge the beat tracker; each prints a JSON object a line.
///
///     BeatBenchmark onsets FILE…             {file, onsets}: what the model is trained with
///     BeatBenchmark track MODEL.json < LINES  {file, beats, score}: of such lines, by another model
///     BeatBenchmark pair FILE…                {file, before, after}: shares of random cuts on beats
@main enum Main {
    static func main() throws {
        // It reads what its user chose for training.
        Confinement.waive()
        let words = Array(CommandLine.arguments.dropFirst())
        switch words.first {
        case "onsets": try words.dropFirst().forEach(onsets)
        case "track" where words.count == 2: try track(words[1])
        case "pair": try words.dropFirst().forEach(pair)
        default: print("usage: BeatBenchmark onsets FILE… | track MODEL.json | pair FILE…")
        }
    }

    private struct Sound: Codable {
        let file: String
        let onsets: [[Float]]
    }

    private struct Found: Encodable {
        let file: String
        let beats: [Double]
        let confidence: Double
    }

    private struct Shares: Encodable {
        let file: String
        let before: Double
        let after: Double
    }

    private static func tell(_ value: some Encodable) throws {
        print(String(decoding: try JSONEncoder().encode(value), as: UTF8.self))
    }

    private static func onsets(_ file: String) throws {
        try tell(Sound(file: file, onsets: try TrackAnalyzer().onsets(FilePath(file))))
    }

    private static func track(_ file: String) throws {
        let model = try JSONDecoder().decode(
            BeatModel.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
        while let line = readLine() {
            let sound = try JSONDecoder().decode(Sound.self, from: Data(line.utf8))
            let beats = Beats(sound.onsets, model, threshold: 0)
            try tell(Found(file: sound.file, beats: beats.times, confidence: beats.confidence))
        }
    }

    /// Clips of 12 s with six cuts at random places, at least 0.8 s apart: before is the piece from its beginning.
    private static func pair(_ file: String) throws {
        let track = try TrackAnalyzer().analyze(FilePath(file))
        guard track.tempo != nil, track.duration >= 14 else { return }
        var random = SeededGenerator(seed: 20)
        var (before, after) = (0.0, 0.0)
        let rounds = 20
        for _ in 0..<rounds {
            var cuts: [Double] = []
            while cuts.count < 6 {
                let cut = Double.random(in: 0.8...11.2, using: &random)
                if cuts.allSatisfy({ abs($0 - cut) >= 0.8 }) { cuts.append(cut) }
            }
            let best = Pairing.best(1, of: track, for: PairingRequest(length: 12, cuts: cuts.sorted()))
            before += Pairing.share(ofCuts: cuts, onBeats: track.beats, from: 0)
            after += Pairing.share(ofCuts: cuts, onBeats: track.beats, from: best.first?.offset ?? 0)
        }
        try tell(Shares(file: file, before: before / Double(rounds), after: after / Double(rounds)))
    }
}
