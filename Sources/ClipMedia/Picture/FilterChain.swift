internal import ClipCore
internal import LibAV

extension FilterStep {
    /// Chains filters by their names and options.
    static func chain(_ steps: [(String, [(String, String)])], from: String, to: String) -> [FilterStep] {
        steps.enumerated().map { number, step in
            FilterStep(
                step.0, step.1, from: [number == 0 ? from : "\(to)-\(number)"],
                to: [number == steps.count - 1 ? to : "\(to)-\(number + 1)"])
        }
    }
}

extension StreamFacts {
    /// Picture size after rotation.
    var uprightSize: Picture.Size {
        guard let video else { return Picture.Size(width: 0, height: 0) }
        return video.rotation % 180 == 0
            ? Picture.Size(width: video.width, height: video.height)
            : Picture.Size(width: video.height, height: video.width)
    }

    /// Filters that rotate pictures by the display matrix as FFmpeg's player does; empty if upright.
    var uprightFilters: [(String, [(String, String)])] {
        guard let video, video.displayMatrix.count == 9 else { return [] }
        let matrix = video.displayMatrix
        switch video.rotation {
        case 90: return [("transpose", [("dir", matrix[3] > 0 ? "cclock_flip" : "clock")])]
        case 270: return [("transpose", [("dir", matrix[3] < 0 ? "clock_flip" : "cclock")])]
        case 180: return (matrix[0] < 0 ? [("hflip", [])] : []) + (matrix[4] < 0 ? [("vflip", [])] : [])
        default: return matrix[4] < 0 ? [("vflip", [])] : []
        }
    }
}
