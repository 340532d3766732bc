internal import ClipCore
internal import ClipSignal
internal import LibAV

/// Searches faces and text in some frames of a stream: one per second, two while there are faces.
final class FaceSampler {
    struct Search {
        var video: MediaInfo.Video
        /// Where small faces are searched, in tiles of the frame; nil to search large ones everywhere.
        var parts: [TimeRange]?
    }

    /// The samples so far, in the order of frames.
    private(set) var samples: [FaceSample] = []
    private let video: MediaInfo.Video
    private let toneMapper: ToneMapper?
    private let parts: [TimeRange]?
    private let turn: Still.Turn
    private var detector = FaceDetector()
    private var scaler: Scaler?
    private var shape: FrameShape?
    private var next = MediaTime(ticks: -1, timescale: 1)

    /// Sides of the picture in which faces are searched, in pixels: the shorter one, and the most of the longer one.
    private static let sides = (short: 360.0, long: 1280.0)
    private static let intervals = (
        without: MediaTime(ticks: 1, timescale: 1), with: MediaTime(ticks: 1, timescale: 2)
    )

    init(_ search: Search, _ stream: StreamFacts) {
        (video, parts) = (search.video, search.parts)
        turn = Still.Turn(degrees: video.rotation, isMirrored: video.isMirrored)
        toneMapper = stream.video.flatMap(ToneMapper.init)
    }

    /// Takes the next frame, and searches it if it is due.
    func take(_ frame: borrowing Frame, at time: MediaTime) throws {
        guard time >= next, parts?.contains(where: { $0.contains(time) }) ?? true else { return }
        next = time + Self.intervals.without
        guard let picture = try picture(frame) else { return }
        let tiles = parts.map { _ in PictureTile.squares(width: picture.width, height: picture.height) }
        let (width, height) = (Double(picture.width), Double(picture.height))
        let boxes = detector.faces(in: picture, tiles: tiles).map { face in
            FaceSample.Box(
                left: Double(face.origin.x) / width, top: Double(face.origin.y) / height,
                width: Double(face.size.x) / width, height: Double(face.size.y) / height)
        }
        var sample = FaceSample(time: time, boxes: boxes, isThorough: parts != nil)
        sample.texts = (TextFinder(picture).lines() ?? []).map { line in
            // The first and the last letter may be missed.
            let room = Double(line.height) / 2
            return FaceSample.Box(
                left: (Double(line.x) - room) / width, top: Double(line.y) / height,
                width: (Double(line.width) + 2 * room) / width, height: Double(line.height) / height)
        }
        samples.append(sample)
        if !boxes.isEmpty { next = time + Self.intervals.with }
    }

    /// The frame upright, with square pixels; HDR as a screen of BT.709 shows it.
    private func picture(_ frame: borrowing Frame) throws -> RGBPicture? {
        let (width, height) = (Double(max(1, video.displayWidth)), Double(max(1, video.displayHeight)))
        let scale = min(Self.sides.short / min(width, height), Self.sides.long / max(width, height))
        let size = (max(1, Int((width * scale).rounded())), max(1, Int((height * scale).rounded())))
        guard let toneMapper else { return try picture(frame, size) }
        return try picture(toneMapper.mapped(frame, longSide: Int(Self.sides.long) / 2), size)
    }

    private func picture(_ frame: borrowing Frame, _ size: (width: Int, height: Int)) throws -> RGBPicture? {
        if shape != frame.shape {
            let isLying = video.rotation % 180 != 0
            scaler = try Scaler(
                toRGBA: frame, isLying ? size.height : size.width, isLying ? size.width : size.height)
            shape = frame.shape
        }
        let scaled = try scaler!.convert(frame)
        guard let green = scaled.plane(0), let blue = scaled.plane(1), let red = scaled.plane(2) else {
            return nil
        }
        let planes = [red, green, blue].map {
            Still.Plane($0.base, stride: $0.stride, width: scaled.width, height: scaled.height)
        }
        return RGBPicture(planes, width: size.width, height: size.height, turn: turn)
    }
}
