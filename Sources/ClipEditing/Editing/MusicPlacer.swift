package import ClipCore
package import ClipMedia
internal import ClipSignal

/// Aligns music with the cuts and movements of a clip, separately per output.
package struct MusicPlacer {
    private var tracks: [PlannedPath: TrackAnalysis] = [:]

    /// A placer without analysed tracks.
    package init() {}

    /// Places the job's music unless its start is given, and aligns a montage's joins with its beats.
    ///
    /// - Parameter known: analysis of the chosen music; nil if unknown.
    package mutating func placed(
        _ work: JobTemplate, _ trimmer: borrowing Trimmer, known: TrackAnalysis?
    ) throws(Failure) -> JobTemplate {
        let isMontage = work.arrangement.fit == .montage
        guard work.settings.musicFrom == nil || isMontage else { return work }
        var work = work
        for index in work.requests.indices {
            guard let music = work.requests[index].finish.sound.music else { continue }
            let track: TrackAnalysis
            if let heard = tracks[music.file] {
                track = heard
            } else if let known, work.requests[index].post?.music != nil {
                track = known
            } else {
                track = try TrackAnalyzer().analyze(music.file.path, acceptsVideo: false)
            }
            tracks[music.file] = track
            guard let seen = try Self.seen(work.requests[index], trimmer) else { continue }
            if work.settings.musicFrom == nil,
                let (from, reasons) = Self.place(track, under: Self.clip(seen, work.requests[index].pieces))
            {
                work.place(music: from, because: reasons, in: index)
            }
            guard isMontage, let from = work.requests[index].finish.sound.music?.from else { continue }
            let beats = Self.beats(of: track, from: from)
            let boundaries = try Self.seen(work.requests[index], behind: 2 * BeatJoins.reach, trimmer)?
                .boundaries
            work.alignJoins(to: beats, between: boundaries ?? [], end: trimmer.info.duration, in: index)
        }
        return work
    }

    /// Beats of an output's music, in seconds from the output's start; empty without music.
    mutating func beats(under request: TrimRequest) throws(Failure) -> [Double] {
        guard let music = request.finish.sound.music else { return [] }
        let known = tracks[music.file]
        let track =
            if let known { known } else { try TrackAnalyzer().analyze(music.file.path, acceptsVideo: false) }
        tracks[music.file] = track
        return Self.beats(of: track, from: music.from)
    }

    /// Beats of a track that begins at `start`, in seconds from there, for as long as a platform takes.
    private static func beats(of track: TrackAnalysis, from start: MediaTime) -> [Double] {
        track.beats(until: start.seconds + 600).map { $0 - start.seconds }.filter { $0 > 0 }
    }

    /// Analysis of an output's window and `rest` seconds after it; nil if its pictures do not decode: they
    /// can still be copied.
    private static func seen(_ request: TrimRequest, behind rest: Double = 0, _ trimmer: borrowing Trimmer)
        throws(Failure) -> Analysis?
    {
        let duration = trimmer.info.duration
        guard let shown = request.pieces?.hull ?? (try? request.part.range(in: duration).0),
            shown.start < shown.end
        else { return nil }
        let end = min(duration, shown.end + MediaTime(roundingDown: rest))
        let part = TimeRange(start: shown.start, end: max(shown.end, end))
        do throws(Failure) {
            return try trimmer.analysis(of: part)
        } catch {
            guard [.unusable, .damaged, .missingCodec].contains(error.kind) else { throw error }
            return nil
        }
    }

    /// The events that music must meet: joins of segments are cuts too.
    private static func clip(_ seen: Analysis, _ pieces: [EditSegment]?) -> PairingRequest {
        guard let timeline = pieces.map({ Timeline($0) }) else { return PairingRequest(seen) }
        var request = PairingRequest(timeline.shown(seen))
        request.cuts = (request.cuts + timeline.joins.map(\.seconds)).sorted()
        return request
    }

    /// The best start in the track, with reasons; nil if no start is better than others.
    static func place(_ track: TrackAnalysis, under clip: PairingRequest) -> (MediaTime, [String])? {
        guard
            let best = Pairing.best(1, of: track, for: clip).first
                ?? Pairing.best(1, of: track, for: clip, isLooped: true).first
        else { return nil }
        let from = MediaTime(ticks: Int64((best.offset * 1000).rounded()), timescale: 1000)
        return (
            from,
            ["music begins at \(from.text) s: score \(best.score.signedHundredths)"]
                + reasons(best, track, clip)
        )
    }

    private static func reasons(_ best: Pairing, _ track: TrackAnalysis, _ clip: PairingRequest) -> [String] {
        best.terms.filter { $0.effect.magnitude >= 0.005 }
            .sorted { $0.effect.magnitude > $1.effect.magnitude }
            .map { "music \($0.effect.signedHundredths): \(words($0.name, best, track, clip))" }
    }

    private static func words(
        _ term: String, _ best: Pairing, _ track: TrackAnalysis, _ clip: PairingRequest
    ) -> String {
        switch term {
        case "cuts":
            let beats = track.beats(until: best.offset + clip.length)
            let share = Pairing.share(ofCuts: clip.cuts, onBeats: beats, from: best.offset)
            let count = Int((share * Double(clip.cuts.count)).rounded())
            return "\(count) of \(clip.cuts.count) cuts within 50 ms of a beat"
        case "motion": return "movements meet beats"
        case "phrase": return "a bar or a part of the piece begins with the clip"
        case "energy":
            return best.terms.contains { $0.name == term && $0.effect > 0 }
                ? "the piece is lively where the clip is" : "the piece is lively where the clip is calm"
        case "silence": return "silence at an end"
        default: return "the piece is shorter and begins again"
        }
    }
}
