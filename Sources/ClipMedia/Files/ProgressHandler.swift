/// Is given the share of the work that is done, from 0 to 1; on the thread that works.
public typealias ProgressHandler = (Double) -> Void
