internal import ClipCore
internal import ClipMedia
internal import LibAV
internal import SystemLibrary

/// Encodes messages between batch and worker: JSON values, one per line, over two pipes.
package enum Wire {
    /// Line length limit: an analysis of a day of video stays below it.
    static let longestLine = 256 << 20

    package static func line(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "+inf", negativeInfinity: "-inf", nan: "nan")
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("a message cannot be written as JSON")
        }
        return [UInt8](data) + [UInt8(ascii: "\n")]
    }

    package static func value<Value: Decodable>(_ line: some Collection<UInt8>) -> Value? {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "+inf", negativeInfinity: "-inf", nan: "nan")
        return try? decoder.decode(Value.self, from: Data(line))
    }

    /// Removes whole lines from the front of received bytes.
    package static func lines(_ bytes: inout [UInt8]) -> [ArraySlice<UInt8>] {
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        let whole = bytes[...end].split(separator: UInt8(ascii: "\n"))
        bytes.removeSubrange(...end)
        return whole
    }
}

/// A worker's connection to its batch. Calls block.
final class BatchLink {
    private let orders: Int32, answers: Int32
    private var incoming: [UInt8] = []
    private var waiting: [WorkerOrder] = []

    init(orders: Int32, answers: Int32) { (self.orders, self.answers) = (orders, answers) }

    /// Sends an answer; exits the process if the batch is gone, since nobody waits for it.
    func tell(_ answer: WorkerAnswer) {
        if !Descriptor.writeAll(Wire.line(answer), to: answers) { exit(0) }
    }

    /// The next order; nil if there are no more, or a signal asked to stop.
    func next() -> WorkerOrder? {
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while waiting.isEmpty {
            guard Interruption.signal == nil else { return nil }
            var ready = pollfd(fd: orders, events: Int16(POLLIN), revents: 0)
            // A signal may arrive between the check above and the call: hence a limit.
            guard poll(&ready, 1, 200) > 0 else { continue }
            let got = block.withUnsafeMutableBytes { read(orders, $0.baseAddress, $0.count) }
            if got == 0 || (got < 0 && errno != EINTR) { return nil }
            guard got > 0 else { continue }
            incoming += block[..<got]
            for line in Wire.lines(&incoming) {
                guard let order: WorkerOrder = Wire.value(line) else { return nil }
                waiting.append(order)
            }
        }
        return waiting.removeFirst()
    }

    /// Sends a question and waits for the answer that `pick` accepts. Throws if a signal asked to stop.
    func ask<Value>(_ question: WorkerAnswer, about path: FilePath, _ pick: (WorkerOrder) -> Value?)
        throws(Failure) -> Value
    {
        tell(question)
        if let order = next(), let value = pick(order) { return value }
        throw Failure(.interrupted(by: Interruption.signal ?? SIGTERM), path, "interrupted")
    }
}
