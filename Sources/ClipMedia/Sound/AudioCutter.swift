internal import ClipCore
internal import LibAV

/// Produces the sound packets of an output, cut in one piece: times count from the window's start.
protocol AudioCutter: AnyObject {
    /// The time base of the packets' times.
    var base: TimeBase { get }
    /// When the first sample is heard after the window's start; nil before the first packet.
    var audibleStart: MediaTime? { get }
    var damagedPackets: Int { get }
    /// What the container or the method keeps from being exact, in a sentence; nil for nothing.
    var deviation: String? { get }
    /// Packets of the window that do not decode clean in the source, where they are copied; nil where they are encoded.
    /// To be asked once all is written.
    func damagedInSource() throws -> Int?
    func addStream(to output: borrowing OutputFile) throws -> Int
    func next(into packet: borrowing Packet) throws -> Bool
}

extension AudioCutter {
    var deviation: String? { nil }
    func damagedInSource() throws -> Int? { nil }
}
