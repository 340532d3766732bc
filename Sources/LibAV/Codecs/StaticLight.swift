internal import CFFmpeg
internal import CFFmpegShims

/// HDR10 metadata of a stream: mastering display (SMPTE ST 2086) and content light level (CTA-861.3), in
/// FFmpeg's format; both are optional.
public struct StaticLight: Sendable, Hashable {
    private var display: [UInt8] = []
    private var level: [UInt8] = []

    /// Creates empty metadata.
    public init() {}

    /// Reads the metadata of a stream from the container, else from a decoded frame.
    public init(of input: borrowing InputFile, stream index: Int, frame: borrowing Frame) {
        self.init(ofFrame: frame)
        let told = StaticLight(of: input, stream: index)
        if !told.display.isEmpty { display = told.display }
        if !told.level.isEmpty { level = told.level }
    }

    /// Reads the metadata of a stream from the container.
    public init(of input: borrowing InputFile, stream index: Int) {
        let stream = input.stream(index)
        display = Self.bytes(stream, AV_PKT_DATA_MASTERING_DISPLAY_METADATA)
        level = Self.bytes(stream, AV_PKT_DATA_CONTENT_LIGHT_LEVEL)
    }

    /// Reads the metadata of a decoded frame.
    init(ofFrame frame: borrowing Frame) {
        display = Self.bytes(frame, AV_FRAME_DATA_MASTERING_DISPLAY_METADATA)
        level = Self.bytes(frame, AV_FRAME_DATA_CONTENT_LIGHT_LEVEL)
    }

    private static func bytes(_ stream: UnsafePointer<AVStream>, _ type: AVPacketSideDataType) -> [UInt8] {
        var size = 0
        guard let data = clipfit_stream_side_data(stream, type, &size) else { return [] }
        return Array(UnsafeRawBufferPointer(start: data, count: size))
    }

    private static func bytes(_ frame: borrowing Frame, _ type: AVFrameSideDataType) -> [UInt8] {
        guard let data = av_frame_get_side_data(frame.pointer, type)?.pointee else { return [] }
        return Array(UnsafeBufferPointer(start: data.data, count: data.size))
    }

    /// Neither is present.
    public var isEmpty: Bool { display.isEmpty && level.isEmpty }

    /// The metadata as x265 options.
    var options: [String] {
        func text(_ read: (UnsafeMutablePointer<CChar>, Int) -> Int32) -> String? {
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
                let length = Int(read(buffer.baseAddress!, buffer.count))
                guard length > 0 else { return nil }
                return String(decoding: buffer.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
            }
        }
        return [
            text { clipfit_mastering_display_text(display, display.count, $0, $1) }.map {
                "master-display=\($0)"
            },
            text { clipfit_light_level_text(level, level.count, $0, $1) }.map { "max-cll=\($0)" },
        ].compactMap { $0 }
    }

    /// Writes the metadata to a new stream's container.
    func tell(_ stream: UnsafeMutablePointer<AVStream>) throws(AVFailure) {
        for (type, bytes) in [
            (AV_PKT_DATA_MASTERING_DISPLAY_METADATA, display), (AV_PKT_DATA_CONTENT_LIGHT_LEVEL, level),
        ] where !bytes.isEmpty {
            try check(
                clipfit_set_stream_side_data(stream, type, bytes, bytes.count), "copy the facts of light")
        }
    }
}
