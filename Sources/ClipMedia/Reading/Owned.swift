/// Wraps a noncopyable value so that a queue can pass it on.
final class Owned<Value: ~Copyable> {
    let value: Value

    init(_ value: consuming Value) { self.value = value }
}
