internal import CStarterMusic
internal import ClipCore
public import Recommendation
internal import SystemLibrary

/// The project's own tracks from `Media/music`, CC0, built into the program.
public struct StarterMusic: Sendable {
    /// Id of the track.
    public let id: String
    /// Name of its file.
    public let fileName: String
    private let title: String
    private let moods: [String]
    private let file: @Sendable () -> starter_file

    /// All tracks, by id.
    public static let all = [
        StarterMusic(
            id: "hujan-sore", fileName: "hujan-sore-70bpm.ogg", title: "Hujan Sore",
            moods: ["calm", "warm", "dreamy", "rainy"], file: starter_music_hujan_sore),
        StarterMusic(
            id: "kopi-pagi", fileName: "kopi-pagi-92bpm.m4a", title: "Kopi Pagi",
            moods: ["calm", "warm", "cozy", "lazy"], file: starter_music_kopi_pagi),
        StarterMusic(
            id: "pasar-malam", fileName: "pasar-malam-120bpm.m4a", title: "Pasar Malam",
            moods: ["energetic", "happy", "bright", "dance"], file: starter_music_pasar_malam),
    ]

    /// Content of its file: AAC in MP4, or Vorbis in Ogg.
    public var bytes: [UInt8] { Self.bytes(of: file()) }

    /// The track, with its file at `path`.
    public func track(at path: String) -> Track {
        var track = Track(
            id: id, path: path, title: title, artist: "clipfit",
            analysis: Self.analyses[fileName] ?? TrackAnalysis(duration: 0))
        track.moods = moods
        track.licence = Licence(.cc0)
        track.licence.url = "https://creativecommons.org/publicdomain/zero/1.0/"
        return track
    }

    private static func bytes(of file: starter_file) -> [UInt8] {
        Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }

    /// Analyses by file name.
    private static let analyses: [String: TrackAnalysis] = {
        var analyses: [String: TrackAnalysis] = [:]
        for line in bytes(of: starter_music_analyses()).split(separator: UInt8(ascii: "\n")) {
            guard let inspected = try? JSONDecoder().decode(Inspected.self, from: Data(line)) else {
                continue
            }
            analyses[String(inspected.path.split(separator: "/").last ?? "")] = inspected.analysis
        }
        return analyses
    }()
}

/// One line of `clipfit music inspect --json`.
private struct Inspected: Decodable {
    struct Loudness: Decodable {
        let integrated: Double?
        let range: Double?
        let truePeak: Double?
    }

    let path: String
    let (duration, tempoConfidence, energy, brightness): (Double, Double, Double, Double)
    let (leadingSilence, trailingSilence): (Double, Double)
    let tempo: Double?
    let metre: Int?
    let downbeatConfidence: Double
    let (alternatives, beats, downbeats, energyCurve, sections):
        ([Double], [Double], [Double], [Double], [Double])
    let loudness: Loudness

    var analysis: TrackAnalysis {
        var analysis = TrackAnalysis(duration: duration)
        (analysis.tempo, analysis.tempoConfidence, analysis.alternatives) = (
            tempo, tempoConfidence, alternatives
        )
        (analysis.beats, analysis.downbeats, analysis.sections) = (beats, downbeats, sections)
        (analysis.metre, analysis.downbeatConfidence) = (metre, downbeatConfidence)
        (analysis.energy, analysis.brightness, analysis.energyCurve) = (energy, brightness, energyCurve)
        (analysis.loudness, analysis.loudnessRange) = (loudness.integrated, loudness.range)
        analysis.truePeak = loudness.truePeak
        (analysis.leadingSilence, analysis.trailingSilence) = (leadingSilence, trailingSilence)
        return analysis
    }
}
