internal import ClipCore
internal import LibAV

/// Produces an output's sound packets for one window; times count from its start.
protocol AudioCutter: AnyObject {
    /// Time base of the packets' times.
    var base: TimeBase { get }
    /// Time of the first audible sample after the window's start; nil before the first packet.
    var audibleStart: MediaTime? { get }
    var damagedPackets: Int { get }
    /// Sentence about inexactness due to container or method; nil for none.
    var deviation: String? { get }
    /// Damaged packets of the window in the source, if they are copied; nil if they are encoded. Call once
    /// all is written.
    func damagedInSource() throws -> Int?
    func addStream(to output: borrowing OutputFile) throws -> Int
    func next(into packet: borrowing Packet) throws -> Bool
}

extension AudioCutter {
    var deviation: String? { nil }
    func damagedInSource() throws -> Int? { nil }
}
