extension RandomAccessCollection {
    /// The place of the first element for which `isBehind` holds, by halving; ``endIndex`` where there is none. It holds
    /// for no element before that one, and for all behind it.
    public func partitioningIndex(_ isBehind: (Element) -> Bool) -> Index {
        var (low, count) = (startIndex, count)
        while count > 0 {
            let half = count / 2
            let middle = index(low, offsetBy: half)
            if isBehind(self[middle]) {
                count = half
            } else {
                low = index(after: middle)
                count -= half + 1
            }
        }
        return low
    }
}
