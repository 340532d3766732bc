public import ClipCore
internal import LibAV

/// Looks at and listens to a clip once: scores of its frames and of its sound. Both are read at the same time, each on
/// a thread of its own. Memory grows by about 100 bytes a frame.
public struct Analyzer: Sendable {
    /// Called now and then with the share of the clip that is done: from 0 to 1.
    public typealias Progress = (Double) -> Void

    /// An analyzer; it holds nothing.
    public init() {}

    /// Analyses all of a clip.
    ///
    /// - Throws: where there is no moving picture, or nothing of it decodes.
    public func analyze(_ source: borrowing SourceFile, _ info: MediaInfo, progress: Progress = { _ in })
        throws(MediaError) -> Analysis
    {
        guard let video = info.video, let span = video.span else {
            throw MediaError(
                .unusable, source.path, "there is no video in it", hint: "name a file with a picture")
        }
        do {
            let watcher = try PictureWatcher(source, stream: video.stream, info.origin)
            let listener = try info.audio.first.map {
                try SoundListener(
                    source, stream: $0.stream, TimeRange(start: .zero, end: info.duration), info.origin)
            }
            watcher.start()
            defer { watcher.stop() }
            try listener?.listen()
            while !watcher.isDone(within: .milliseconds(50)) {
                try Interruption.check("analyse the clip")
                progress(watcher.share(of: span))
            }
            var analysis = Analysis(span: span, pictures: try watcher.scores(), sound: listener?.scores ?? [])
            guard !analysis.pictures.isEmpty else {
                throw MediaError(.damaged, source.path, "none of its pictures decode")
            }
            if let listener {
                analysis.loudness = listener.integrated
                (analysis.loudnessRange, analysis.truePeak) = (listener.range, listener.truePeak)
            }
            return analysis
        } catch let error as MediaError {
            throw error
        } catch let broken as Broken {
            throw MediaError(.unusable, source.path, broken.message)
        } catch {
            throw MediaError(reading: source.path, error as! AVFailure)
        }
    }
}
