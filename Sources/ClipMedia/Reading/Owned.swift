/// One owner of what cannot be copied, so that a queue can hand it on.
final class Owned<Value: ~Copyable> {
    let value: Value

    init(_ value: consuming Value) { self.value = value }
}
