extension RandomAccessCollection {
    /// Index of the first element that satisfies `isBehind` (binary search); ``endIndex`` for none. The
    /// elements must be partitioned: no element before that one satisfies it, all after it do.
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
