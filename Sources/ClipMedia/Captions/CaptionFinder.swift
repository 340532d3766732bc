internal import ClipCore
internal import LibAV

/// Finds the captions of a clip: in files of its folder, else in its subtitle tracks.
struct CaptionFinder {
    let source: FilePath
    let input: MediaInput
    let info: MediaInfo
    /// Nil if nothing is transcribed.
    let transcriber: Transcriber?

    /// Fills in the captions of settings that request a search.
    ///
    /// - Parameter span: the range to cut, on the container's clock.
    /// - Returns: notes on what was taken, and warnings; a line each.
    func fill(
        _ settings: inout OutputSettings, in span: TimeRange,
        _ read: (FilePath, String?) throws(Failure) -> CaptionFile
    ) throws(Failure) -> (notes: [String], warnings: [String]) {
        guard let search = settings.captions?.search else { return ([], []) }
        if search.source == .speech {
            settings.captions?.file = try transcript(search.language, span)
            guard settings.captions?.file == nil else { return (["captions: transcribed"], []) }
            settings.captions = nil
            return ([], ["captions: nobody speaks in this part, so nothing is transcribed"])
        }
        if search.source == .anywhere {
            let files = CaptionFiles(beside: source, languages: search.languages)
            if let path = files.paths.first {
                settings.captions?.file = try read(path, search.encoding)
                settings.captions?.source = PlannedPath(path)
                let names = files.paths.map(\.shownName)
                let doubt = "several languages, took \(names[0]): \(names.joined(separator: ", "))"
                return (["captions: \(names[0])"], files.isDoubtful ? ["captions: \(doubt)"] : [])
            }
        }
        guard let video = info.video?.stream,
            let track = try CaptionTracks(input.streams, of: source).track(search)
        else {
            settings.captions = nil
            let name = source.removingExtension.shownName
            return (
                [],
                [
                    "captions: none found: no \(name).srt, \(name).LANG.srt, .vtt or .ass, and no subtitle track"
                ]
            )
        }
        do {
            settings.captions?.file = try CaptionTracks.captions(
                track, in: span, origin: info.origin, input, video)
        } catch let error as PlanningError {
            throw Failure(.unusable, source, "its subtitle track cannot be read: \(error.message)")
        } catch { throw Failure(error, reading: source) }
        return (["captions: subtitle track \(track.index) (\(CaptionTracks.language(track)))"], [])
    }
}

extension CaptionFinder {
    /// What the first minutes of a subtitle track say; nil without a readable one.
    func subtitles(_ languages: [String]) -> String? {
        let search = OutputSettings.CaptionSearch(source: .track, language: nil, languages: languages)
        let span = TimeRange(start: .zero, end: min(info.duration, MediaTime(ticks: 600, timescale: 1)))
            .shifted(by: info.origin)
        guard let video = info.video?.stream,
            let track = try? CaptionTracks(input.streams, of: source).track(search)
        else { return nil }
        return try? CaptionTracks.captions(track, in: span, origin: info.origin, input, video).text
    }

    /// What is said in a span of the container's clock; nil if nobody speaks.
    private func transcript(_ language: String?, _ span: TimeRange) throws(Failure) -> CaptionFile? {
        guard let track = info.mainAudio else { return nil }
        guard let transcriber else {
            throw Failure(.bug, source, "there is no process that runs the transcriber")
        }
        let recording: SpeechRecording
        do { recording = try SpeechRecording(input, stream: track.stream, span) } catch {
            throw Failure(error, reading: source)
        }
        guard recording.hasSpeech else { return nil }
        let file = try transcriber.captions(of: recording.wav, language: language, for: source)
        let start = span.start - info.origin
        return CaptionFile(
            file.captions.map { caption in
                var caption = caption
                caption.range = caption.range.shifted(by: start)
                caption.marks = caption.marks?.map { .init(letters: $0.letters, time: $0.time + start) }
                return caption
            })
    }
}

extension FilePath {
    fileprivate var shownName: String { lastComponent?.string.printable ?? "" }
    fileprivate var removingExtension: FilePath { FilePath(bytes: stemAndExtension.stem) }
}
