internal import CFFmpeg

/// The picture format that all pictures of an output share: size, sample aspect ratio, pixel format and
/// colour meaning.
public struct PictureForm: Hashable, Sendable {
    var width: Int32
    var height: Int32
    /// The pixel format; plain names instead of "full range" ones.
    var format: Int32
    var isFull: Bool
    /// `AVColorSpace`.
    var matrix: Int32
    /// The transfer function, which is never converted.
    var transfer: Int32
    /// Sample aspect ratio in lowest terms.
    var aspect: [Int32]
    /// Clockwise rotation relative to the first picture, in degrees.
    var turn: Int32 = 0

    /// The declared format of a stream; undeclared properties are 0 or `AV_PIX_FMT_NONE`.
    init(_ video: StreamFacts.Video) {
        let plain = Self.plain(video.pixelFormat.code)
        (width, height, format) = (Int32(video.width), Int32(video.height), plain)
        isFull = plain != video.pixelFormat.code || video.range == "pc"
        let unknown = (matrix: AVCOL_SPC_UNSPECIFIED.rawValue, transfer: AVCOL_TRC_UNSPECIFIED.rawValue)
        matrix = video.matrix.map { max(0, av_color_space_from_name($0)) } ?? Int32(unknown.matrix)
        transfer = video.transfer.map { max(0, av_color_transfer_from_name($0)) } ?? Int32(unknown.transfer)
        aspect = Self.reduced(Int32(clamping: video.sampleAspect.0), Int32(clamping: video.sampleAspect.1))
    }

    /// The format of a frame; properties that it lacks are as declared.
    ///
    /// - Parameters:
    ///   - codedAspect: the sample aspect ratio in the codec's header, which the container may override.
    ///   - trustsColours: the codec stores colour properties for each picture.
    init(_ frame: borrowing Frame, like declared: PictureForm, codedAspect: [Int32]?, trustsColours: Bool) {
        let facts = frame.pointer.pointee
        self = declared
        (width, height, format) = (facts.width, facts.height, Self.plain(facts.format))
        let aspect = facts.sample_aspect_ratio
        if aspect.num > 0, aspect.den > 0 {
            let told = Self.reduced(aspect.num, aspect.den)
            if told != codedAspect { self.aspect = told }
        }
        guard trustsColours, frame.pixelFormat.isYUV else { return }
        if format != facts.format || facts.color_range == AVCOL_RANGE_JPEG {
            isFull = true
        } else if facts.color_range == AVCOL_RANGE_MPEG {
            isFull = false
        }
        // Undeclared colour properties are those of the frames.
        if declared.matrix != AVCOL_SPC_UNSPECIFIED.rawValue, facts.colorspace != AVCOL_SPC_UNSPECIFIED {
            matrix = Int32(facts.colorspace.rawValue)
        }
        if declared.transfer != AVCOL_TRC_UNSPECIFIED.rawValue, facts.color_trc != AVCOL_TRC_UNSPECIFIED {
            transfer = Int32(facts.color_trc.rawValue)
        }
    }

    static func plain(_ format: Int32) -> Int32 {
        switch format {
        case AV_PIX_FMT_YUVJ420P.rawValue: AV_PIX_FMT_YUV420P.rawValue
        case AV_PIX_FMT_YUVJ422P.rawValue: AV_PIX_FMT_YUV422P.rawValue
        case AV_PIX_FMT_YUVJ444P.rawValue: AV_PIX_FMT_YUV444P.rawValue
        case AV_PIX_FMT_YUVJ440P.rawValue: AV_PIX_FMT_YUV440P.rawValue
        case AV_PIX_FMT_YUVJ411P.rawValue: AV_PIX_FMT_YUV411P.rawValue
        default: format
        }
    }

    static func reduced(_ width: Int32, _ height: Int32) -> [Int32] {
        var (num, den): (Int32, Int32) = (1, 1)
        av_reduce(&num, &den, Int64(max(1, width)), Int64(max(1, height)), Int64(Int32.max))
        return [num, den]
    }

    /// Display aspect ratio.
    var shownAspect: Double {
        let shown = Double(width) * Double(aspect[0]) / (Double(max(1, height)) * Double(aspect[1]))
        return turn % 180 == 0 ? shown : 1 / shown
    }

    /// The differences from another format, for people, e.g. `320x180, full range`.
    public func text(unlike other: PictureForm) -> String {
        var words: [String] = []
        if width != other.width || height != other.height { words.append("\(width)x\(height)") }
        if aspect != other.aspect { words.append("pixels \(aspect[0]):\(aspect[1])") }
        if turn != other.turn { words.append("turned by \(turn) degrees") }
        if format != other.format { words.append(PixelFormat(format).name ?? "another format") }
        if isFull != other.isFull { words.append(isFull ? "full range" : "limited range") }
        if matrix != other.matrix {
            words.append(LibAV.text(av_color_space_name(AVColorSpace(UInt32(matrix)))) ?? "other colours")
        }
        if transfer != other.transfer {
            let name = av_color_transfer_name(AVColorTransferCharacteristic(UInt32(transfer)))
            words.append(LibAV.text(name) ?? "another transfer")
        }
        return words.joined(separator: ", ")
    }
}
