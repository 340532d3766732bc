extension H264Slice {
    /// The slice of an I picture as that of a refresh; nil if it is another.
    func refreshed() -> [UInt8]? {
        guard isIntra, !isRefresh, isReference else { return nil }
        var reader = BitReader(payload)
        var writer = BitWriter()
        writer.bits(of: &reader, to: numberStart)
        writer.bits(0, numberBits)
        _ = reader.bits(numberBits)
        writer.bits(of: &reader, to: orderStart)
        // idr_pic_id: hardly that of the refresh before or behind it, which has to be another.
        writer.unsigned(4099)
        writer.bits(0, orderBits)
        _ = reader.bits(orderBits)
        writer.bits(of: &reader, to: marking.lowerBound)
        // no_output_of_prior_pics_flag, long_term_reference_flag
        writer.bits(0, 2)
        _ = reader.skip(marking.count)
        return completed(first & 0x60 | Self.refresh, &writer, &reader)
    }

    /// The slice with its numbers counted from an entry's.
    ///
    /// - Parameter distance: reference frames from the entry to its picture. Marks of pictures before the entry, which the
    ///   copy lacks, are left out.
    func counted(from entry: H264Slice, distance: Int) -> [UInt8] {
        var reader = BitReader(payload)
        var writer = BitWriter()
        writer.bits(of: &reader, to: numberStart)
        writer.bits((frameNumber - entry.frameNumber) & (1 << numberBits - 1), numberBits)
        _ = reader.bits(numberBits)
        writer.bits(of: &reader, to: orderStart)
        writer.bits((order - entry.order) & (1 << orderBits - 1), orderBits)
        _ = reader.bits(orderBits)
        let kept = operations?.filter { $0.code != 1 || $0.values[0] < distance }
        guard let kept, kept != operations else {
            // The rest of the byte; behind it everything stays in place.
            writer.bits(of: &reader, to: (reader.position + 7) & ~7)
            return unit(first, writer.bytes + payload[(reader.position / 8)...])
        }
        writer.bits(of: &reader, to: marking.lowerBound)
        writer.bits(1, 1)
        for operation in kept + [Operation(code: 0, values: [])] {
            for number in [operation.code] + operation.values { writer.unsigned(number) }
        }
        _ = reader.skip(marking.count)
        return completed(first, &writer, &reader)
    }

    /// The unit with the rest of its header and its data, which begins with a byte of its own only if it is coded
    /// arithmetically.
    private func completed(_ first: UInt8, _ writer: inout BitWriter, _ reader: inout BitReader) -> [UInt8] {
        guard isArithmetic else {
            writer.bits(of: &reader, to: 8 * payload.count - (payload.last?.trailingZeroBitCount ?? 0))
            writer.align()
            return unit(first, writer.bytes)
        }
        writer.bits(of: &reader, to: dataStart)
        writer.align(with: 1)
        return unit(first, writer.bytes + payload.dropFirst((dataStart + 7) / 8))
    }

    private func unit(_ first: UInt8, _ payload: some Sequence<UInt8>) -> [UInt8] {
        [first] + EmulationPrevention.added(to: payload)
    }
}
