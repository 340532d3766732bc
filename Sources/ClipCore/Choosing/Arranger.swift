/// Decides the segments of each output of a clip.
struct Arranger {
    let work: JobTemplate
    /// Nil if nothing needs one.
    let analysis: Analysis?
    let duration: MediaTime
    let beats: [Double]

    func arranged(_ seam: LoopPoint?, _ keyframes: (TimeRange) -> [MediaTime]) throws(PlanningError)
        -> JobTemplate
    {
        let (kept, said) = try withoutSilences()
        var arranged = work
        if work.arrangement.fit == .montage {
            for number in work.requests.indices { montage(&arranged.requests[number]) }
            // A request without enough montage segments is trimmed instead.
            return try arranged.resolved(analysis, duration: duration, beats: beats, keyframes: keyframes)
        }
        for (number, request) in work.requests.enumerated() {
            guard case .ranked(let length, _) = request.part, work.isFaster(duration, length) else {
                continue
            }
            arranged.requests[number].part = .length(length, .start)
        }
        // Keyframes do not matter for re-encoded output; windows are chosen in the remaining time.
        let isWhole = kept == Timeline([TimeRange(start: .zero, end: duration)])
        if !isWhole { arranged.choice.snap.remove(.beat) }
        arranged = try arranged.resolved(
            analysis.map { isWhole ? $0 : kept.shown($0) }, duration: kept.duration, beats: beats,
            keyframes: isWhole ? keyframes : { _ in [] })
        for (number, request) in zip(arranged.requests.indices, arranged.requests) {
            arranged.requests[number].notes = said + request.notes
            try fit(&arranged.requests[number], kept, seam, isWhole: isWhole)
        }
        return arranged
    }

    // MARK: Silences

    private func withoutSilences() throws(PlanningError) -> (Timeline, [String]) {
        let whole = TimeRange(start: .zero, end: duration)
        guard let margin = work.arrangement.margin, let analysis else { return (Timeline([whole]), []) }
        guard !analysis.sound.isEmpty else {
            throw PlanningError(
                .unsatisfiable, "it has no sound: there are no silences to tell",
                hint: "leave --remove-silence out")
        }
        let kept = SilenceRule().heard(analysis.sound, speech: analysis.speech, margin, in: whole)
        guard !kept.isEmpty else {
            throw PlanningError(
                .unsatisfiable, "all of it is silence: nothing would be left",
                hint: "leave --remove-silence out")
        }
        let timeline = Timeline(kept)
        let removed = duration - timeline.duration
        return (
            timeline,
            [
                removed > .zero
                    ? "\(removed.text) s of silence are taken out: \(timeline.duration.text) s in \(kept.count) pieces are left"
                    : "there is no silence to take out"
            ]
        )
    }

    // MARK: Fitting

    private func fit(
        _ request: inout TrimRequest, _ kept: Timeline, _ seam: LoopPoint?, isWhole: Bool
    ) throws(PlanningError) {
        var part = try self.part(request, of: kept, isWhole: isWhole)
        if !isWhole, !isTyped, work.arrangement.fit == .trim, let length = request.part.length, let analysis {
            let whole = WholeWords(speech: analysis.speech, clip: TimeRange(start: .zero, end: duration))
            if part.pieces.length >= length { part.pieces = whole.fitted(part.pieces, to: length) }
        }
        request.notes += part.notes
        // The segments identify an output, whatever rule chose them.
        request.rule = nil
        request.pieces = try fitted(part.pieces, in: kept, to: request.part.length, seam, &request.notes)
    }

    /// The user gave the range; it is never a range of the remaining timeline.
    private var isTyped: Bool {
        work.requests.contains {
            if case .span = $0.part { return true }
            return false
        }
    }

    /// Segments of a requested range. A requested length counts remaining time only.
    private func part(_ request: TrimRequest, of kept: Timeline, isWhole: Bool) throws(PlanningError) -> (
        pieces: [EditSegment], notes: [String]
    ) {
        guard case .span(let start, let end, let length) = request.part, isTyped, !isWhole else {
            let (range, notes) = try request.part.range(in: kept.duration)
            return (kept.part(range), isTyped ? notes : [])
        }
        let counted = length != nil
        let typed = TrimRequest.Part.span(
            start: start, end: counted && start != nil ? nil : end, duration: nil)
        let (range, notes) = try typed.range(in: duration)
        let inside = Timeline(kept.pieces.compactMap { $0.clipped(to: range) })
        guard inside.duration > .zero else {
            throw PlanningError(
                .unsatisfiable, "from \(range.start.text) s to \(range.end.text) s there is only silence")
        }
        let shown = min(length ?? inside.duration, inside.duration)
        // If only the end was given, the length counts back from there.
        let first = start == nil && end != nil ? inside.duration - shown : .zero
        return (inside.part(TimeRange(start: first, end: first + shown)), notes)
    }

    private func fitted(
        _ pieces: [EditSegment], in kept: Timeline, to length: MediaTime?, _ seam: LoopPoint?,
        _ notes: inout [String]
    ) throws(PlanningError) -> [EditSegment] {
        let fit = work.arrangement.fit
        guard let length else { return pieces }
        let there = pieces.length
        let isAll = pieces == [EditSegment(TimeRange(start: .zero, end: duration))]
        let fitter = SegmentFitter(length: length)
        if there < length {
            switch fit {
            case .trim, .montage:
                notes.append("kept whole: there are \(there.text) s, not more than \(length.text) s")
                return pieces
            case .speed: return try fitter.slower(pieces, &notes)
            case .loop: return fitter.repeated(pieces, isAll ? seam : nil, &notes)
            case .freeze: return fitter.held(pieces, &notes)
            }
        }
        if fit == .speed, !isTyped, kept.duration > length { return fitter.faster(kept, or: pieces, &notes) }
        if fit == .loop || fit == .freeze {
            notes.append("nothing to \(fit.rawValue): there are not less than \(length.text) s")
        }
        return pieces
    }

    // MARK: Montage

    private func montage(_ request: inout TrimRequest) {
        guard let length = request.part.length, let analysis, duration > length else { return }
        guard let found = Montage(analysis, duration: duration).pieces(length) else {
            request.notes.append(
                "no montage of \(length.text) s: too few pieces of 1.5 to 5 s are worth showing; a part is taken instead"
            )
            return
        }
        request.pieces = found.map { EditSegment($0.range) }
        request.part = .length(length, .start)
        request.notes += ["the \(found.count) best pieces of the clip, in their order"] + found.map(\.text)
    }
}

extension EditSegment {
    /// The segment clipped to a range, at normal speed; nil if nothing is left.
    func clipped(to other: TimeRange) -> EditSegment? {
        let start = max(range.start, other.start)
        let end = min(range.end, other.end)
        return end > start ? EditSegment(TimeRange(start: start, end: end), seam: seam) : nil
    }
}
