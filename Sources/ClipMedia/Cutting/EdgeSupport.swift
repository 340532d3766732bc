internal import ClipCore
internal import LibAV

/// Whether encoded frames can share a track with the source's own packets.
struct EdgeSupport {
    /// The reason why not; nil if they can.
    let obstacle: String?

    init(_ stream: StreamFacts) {
        obstacle = Self.obstacle(stream)
    }

    private static func obstacle(_ stream: StreamFacts) -> String? {
        guard let codec = VideoCodec(rawValue: stream.codec), let video = stream.video else {
            return "single frames of \(stream.codec) cannot be encoded to match it"
        }
        guard video.pixelFormat.encodable(by: codec) == video.pixelFormat else {
            return "no encoder here makes \(stream.codec) with \(video.pixelFormat.name ?? "these") pixels"
        }
        guard codec.isAvailable else { return codec.missing }
        guard !stream.hasAlphaBeside else { return "its pictures are transparent" }
        switch codec {
        case .h264: return obstacleOfH264(stream, video)
        case .hevc: return obstacleOfHEVC(stream, video)
        case .vp8, .vp9, .av1: return nil
        }
    }

    private static func obstacleOfHEVC(_ stream: StreamFacts, _ video: StreamFacts.Video) -> String? {
        if video.isInterlaced { return "it is interlaced" }
        if video.width % 2 + video.height % 2 > 0 { return "its size is odd" }
        let headers = HEVCHeaders(stream.header)
        let types = [HEVCUnit.videoSet, HEVCUnit.sequenceSet, HEVCUnit.pictureSet]
        guard types.allSatisfy({ !headers.units($0).isEmpty }), !headers.sequences.isEmpty else {
            return "its header has no parameter sets"
        }
        if let size = headers.prefixSize, size != 4 { return "its packets have unusual length fields" }
        guard headers.freeIdentifiers != nil else { return "all of its parameter set ids are taken" }
        return nil
    }

    private static func obstacleOfH264(_ stream: StreamFacts, _ video: StreamFacts.Video) -> String? {
        if video.isInterlaced { return "it is interlaced" }
        if video.width % 2 + video.height % 2 > 0 { return "its size is odd" }
        guard let headers = H264Headers(stream.header) else { return "its header cannot be read" }
        if !headers.hasStartCodes && headers.prefixSize != 4 {
            return "its packets have unusual length fields"
        }
        guard headers.freeIdentifier != nil, headers.sequenceSets.count < 16 else {
            return "all of its parameter set ids are taken"
        }
        let profile = headers.sequenceSets[0].count > 1 ? headers.sequenceSets[0][1] : 0
        let known: Set<UInt8> = [66, 77, 100, 110, 122, 244]
        return known.contains(profile) ? nil : "its profile (\(profile)) cannot be encoded to match"
    }
}
