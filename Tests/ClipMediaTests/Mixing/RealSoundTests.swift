import ClipCore
import Foundation
import Glibc
import SystemPackage
import Testing

@testable import ClipMedia
@testable import LibAV

/// The sound of real clips, brought to -14 LUFS. `CLIPFIT_SOUND_OUT` names a folder where the results are kept as MP4
/// files, for other tools to measure (Benchmarks/run loudness).
@Suite(.enabled(if: RealClips.folder != nil, "no real clips here")) struct RealSoundTests {
    private static let clips: [String] = {
        guard let folder = RealClips.folder else { return [] }
        return ["real", "derived"].flatMap { part in
            let names = try? FileManager.default.contentsOfDirectory(
                atPath: folder.appendingPathComponent(part).path)
            return (names ?? []).sorted().map { "\(part)/\($0)" }
        }
    }()
    private static let kept = ProcessInfo.processInfo.environment["CLIPFIT_SOUND_OUT"]

    @Test(arguments: clips) func `a real clip reaches its loudness, or says why not`(clip: String) throws {
        let path = FilePath(try #require(RealClips.folder).appendingPathComponent(clip).path)
        let source = try SourceFile.open(path)
        let info = try Prober().probe(source)
        guard let sound = info.audio.first else { return }
        let length = min(info.duration, MediaTime(ticks: 15, timescale: 1))
        let window = TimeRange(start: info.origin, end: info.origin + length)
        var mix = SoundMix(stream: sound.stream)
        mix.loudness = -14
        let mixer = try SoundMixer(mix, source: source, pieces: [EditSegment(window)], container: .mp4)
        let before = threadSeconds()
        try mixer.prepare()
        let cost = threadSeconds() - before
        let finding = mixer.finding
        if let loudness = finding.loudness, finding.deviations.isEmpty {
            #expect(abs(loudness + 14) <= 0.4)
        } else {
            #expect(!finding.deviations.isEmpty)
        }
        #expect((finding.truePeak ?? -100) <= -1)
        guard let kept = Self.kept else { return }
        print("\(clip): \(cost / length.seconds * 60) CPU s a minute, \(finding)")
        try write(mixer, "\(kept)/\(clip.replacing("/", with: "-")).mp4")
    }

    private func threadSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func write(_ mixer: SoundMixer, _ path: String) throws {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let output = try OutputFile.create(format: "mp4", descriptor: descriptor)
        let stream = try mixer.addStream(to: output)
        try output.begin(["use_editlist": "0"])
        let packet = try Packet()
        while try mixer.next(into: packet) {
            try output.write(packet, to: stream, timeBase: (1, 48000))
        }
        try output.finish()
    }
}
