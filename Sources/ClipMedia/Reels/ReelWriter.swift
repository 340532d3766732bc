package import ClipCore
internal import LibAV

/// A source of a joined post with the plan of what is shown of it.
package struct ReelItem: Sendable {
    /// Shows one source, in the size and at the rate of all.
    package var plan: Plan
    /// It is a photo.
    package let isPhoto: Bool
    /// A slow zoom: in, or out; nil for none.
    package var zoomsIn: Bool?
    /// The source's sound track; nil for none.
    fileprivate let sound: Int?
    /// CPU seconds that joining it takes, as ``ClipCore/Plan/cpuSeconds(_:)``.
    package let cpuSeconds: Double

    package init(_ plan: Plan, isPhoto: Bool, zoomsIn: Bool?, of info: MediaInfo) {
        (self.plan, self.isPhoto, self.zoomsIn, sound) = (plan, isPhoto, zoomsIn, info.mainAudio?.stream)
        cpuSeconds = plan.cpuSeconds(info)
    }

    /// How many frames of the post show it.
    package var frames: Int {
        get { plan.picture?.frames ?? 0 }
        set {
            guard let rate = plan.picture?.frameRate else { return }
            plan.picture?.frames = newValue
            plan.window.end = plan.window.start + MediaTime(frames: newValue, at: rate)
        }
    }
}

/// Joins sources into one file, from which the post is made like from any clip: each in the same size, at the
/// same rate, in BT.709 and with stereo sound, exact to the frame.
package struct ReelWriter: Sendable {
    /// Size and rate of the file.
    package let shape: ReelShape
    private let folder: FilePath
    private let threads: Int

    /// - Parameter folder: on its disk temporary files take their room.
    package init(_ shape: ReelShape, in folder: FilePath) {
        (self.shape, self.folder) = (shape, folder)
        threads = Renderer().threads
    }

    /// Opens a source; a photo as a clip that shows it for some seconds.
    ///
    /// - Parameter seconds: how long a photo is to be seen.
    /// - Throws: if it cannot be opened, or is too large a photo.
    package func open(_ path: FilePath, seconds: Int) throws(Failure) -> SourceFile {
        let source = try SourceFile.open(path)
        guard let photo = try PhotoFile(source) else { return source }
        return try photo.clip(of: source, seconds: seconds, in: folder, for: shape.size)
    }

    /// Writes the file, which has no name and ends with what is returned.
    ///
    /// - Parameters:
    ///   - path: how messages call it.
    ///   - mark: IPTC's source type if AI made a source; nil otherwise.
    ///   - willRead: called with each source before it is read.
    ///   - progress: called now and then with progress from 0 to 1.
    /// - Throws: if a source is damaged or has changed, naming it; if there is no room.
    package func write(
        _ items: [ReelItem], as path: FilePath, mark: String?, willRead: (FilePath) -> Void = { _ in },
        progress: ProgressHandler
    ) throws(Failure) -> SourceFile {
        do {
            let file = try MasterFile(in: folder, shape.size, shape.rate, hasSound: true, threads: threads)
            let total = items.reduce(0) { $0 + $1.frames }
            for item in items {
                willRead(item.plan.source.file.path)
                try write(item, to: file) { progress(Double($0) / Double(max(1, total))) }
            }
            return try file.finish(as: path, mark: mark)
        } catch let failure as Failure {
            throw failure
        } catch let failure as AVFailure {
            throw Failure(writing: path, failure)
        } catch { throw Failure(.bug, path, "\(error)") }
    }

    private func write(_ item: ReelItem, to file: MasterFile, _ progress: (Int) -> Void) throws {
        let path = item.plan.source.file.path
        let seconds = Int(item.plan.window.end.seconds.rounded(.up))
        let source = try open(path, seconds: seconds)
        guard try item.isPhoto || source.identity() == item.plan.source.identity else {
            throw Failure(.sourceChanged, path, "the file changed while it was read")
        }
        do {
            let first = file.frames
            let damaged = try show(item, of: source, in: file, progress)
            try source.checkUnchanged()
            guard file.frames - first == item.frames else {
                throw Failure(damaged: path, "none of its pictures decodes")
            }
            if damaged > max(1, item.frames / 200), item.plan.onDamage == .fail {
                throw Failure(
                    .damaged, path, "\(damaged) pictures or sound packets are damaged in the source",
                    hint: "--on-damage keep keeps what can be kept")
            }
        } catch { throw Failure(error, reading: path) }
    }

    /// - Returns: how many frames and packets are damaged.
    private func show(
        _ item: ReelItem, of source: borrowing SourceFile, in file: MasterFile, _ progress: (Int) -> Void
    ) throws -> Int {
        guard let picture = item.plan.picture else { throw ProofFailure("the plan makes no picture") }
        let input = try MediaInput(source)
        let pictures = try PlannedPictures(item.plan, picture, input)
        let feed = try FrameFeed(
            input, pictures.stream, for: [pictures.taker], reorderDepth: pictures.reorderDepth,
            picture.deinterlacing ?? .auto)
        let sound = try ReelSound(source, item.plan.window.shifted(by: item.plan.origin), stream: item.sound)
        feed.start()
        pictures.shaper.start()
        defer {
            pictures.taker.frames.stop()
            pictures.shaper.stop()
            feed.stop()
        }
        var zoom: SlowZoom?
        while let shown = try pictures.shaper.pictures.take() {
            if let zoomsIn = item.zoomsIn, zoom == nil {
                zoom = try SlowZoom(shown.picture.value.shape, frames: item.frames, isInward: zoomsIn)
            }
            for _ in 0..<shown.repeats {
                if let zoom {
                    try file.add(zoom.next(shown.picture.value))
                } else {
                    try file.add(shown.picture.value.share())
                }
                let heard = MediaTime(frames: file.frames, at: shape.rate).ticksNearest(in: SoundSource.rate)
                try file.add(sound.next(heard - file.samples))
            }
            progress(file.frames)
        }
        return pictures.taker.damaged(before: .max) + sound.damagedPackets
    }
}
