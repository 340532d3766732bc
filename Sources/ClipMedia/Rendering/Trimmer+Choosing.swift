public import ClipCore
internal import LibAV

extension Trimmer {
    /// Resolves windows that only an analysis can choose; analyses the source only if there are any.
    public func chosen(_ work: JobTemplate, progress: ProgressHandler = { _ in }) throws(Failure)
        -> JobTemplate
    {
        guard info.video != nil else { throw noVideo }
        if work.arrangement.isAsked || work.needsAnalysis(of: info.duration) { try check(info.duration) }
        guard !work.arrangement.isAsked else { return try arranged(work, progress) }
        var (analysis, examined): (Analysis?, String?)
        if work.needsAnalysis(of: info.duration) {
            do throws(Failure) {
                (analysis, examined) = try searched(work, progress)
            } catch {
                // A source that cannot be analysed can often still be copied.
                guard work.choice.fallsBack, [.unusable, .damaged, .missingCodec].contains(error.kind) else {
                    throw error
                }
                return work.takingStarts(because: error.message)
            }
        }
        let beats = analysis != nil && work.choice.snap.contains(.beat) ? try beats() : []
        do throws(PlanningError) {
            var chosen = try work.resolved(analysis, duration: info.duration, beats: beats) {
                keyframes(in: $0)
            }
            if let examined { chosen.note(examined) }
            return chosen
        } catch { throw Failure(error, source.path) }
    }

    /// What the job's choice needs to know of the clip, with a note about how much of it was examined.
    private func searched(_ work: JobTemplate, _ progress: ProgressHandler) throws(Failure) -> (
        Analysis, String?
    ) {
        let isKnown = memory.last.map { $0.part == nil && $0.analysis.survey == nil } ?? false
        guard work.searchesParts(of: info.duration), !isKnown else {
            return (try analysis(progress: progress), nil)
        }
        let (found, reason) = try analyzer.search(
            source, info, next: { work.doubtful($0, duration: info.duration) }, progress: progress)
        guard let found else {
            return (try analysis(progress: progress), "all of the clip was examined: \(reason)")
        }
        memory.last = (nil, .everything, found)
        return (found, found.examinedText.map { "\($0): --search full examines all" })
    }

    private func arranged(_ work: JobTemplate, _ progress: ProgressHandler) throws(Failure) -> JobTemplate {
        let path = source.path
        var arranged = try work.arranged(
            { () throws(Failure) in try analysis(progress: progress) }, duration: info.duration,
            seam: { () throws(Failure) in try LoopFinder().seam(source, info) },
            beats: work.choice.snap.contains(.beat) ? try beats() : [],
            keyframes: { keyframes(in: $0) }, failed: { Failure($0, path) })
        if work.choice.search == .fast, info.duration.seconds >= WindowChoice.longSeconds,
            work.needsAnalysis(of: info.duration)
        {
            arranged.note("all of the clip was examined: how it is fitted depends on all of it")
        }
        return arranged
    }

    /// Analyses the clip's own sound as if it were music, in a part of it; times count from the part's start.
    public func ownTrack(in part: TimeRange? = nil) throws(Failure) -> TrackAnalysis {
        try TrackAnalyzer().analyze(source, in: part)
    }

    /// Beats of the clip's own sound, on its clock; empty without sound or a steady beat.
    private func beats() throws(Failure) -> [Double] {
        do throws(Failure) { return try ownTrack().beats } catch {
            guard [.unusable, .damaged, .missingCodec].contains(error.kind) else { throw error }
            return []
        }
    }

    /// Times in a span at which a picture copy can start; empty if packets do not give them.
    private func keyframes(in span: TimeRange) -> [MediaTime] {
        guard let video = info.video, let stream = try? input.stream(video.stream),
            let index = try? input.index(of: stream, in: span.shifted(by: info.origin)), index.problem == nil
        else { return [] }
        return index.entries.filter { $0.isCleanEntry && $0.isShown }
            .map { index.time($0.presentation) - info.origin }
            .filter { span.contains($0) }
    }

    /// A sentence for picture and for sound, where it ends long before a plan's part does.
    func earlyEnds(in plan: Plan) -> [String] {
        let early = { (end: MediaTime?) -> MediaTime? in
            guard let end, end > plan.window.start,
                plan.window.end - end > MediaTime(ticks: 1, timescale: 2)
            else { return nil }
            return end
        }
        let ends = plan.audio.compactMap { track -> MediaTime? in
            let end = info.audio.first { $0.stream == track.stream }?.span?.end
            return pause(before: plan.window.end, in: track.stream) ?? end
        }
        return [
            early(info.video?.span?.end).map {
                "no new picture comes after \($0.text) s: the last one stays"
            },
            early(ends.max()).map { "its sound ends at \($0.text) s, before the part does" },
        ].compactMap { $0 }
    }

    /// The end of the last packet before a time, if the container's index lists one behind it as well.
    private func pause(before end: MediaTime, in stream: Int) -> MediaTime? {
        guard let base = try? input.stream(stream).base else { return nil }
        let times = input.file.listedTimes(of: stream)
        let next = times.partitioningIndex { [end = (end + info.origin).ticksRoundedUp(in: base)] in $0 >= end
        }
        guard next > 1, next < times.count else { return nil }
        return MediaTime(ticks: 2 * times[next - 1] - times[next - 2], timeBase: base) - info.origin
    }
}
