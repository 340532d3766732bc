import ClipCore
import Testing

@testable import ClipSignal

@Suite struct PairingTests {
    private let track: TrackAnalysis = {
        var track = TrackAnalysis(duration: 60)
        (track.tempo, track.tempoConfidence) = (120, 1)
        track.beats = (0..<120).map { Double($0) / 2 }
        track.downbeats = (0..<30).map { Double($0) * 2 }
        (track.metre, track.downbeatConfidence) = (4, 1)
        track.energyCurve = (0..<60).map { $0 < 30 ? 0.2 : 0.8 }
        return track
    }()

    @Test func `cuts that lie between beats are brought onto them`() throws {
        let cuts = [1.2, 3.7, 6.2, 9.2]
        let best = try #require(Pairing.best(1, of: track, for: .init(length: 15, cuts: cuts)).first)
        #expect(Pairing.share(ofCuts: cuts, onBeats: track.beats, from: 0) == 0)
        #expect(Pairing.share(ofCuts: cuts, onBeats: track.beats, from: best.offset) == 1)
    }

    @Test(arguments: [(0.0, 1.0), (0.03, 1.0), (0.04, 0.5), (0.06, 0.0), (0.2, 0.0)])
    func `cuts that miss all beats earn nothing`(miss: Double, share: Double) throws {
        let clip = PairingRequest(length: 15, cuts: [1, 3, 6, 9].map { $0 + miss })
        let scorer = try #require(PairingScorer(track, clip, isLooped: false))
        let earned = try #require(scorer.terms(at: 0).first { $0.name == "cuts" }).effect
        #expect(abs(earned - 1.5 * share) < 1e-6)
    }

    @Test func `the terms sum to the score, and the best comes first`() {
        let found = Pairing.best(
            5, of: track, for: .init(length: 15, cuts: [1.2, 3.1], motion: [0, 1, 0, 2]))
        #expect(found.count == 5)
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.score >= $1.score })
        for pairing in found {
            #expect(pairing.score == pairing.terms.reduce(0) { $0 + $1.effect })
            #expect(pairing.score.isFinite)
        }
    }

    @Test func `without cuts a clip begins with a bar`() throws {
        let best = try #require(Pairing.best(1, of: track, for: .init(length: 15)).first)
        #expect(best.offset.truncatingRemainder(dividingBy: 2) == 0)
    }

    @Test func `motion that rises meets energy that rises`() throws {
        let motion = (0..<100).map { $0 < 50 ? 0.1 : 0.9 }
        let best = try #require(Pairing.best(1, of: track, for: .init(length: 10, motion: motion)).first)
        #expect(abs(best.offset - 25) <= 1)
    }

    @Test func `silence at the ends is avoided`() throws {
        var track = track
        (track.leadingSilence, track.trailingSilence) = (7.3, 30)
        let best = try #require(Pairing.best(1, of: track, for: .init(length: 15)).first)
        #expect(best.offset >= 7.3 && best.offset + 15 <= 30)
    }

    @Test func `a piece that is too short is no pair unless it is looped`() {
        #expect(Pairing.best(1, of: track, for: .init(length: 70)).isEmpty)
        #expect(!Pairing.best(1, of: track, for: .init(length: 70), isLooped: true).isEmpty)
    }

    @Test func `beats go on where a short piece begins again`() throws {
        var track = track
        (track.duration, track.beats) = (16.1, (0..<32).map { Double($0) / 2 })
        (track.leadingSilence, track.trailingSilence) = (0, 0.1)
        // A round is 80 ms shorter than the piece: its end crossfades into its beginning.
        let beats = track.beats(until: 40)
        #expect(beats.count { abs($0 - 16.42) < 1e-9 || abs($0 - 32.34) < 1e-9 } == 2)
        #expect(zip(beats, beats.dropFirst()).allSatisfy { $1 - $0 > 0.4 })
        let cuts = [6.4, 12.8, 18.8].map { $0 + 0.01 }
        let best = try #require(
            Pairing.best(1, of: track, for: .init(length: 20, cuts: cuts), isLooped: true).first)
        let earned = try #require(best.terms.first { $0.name == "cuts" }).effect
        let share = Pairing.share(
            ofCuts: cuts, onBeats: track.beats(until: best.offset + 20), from: best.offset)
        #expect(earned > 0 && share >= earned / 1.5 - 1e-9)
    }

    @Test(arguments: [Double.nan, .infinity, 0, -1])
    func `a length that is none has no pair`(length: Double) {
        #expect(Pairing.best(1, of: track, for: .init(length: length)).isEmpty)
    }

    @Test func `what is not a number reaches no score`() {
        let clip = PairingRequest(length: 10, cuts: [.nan, .infinity, 2], motion: [.nan, 1, .infinity])
        #expect(Pairing.best(3, of: track, for: clip).allSatisfy { $0.score.isFinite })
    }
}
