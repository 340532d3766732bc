internal import ClipCore
internal import LibAV

extension Cut {
    /// Reads the output back and reports the result.
    func proven(_ descriptor: Int32, _ deviations: [String]) throws -> Report {
        let frames = video.copiedFrames + video.reencodedFrames
        guard frames > 0 else { throw Failure(damaged: path.path, "none of its pictures decodes") }
        let starts = plan.video.segments.dropFirst().map {
            ($0.range.start - plan.window.start).ticksRoundedUp(in: video.base)
        }
        let copied = plan.video.segments.first { $0.treatment == .copy }.map {
            ($0.range.start - plan.window.start).ticksRoundedUp(
                in: video.base)..<max(
                    ($0.range.start - plan.window.start).ticksRoundedUp(in: video.base),
                    ($0.range.end - plan.window.start).ticksRoundedUp(in: video.base))
        }
        let verifier = Verifier(
            plan: plan,
            source: .init(
                videoBase: video.base, presentations: video.written.sorted(), shownFrames: frames,
                audioStarts: audio.map { $0.audibleStart ?? .zero }, seams: starts, copied: copied,
                origin: (plan.window.start + plan.origin).ticksRoundedUp(
                    in: TimeBase(video.base.numerator, video.base.denominator / video.ticks)),
                ticks: video.ticks,
                reorderDepth: video.depth),
            original: video.original, sounds: audio)
        let damagedBefore = video.damagedFrames + (audio + absent).reduce(0) { $0 + $1.damagedPackets }
        var finding: Verifier.Finding
        do {
            finding = try verifier.verify(descriptor, witnesses: witnesses)
        } catch let broken as ProofFailure where damagedBefore > 0 && !plan.video.copiesSomething {
            throw Failure(damaged: path.path, broken.message)
        }
        if let mixed = mixer?.finding {
            (finding.proof.loudness, finding.proof.truePeak) = (mixed.loudness, mixed.truePeak)
            finding.proof.mix = mixed.mix
        }
        var deviations =
            deviations + [video.deviation, video.codecDeviation].compactMap { $0 }
            + audio.compactMap(\.deviation)
            + (mixer?.finding.deviations ?? [])
        if plan.output.keepsMetadata, !removedMetadata.isEmpty {
            deviations.append("--keep-metadata does not keep \(removedMetadata.joined(separator: ", "))")
        }
        if !absent.isEmpty { deviations.append("the source has no sound in this part") }
        let damaged = finding.damaged + damagedBefore
        if damaged > 0 {
            // With full decoding every damaged packet is reported.
            let bound = plan.verify == .all ? 0 : max(1, frames / 200)
            let text =
                damaged == 1
                ? "a picture or sound packet is damaged in the source"
                : "\(damaged) pictures or sound packets are damaged in the source"
            if damaged > bound && plan.onDamage == .fail {
                throw Failure(.damaged, path.path, text, hint: "--on-damage keep keeps what can be kept")
            }
            deviations.append(text)
        }
        if let (shown, expected) = try video.sourceFrames(), shown * 5 < expected * 2 {
            let text = "only \(shown) of about \(expected) frames of the part can be decoded"
            guard plan.onDamage == .keep else {
                throw Failure(
                    .damaged, path.path, text, hint: "--on-damage keep keeps what can be kept")
            }
            deviations.append(text)
        }
        let output = try SourceFile.open(descriptor, named: plan.output.file.path)
        finding.proof.sizeBytes = output.sizeBytes
        try check(output, &finding.proof)
        let misplaced = video.misplacedFrames
        if misplaced > 0 {
            deviations.append(
                misplaced == 1
                    ? "a frame is left out: the one before it is shown later"
                    : "\(misplaced) frames are left out: the frames before them are shown later")
        }
        if let planned = plan.video.frames, planned < frames {
            throw ProofFailure("\(frames) frames were written instead of \(planned)")
        }
        if let planned = plan.video.frames.map({ $0 - misplaced }), planned > frames {
            if plan.onDamage == .fail {
                throw Failure(
                    .damaged, path.path, "\(planned - frames) of \(planned) frames cannot be decoded",
                    hint: "--on-damage keep keeps what can be kept")
            }
            deviations.append(
                "\(planned - frames) of \(planned) frames could not be decoded and are left out")
        }
        if let markDeviation { deviations.append(markDeviation) }
        var report = Report(
            plan: plan, proof: finding.proof, copiedFrames: video.copiedFrames,
            reencodedFrames: video.reencodedFrames,
            deviations: deviations, removedMetadata: removedMetadata + video.leftOut, seconds: 0)
        report.provenance = provenance
        (report.codec, report.change) = (video.codec, video.change)
        return report
    }

    /// Probes the output like any file, checks it against its platforms' limits, and measures what a safety
    /// scan would, if requested.
    private func check(_ output: borrowing SourceFile, _ proof: inout Report.Proof) throws {
        let delivery = DeliveryCheck(plan)
        guard delivery != nil || plan.limits?.onFlashes != nil else { return }
        let info = try Prober(isDeep: true).probe(output)
        if let breach = delivery?.breach(by: info) { throw ProofFailure(breach) }
        // A file that is too large is discarded, whatever it shows.
        let isTooLarge = plan.limits?.maximumBytes.map { proof.sizeBytes > $0 } ?? false
        guard plan.limits?.onFlashes != nil, !isTooLarge else { return }
        // Frames on their way to the encoder, and the mix as decoded, were measured while they were at hand.
        let (flashes, mix) = plan.verify == .all ? (nil, nil) : (video.flashes, mixer)
        let scan = try SafetyScan(output, info, flashes: flashes, depth: mix == nil ? .loudness : nil)
        (proof.flashes, proof.loudnessJump) = (
            scan.flashes, mix.map(\.finding.loudnessJump) ?? scan.loudnessJump
        )
    }
}
