/// Parses ids of TikTok videos.
enum TikTokID {
    /// The id in a link such as `https://www.tiktok.com/@name/video/7681870521679564053`; nil if there is none.
    static func read(_ link: String) -> String? {
        guard let video = link.firstRange(of: "/video/") else { return nil }
        let id = link[video.upperBound...].prefix { $0.isASCII && $0.isNumber }
        return (15...20).contains(id.utf8.count) ? String(id) : nil
    }

    /// Upload time in seconds since 1970: the upper half of an id. nil for invalid ids, and for times before
    /// 2016 or from `end` on.
    static func posted(_ id: String, before end: Double) -> Double? {
        guard (18...20).contains(id.utf8.count), let number = UInt64(id) else { return nil }
        let seconds = Double(number >> 32)
        return seconds > 1_451_606_400 && seconds < end ? seconds : nil
    }
}
