internal import ClipCore
internal import LibAV

/// Decodes a finished output's picture, around each splice and a sample of keyframes or completely. Compares
/// it with source frames, and separates source damage from our own.
final class PictureProof {
    private let plan: Plan
    private let expected: Verifier.Expected
    private let original: OriginalStream?
    private let output: MediaInput
    private let video: StreamFacts
    private let witnesses: ReferenceFrames
    /// The output's presentation times, in its own ticks, sorted.
    private let times: [Int64]
    /// Times of pictures that are never shown.
    private let hidden: Set<Int64>
    /// Indices of decoded frames.
    private var checked: Set<Int> = []
    /// The lowest signal-to-noise ratio of a re-encoded frame, in dB.
    private(set) var worst: Double?
    /// Copied pictures that do not decode cleanly in the source either.
    private(set) var damaged = 0

    /// Byte limit for decoding checks: a copy must stay nearly as cheap as a copy.
    static let sampleBytes = 400_000

    /// - Parameters:
    ///   - times: all pictures of the output, in its own ticks, sorted.
    ///   - hidden: times of pictures that are never shown.
    init(
        _ plan: Plan, _ expected: Verifier.Expected, _ original: OriginalStream?, _ output: MediaInput,
        _ video: StreamFacts, _ witnesses: ReferenceFrames, times: [Int64], hidden: Set<Int64> = []
    ) {
        (self.plan, self.expected, self.original, self.hidden) = (plan, expected, original, hidden)
        (self.output, self.video, self.witnesses, self.times) = (output, video, witnesses, times)
    }

    /// Number of decoded frames.
    var checkedFrames: Int { checked.count }

    /// Number of decoded copied frames.
    var checkedCopies: Int { checked.filter(isCopied).count }

    /// - Throws: ``ProofFailure`` if a frame is lost, differs, or fails to decode although the source's decodes.
    func check(keyBytes: Int) throws {
        if plan.verify == .all { return try checkAll() }
        if plan.video.segments.count > 1 {
            for splice in expected.seams { try check(spliceAt: splice) }
        } else if !plan.video.copiesSomething {
            try check(spliceAt: 0)
            worst = nil
        } else if original?.opensGroup == true {
            try check(spliceAt: 0)
        }
        try checkKeyframes(keyBytes: keyBytes)
    }

    // MARK: Copied or encoded

    private func isCopied(_ place: Int) -> Bool {
        guard let copied = expected.copied, expected.presentations.indices.contains(place) else {
            return false
        }
        return copied.contains(expected.presentations[place])
    }

    /// The index of an output frame by its time.
    private func place(of time: Int64) -> Int? {
        let place = times.partitioningIndex { $0 >= time }
        return place < times.count && times[place] == time ? place : nil
    }

    /// Compares an output frame with the source's.
    private func compare(_ frame: borrowing Frame, at place: Int) throws {
        checked.insert(place)
        let time = expected.sourceTime(expected.presentations[place])
        if isCopied(place) {
            guard !frame.isDamaged, let noise = witnesses.difference(of: frame, at: time), noise.isFinite
            else {
                return
            }
            throw ProofFailure("a copied frame shows something else than in the source (\(Int(noise)) dB)")
        }
        if let noise = witnesses.signalToNoise(of: frame, at: time) { worst = min(worst ?? noise, noise) }
    }

    /// Copied frames behind a splice that are compared with the source's.
    private var copies: Int { original?.opensGroup == true ? 24 : ReferenceFrames.copies }

    /// Decodes the first copied frames in the source, from their keyframe on. The last ones were decoded
    /// along with the frames after them.
    private func watchCopies(from place: Int) throws {
        guard let original, let copied = expected.copied, place < times.count, isCopied(place) else { return }
        let last = min(place + copies, times.count) - 1
        // An open group is decoded with what comes before it, as a player of the source does.
        let before: Int64 = original.opensGroup ? 1 : 0
        let reader = try FrameReader(
            original.input, original.stream, from: expected.sourceTime(copied.lowerBound) - before,
            to: expected.sourceTime(expected.presentations[last]) + 1,
            expected: original.opensGroup ? nil : last - place + 1,
            reorderDepth: expected.reorderDepth, conforms: false)
        let frame = try Frame()
        while try reader.next(into: frame) {
            if !frame.isDamaged, let time = frame.presentation { witnesses.keepCopied(frame, at: time) }
        }
    }

    /// Attributes damage at these indices: counts it if the source has it too, else throws.
    private func judge(_ places: Set<Int>) throws {
        guard !places.isEmpty else { return }
        guard places.allSatisfy(isCopied), let original, let copied = expected.copied else {
            throw ProofFailure("a picture that was encoded does not decode clean")
        }
        let source = try CleanDecoding(
            original.input, original.stream,
            expected.sourceTime(
                copied.lowerBound)..<expected.sourceTime(copied.upperBound + expected.ticks - 1),
            reorderDepth: expected.reorderDepth)
        var seen = 0
        try source.run { _, _ in seen += 1 }
        let frames = times.indices.count { isCopied($0) && !hidden.contains(times[$0]) }
        guard !source.damaged.isEmpty || seen < frames else {
            throw ProofFailure("copied pictures do not decode clean, though the source's do")
        }
        damaged += places.count
    }

