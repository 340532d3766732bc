internal import ClipCore
internal import LibAV

extension Analyzer {
    /// Analyses sound and packets of a clip, and of its pictures what is asked for, part by part.
    ///
    /// - Parameter next: the part that matters next; nil if the rest does not matter.
    /// - Returns: the analysis; nil and the reason if all of the clip has to be analysed.
    func search(
        _ source: borrowing SourceFile, _ info: MediaInfo, next: (Analysis) -> WindowDoubt?,
        progress: ProgressHandler
    ) throws(Failure) -> (Analysis?, because: String) {
        let identity = try source.identity()
        let known = store?.analysis(of: identity)
        if let known, known.survey == nil { return (known, "") }
        guard let video = info.video, let span = video.span else { return (nil, "it has no picture") }
        do {
            var analysis = Analysis(span: span, pictures: [], sound: [])
            if let known {
                analysis = known
            } else {
                analysis.survey = try survey(source, video, span, info.origin)
                if let obstacle = analysis.survey?.obstacle { return (nil, obstacle) }
                let samples = analysis.survey?.samples(of: span) ?? []
                let listener = try listener(source, info)
                try examine(samples, source, video, info.origin, &analysis) { try listener?.listen() }
                (analysis.sound, analysis.speech) = (listener?.scores ?? [], listener?.speech() ?? [])
                analysis.loudness = listener?.integrated
            }
            // Beyond this, a clip of parts alike costs more than a search of all would.
            let most = 0.4 * span.duration.seconds
            while let doubt = next(analysis), let survey = analysis.survey {
                guard survey.seconds < most, survey.seconds < most / 3 || doubt.share < 0.5 else {
                    return (nil, "too many of its parts are alike")
                }
                progress(survey.seconds / most)
                try examine(survey.missing(in: doubt.range), source, video, info.origin, &analysis)
            }
            try source.checkUnchanged()
            guard !analysis.pictures.isEmpty else { return (nil, "few of its pictures decode") }
            if analysis.survey != known?.survey { store?.keep(analysis, of: identity) }
            return (analysis, "")
        } catch {
            try source.checkUnchanged()
            throw Failure(error, reading: source.path)
        }
    }

    private func listener(_ source: borrowing SourceFile, _ info: MediaInfo) throws -> SoundListener? {
        guard let audio = info.audio.first else { return nil }
        return try SoundListener(
            source, stream: audio.stream, TimeRange(start: .zero, end: info.duration), info.origin, .loudness)
    }

    private func examine(
        _ parts: [TimeRange], _ source: borrowing SourceFile, _ video: MediaInfo.Video, _ origin: MediaTime,
        _ analysis: inout Analysis, meanwhile: () throws -> Void = {}
    ) throws {
        let watcher = try PictureWatcher(source, stream: video.stream, parts, origin)
        watcher.start()
        defer { watcher.stop() }
        try meanwhile()
        while !watcher.isDone(within: .milliseconds(50)) { try Interruption.check("analyse the clip") }
        analysis.add(try watcher.scores(), watcher.fillerSamples, of: parts)
    }

    /// Reads all packets of the picture.
    private func survey(
        _ source: borrowing SourceFile, _ video: MediaInfo.Video, _ span: TimeRange, _ origin: MediaTime
    ) throws -> ClipSurvey {
        let input = try MediaInput(source)
        let stream = try input.stream(video.stream)
        var bytes = [Float](repeating: 0, count: Int(span.duration.seconds.rounded(.up)))
        var keyframes: [MediaTime] = []
        let packet = try Packet()
        input.file.select([stream.index])
        var isThere = try FrameIndexer(stream).seekKeyframe(input.file, at: .min / 4, packet)
        while isThere {
            if let ticks = packet.presentation {
                let time = MediaTime(ticks: ticks, timeBase: stream.base) - origin
                let second = Int((time - span.start).seconds.rounded(.down))
                if packet.isKey {
                    keyframes.append(time)
                } else if bytes.indices.contains(second) {
                    bytes[second] += Float(packet.size)
                }
            }
            try Interruption.check("read the packets")
            isThere = try input.file.read(into: packet)
        }
        return ClipSurvey(bytes: bytes, keyframes: keyframes.sorted())
    }
}
