extension MediaInfo.Video {
    /// Size of the upright picture in coded pixels.
    public var uprightSize: Picture.Size { UprightAxes(self).size(self) }
}

/// Maps rows and columns of a coded picture to the upright one.
struct UprightAxes {
    private let isTurned: Bool
    /// Columns of the upright picture run in the opposite direction of the coded ones (or rows).
    private let flipsColumns: Bool
    private let flipsRows: Bool

    init(_ video: MediaInfo.Video) {
        isTurned = video.rotation % 180 != 0
        // As ffplay applies a display matrix.
        switch (video.rotation, video.isMirrored) {
        case (90, false): (flipsColumns, flipsRows) = (true, false)
        case (90, true): (flipsColumns, flipsRows) = (false, false)
        case (180, false): (flipsColumns, flipsRows) = (true, true)
        case (180, true): (flipsColumns, flipsRows) = (true, false)
        case (270, false): (flipsColumns, flipsRows) = (false, true)
        case (270, true): (flipsColumns, flipsRows) = (true, true)
        case (_, let isMirrored): (flipsColumns, flipsRows) = (false, isMirrored)
        }
    }

    func size(_ video: MediaInfo.Video) -> Picture.Size {
        isTurned
            ? Picture.Size(width: video.height, height: video.width)
            : Picture.Size(width: video.width, height: video.height)
    }

    /// Saliency along one axis of the upright picture.
    ///
    /// - Parameter isAcross: from left to right; otherwise from top to bottom.
    func profile(_ saliency: Saliency, isAcross: Bool) -> [Double] {
        let takesColumns = isAcross != isTurned
        let count = takesColumns ? Saliency.columnCount : Saliency.rowCount
        let values = (0..<count).map { Double(takesColumns ? saliency.columns[$0] : saliency.rows[$0]) }
        return (isAcross ? flipsColumns : flipsRows) ? values.reversed() : values
    }

    /// Maps bars of the coded picture to the upright one.
    func bars(_ coded: LetterboxDetector.Bars) -> LetterboxDetector.Bars {
        var bars = coded
        if isTurned {
            (bars.left, bars.right) = (coded.top, coded.bottom)
            (bars.top, bars.bottom) = (coded.left, coded.right)
        }
        if flipsColumns { (bars.left, bars.right) = (bars.right, bars.left) }
        if flipsRows { (bars.top, bars.bottom) = (bars.bottom, bars.top) }
        return bars
    }
}
