internal import ClipCore
internal import LibAV

/// Detects changes of rate and channels in sound packets with their own headers: a copy must keep one format.
struct CodedSound {
    /// Rate and channels, or codes for them.
    private struct Form: Equatable {
        var rate: Int
        var channels: Int
        var others: Int
    }

    private let codec: String
    private let header: [UInt8]
    private var reference: Form?

    init(_ stream: StreamFacts) { (codec, header) = (stream.codec, stream.header) }

    /// Whether packets of the stream have headers that reveal a change.
    static func tells(_ stream: StreamFacts) -> Bool {
        stream.codec == "aac" ? stream.header.isEmpty : ["mp3", "mp2", "ac3", "eac3"].contains(stream.codec)
    }

    /// Format of the sound from a packet on, as text, if it differs from the first packet checked; nil if
    /// equal or unknown.
    mutating func difference(in packet: borrowing Packet) -> String? {
        if packet.newHeader.map({ $0 != header }) == true || packet.changesParameters {
            return "another header"
        }
        guard let form = packet.withBytes({ form($0) }) else { return nil }
        reference = reference ?? form
        return form == reference ? nil : "\(form.rate) Hz, \(form.channels) channels"
    }

    private func form(_ bytes: UnsafeBufferPointer<UInt8>) -> Form? {
        guard bytes.count > 8 else { return nil }
        switch codec {
        case "aac": return Self.adts(bytes)
        case "mp3", "mp2": return Self.mpeg(bytes)
        case "ac3", "eac3": return Self.dolby(bytes)
        default: return nil
        }
    }

    /// ISO/IEC 14496-3, 1.A.3.2.1.
    private static func adts(_ bytes: UnsafeBufferPointer<UInt8>) -> Form? {
        let rates = [
            96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
        ]
        let index = Int(bytes[2] >> 2 & 15)
        guard bytes[0] == 0xFF, bytes[1] & 0xF6 == 0xF0, index < rates.count else { return nil }
        let channels = Int(bytes[2] & 1) << 2 | Int(bytes[3] >> 6)
        return Form(rate: rates[index], channels: channels == 7 ? 8 : channels, others: Int(bytes[2] >> 6))
    }

    /// ISO/IEC 11172-3, 2.4.1.3, and 13818-3.
    private static func mpeg(_ bytes: UnsafeBufferPointer<UInt8>) -> Form? {
        let (version, index) = (Int(bytes[1] >> 3 & 3), Int(bytes[2] >> 2 & 3))
        guard bytes[0] == 0xFF, bytes[1] & 0xE0 == 0xE0, version != 1, index < 3 else { return nil }
        let rate = [44100, 48000, 32000][index] >> (version == 3 ? 0 : version == 2 ? 1 : 2)
        return Form(rate: rate, channels: bytes[3] >> 6 == 3 ? 1 : 2, others: Int(bytes[1] >> 1 & 3))
    }

    /// ETSI TS 102 366, 4.3 and E.1.2.
    private static func dolby(_ bytes: UnsafeBufferPointer<UInt8>) -> Form? {
        guard bytes[0] == 0x0B, bytes[1] == 0x77 else { return nil }
        let channels = [2, 1, 2, 3, 3, 4, 4, 5]
        let isEnhanced = bytes[5] >> 3 > 10
        var reader = BitReader(Array(bytes[(isEnhanced ? 4 : 6)..<9]))
        guard isEnhanced else {
            guard let mode = reader.bits(3) else { return nil }
            // Mix levels precede the bit of the low-frequency channel.
            if mode & 1 == 1, mode != 1 { _ = reader.bits(2) }
            if mode & 4 == 4 { _ = reader.bits(2) }
            if mode == 2 { _ = reader.bits(2) }
            let effects = reader.bits(1) ?? 0
            let rate = [48000, 44100, 32000, 0][Int(bytes[4] >> 6)]
            return Form(rate: rate, channels: channels[mode] + effects, others: mode)
        }
        guard let code = reader.bits(2), let half = reader.bits(2), let mode = reader.bits(3),
            let effects = reader.bits(1)
        else { return nil }
        let rates = [48000, 44100, 32000]
        let rate = code < 3 ? rates[code] : half < 3 ? rates[half] / 2 : 0
        return Form(rate: rate, channels: channels[mode] + effects, others: mode)
    }
}