    // MARK: All

    private func checkAll() throws {
        let splice = expected.copied.flatMap { copied in
            expected.presentations.firstIndex { $0 >= copied.lowerBound }
        }
        if plan.video.segments.count > 1, let splice { try watchCopies(from: splice) }
        let decoding = try CleanDecoding(
            output, video, (.min / 4)..<(.max / 4), reorderDepth: expected.reorderDepth)
        try decoding.run { frame, time in
            guard let place = self.place(of: time) else {
                throw ProofFailure("the output shows a frame at a time that was not planned")
            }
            try self.compare(frame, at: place)
        }
        if plan.video.segments.count == 1 { worst = nil }
        var places = Set(decoding.damaged.compactMap(place))
        if places.isEmpty, !decoding.damaged.isEmpty { places = [0] }
        let lost = times.indices.filter { !checked.contains($0) && !hidden.contains(times[$0]) }
        try judge(places.union(lost))
    }

    // MARK: Samples

    private func check(spliceAt splice: Int64) throws {
        let promised = expected.presentations
        let position = promised.firstIndex { $0 >= splice } ?? promised.count
        try watchCopies(from: position)
        let from = max(0, position - EdgeEncoder.framesAfterLastKey)
        let until = min(promised.count, position + max(2 * expected.reorderDepth + 3, copies))
        let reader = try FrameReader(
            output, video, from: times[from] - 1, to: until < times.count ? times[until] - 1 : Int64.max,
            expected: until - from, reorderDepth: expected.reorderDepth, conforms: false)
        let frame = try Frame()
        var number = from
        while try reader.next(into: frame) {
            guard number < until else { throw ProofFailure("more frames than expected come at a seam") }
            try compare(frame, at: number)
            number += 1
        }
        guard number == until else { throw ProofFailure("\(until - number) frames are lost at a seam") }
        guard reader.damaged == 0 else { throw ProofFailure("a seam does not decode clean") }
    }

    /// Decodes the first keyframe and a cheap sample of others over the whole output: damage seldom comes
    /// alone.
    private func checkKeyframes(keyBytes: Int) throws {
        let stride = max(1, (keyBytes + Self.sampleBytes - 1) / Self.sampleBytes)
        let sampler = try KeyframeDecoder(output, video)
        let classifier = PacketClassifier(video)
        let packet = try Packet()
        output.file.select([video.index], keysOnly: true)
        _ = try output.file.seek(stream: video.index, to: Int64.min / 4)
        var places: Set<Int> = []
        var number = 0
        while try output.file.read(into: packet) {
            // One that refreshes the picture slowly cannot be decoded alone.
            guard packet.isKey, packet.stream == video.index, classifier.refresh(after: packet) == nil else {
                continue
            }
            number += 1
            guard (number - 1) % stride == 0, let place = packet.presentation.flatMap(place) else { continue }
            checked.insert(place)
            if try !sampler.isClean(packet) { places.insert(place) }
        }
        try judgeKeyframes(places)
    }

    private func judgeKeyframes(_ places: Set<Int>) throws {
        guard !places.isEmpty else { return }
        guard places.allSatisfy(isCopied), let original else {
            throw ProofFailure("a picture that was encoded does not decode clean")
        }
        let sampler = try KeyframeDecoder(original.input, original.stream)
        let packet = try Packet()
        original.input.file.select([original.stream.index])
        for place in places {
            let time = expected.sourceTime(expected.presentations[place])
            let isThere = try FrameIndexer(original.stream).seekKeyframe(
                original.input.file, at: time, packet)
            guard isThere, packet.presentation == time, try !sampler.isClean(packet) else {
                throw ProofFailure("a copied keyframe does not decode clean, though the source's does")
            }
            damaged += 1
        }
    }
}

/// Decodes single keyframes to detect damage.
private final class KeyframeDecoder {
    private let decoder: Decoder
    private let frame: Frame

    init(_ input: MediaInput, _ stream: StreamFacts) throws(AVFailure) {
        decoder = try Decoder.open(input.file, stream: stream.index)
        decoder.checkOnly()
        frame = try Frame()
    }

    func isClean(_ packet: borrowing Packet) throws(AVFailure) -> Bool {
        var isClean = try decoder.send(packet)
        try decoder.finish()
        drain: while true {
            switch try decoder.receive(into: frame) {
            case .frame: if frame.isDamaged { isClean = false }
            case .damage: isClean = false
            case .needsMore, .end: break drain
            }
        }
        decoder.flush()
        return isClean
    }
}
