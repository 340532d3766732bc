/// Receives progress from 0 to 1, on the working thread.
public typealias ProgressHandler = (Double) -> Void
