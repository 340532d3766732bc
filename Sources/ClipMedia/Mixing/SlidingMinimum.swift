/// The least of the last values, each in constant time on average: values that a later, lesser one outlives are
/// dropped.
struct SlidingMinimum {
    private let window: Int
    private var values: [Float]
    private var ages: [Int]
    private var (head, count, now) = (0, 0, 0)

    /// - Parameter window: how many values are looked at; before the first they are 1.
    init(window: Int) {
        self.window = window
        values = [Float](repeating: 1, count: window + 1)
        ages = [Int](repeating: 0, count: window + 1)
    }

    /// Takes a value and gives the least of it and the `window - 1` before.
    mutating func next(_ value: Float) -> Float {
        while count > 0, values[slot(count - 1)] >= value { count -= 1 }
        let end = slot(count)
        (values[end], ages[end]) = (value, now)
        count += 1
        if ages[head] <= now - window {
            head = slot(1)
            count -= 1
        }
        now += 1
        return values[head]
    }

    private func slot(_ offset: Int) -> Int {
        let index = head + offset
        return index >= values.count ? index - values.count : index
    }
}
