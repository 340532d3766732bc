internal import CFFmpeg
internal import CFFmpegShims

/// One filter of a graph: name, options, inputs and outputs.
public struct FilterStep: Sendable {
    var name: String
    var options: [(String, String)]
    var inputs: [String]
    var outputs: [String]

    /// Creates a step for a libavfilter filter.
    ///
    /// - Parameters:
    ///   - options: names and values, used unchanged: no escaping is needed.
    ///   - inputs: labels of its inputs, in the filter's order.
    ///   - outputs: labels of its outputs; every label is produced once and consumed once.
    public init(
        _ name: String, _ options: [(String, String)] = [], from inputs: [String], to outputs: [String]
    ) {
        (self.name, self.options, self.inputs, self.outputs) = (name, options, inputs, outputs)
    }
}

/// Frame properties that filters need in advance: size, pixel format and sample aspect ratio.
public struct FrameShape: Hashable, Sendable {
    let width: Int32
    let height: Int32
    let format: Int32
    let sampleAspect: [Int32]
}

extension Frame {
    /// The shape of a video frame.
    public var shape: FrameShape {
        let aspect = pointer.pointee.sample_aspect_ratio
        return FrameShape(
            width: pointer.pointee.width, height: pointer.pointee.height, format: pointer.pointee.format,
            sampleAspect: [aspect.num, aspect.den])
    }
}

/// Linked libavfilter filters with one or more inputs and one output; owns an `AVFilterGraph`.
///
/// It is built from names and option lists, never from a string that would need escaping.
public struct FilterGraph: ~Copyable {
    private let pointer: UnsafeMutablePointer<AVFilterGraph>
    private let library: UnsafePointer<clipfit_filters>
    private let sources: [Source]
    private let sink: UnsafeMutablePointer<AVFilterContext>

    /// An input and the required shape or sound format of its frames.
    private struct Source {
        let context: UnsafeMutablePointer<AVFilterContext>
        var shape: FrameShape?
        var form: SoundForm?

        func check(_ frame: borrowing Frame) throws(AVFailure) {
            if let shape, !frame.isPicture(shape.width, shape.height, shape.format) {
                let wanted = "\(shape.width)x\(shape.height) \(PixelFormat(shape.format).name ?? "unknown")"
                throw AVFailure.refused("filter a picture", frame.pictureText, instead: wanted)
            }
            if let form, frame.soundForm != form {
                throw AVFailure.refused("filter sound", frame.soundForm.text, instead: form.text)
            }
        }
    }

    private init(
        owning pointer: UnsafeMutablePointer<AVFilterGraph>, _ library: UnsafePointer<clipfit_filters>,
        _ sources: [Source], _ sink: UnsafeMutablePointer<AVFilterContext>
    ) {
        (self.pointer, self.library, self.sources, self.sink) = (pointer, library, sources, sink)
    }

    deinit {
        var owned: UnsafeMutablePointer<AVFilterGraph>? = pointer
        library.pointee.graph_free(&owned)
    }

    /// The library, loaded at most once per process; nil if this computer has none.
    nonisolated(unsafe) private static let loaded = {
        if isTooLate { wantedLate?() }
        return clipfit_filters_load()
    }()

    /// Called when filters are first needed after ``isTooLate``: must restart the process with them. Loading
    /// costs more than copying a clip, and most cuts use no filters. Set it before there are threads.
    nonisolated(unsafe) public static var wantedLate: (@Sendable () -> Void)?
    /// The process is confined: no more executable code can be mapped.
    nonisolated(unsafe) public static var isTooLate = false

    /// This computer has libavfilter.
    public static var isAvailable: Bool { loaded != nil }

    /// This computer's libavfilter has the filter.
    public static func has(_ name: String) -> Bool { loaded?.pointee.get_by_name(name) != nil }

    /// Links `steps` from labelled inputs to an output labelled `out`.
    ///
    /// - Parameter inputs: the label of each input and the shape of its frames.
    /// - Throws: if libavfilter or a filter is missing, or the filters do not match.
    public static func open(_ steps: [FilterStep], from inputs: [(label: String, shape: FrameShape)])
        throws(AVFailure) -> FilterGraph
    {
        try linked { (maker) throws(AVFailure) in
            var open: [String: (UnsafeMutablePointer<AVFilterContext>, UInt32)] = [:]
            var sources: [Source] = []
            for (label, shape) in inputs {
                sources.append(Source(context: try maker.source(shape), shape: shape))
                open[label] = (sources.last!.context, 0)
            }
            for step in steps { try maker.add(step, &open) }
            let sink = try maker.filter("buffersink", [])
            guard let last = open["out"] else { preconditionFailure("nothing gives the graph's output") }
            try check(maker.library.pointee.link(last.0, last.1, sink, 0), "link the filters")
            return (sources, sink)
        }
    }

    /// Chains filters for 48 kHz stereo sound in interleaved floats.
    static func openSound(_ filters: [(name: String, options: [(String, String)])]) throws(AVFailure)
        -> FilterGraph
    {
        try linked { (maker) throws(AVFailure) in
            let source = try maker.filter(
                "abuffer",
                [
                    ("sample_rate", "48000"), ("sample_fmt", "flt"), ("channel_layout", "stereo"),
                    ("time_base", "1/48000"),
                ])
            var last = source
            for (name, options) in filters + [("abuffersink", [])] {
                let next = try maker.filter(name, options)
                try check(maker.library.pointee.link(last, 0, next, 0), "link the filter \(name)")
                last = next
            }
            var stereo = AVChannelLayout()
            av_channel_layout_default(&stereo, 2)
            let form = SoundForm(format: AV_SAMPLE_FMT_FLT.rawValue, rate: 48000, layout: stereo)
            return ([Source(context: source, form: form)], last)
        }
    }

    /// Creates a graph; `link` adds its filters and returns its sources and sink.
    private static func linked(
        _ link: (inout Maker) throws(AVFailure) -> (
            sources: [Source], sink: UnsafeMutablePointer<AVFilterContext>
        )
    ) throws(AVFailure) -> FilterGraph {
        AVLog.begin()
        guard let library = loaded else {
            throw AVFailure("load libavfilter", code: clipfit_error_no_filter())
        }
        var graph: UnsafeMutablePointer<AVFilterGraph>? = try made(
            library.pointee.graph_alloc(), "make a filter graph")
        graph!.pointee.nb_threads = 1
        do {
            var maker = Maker(library: library, graph: graph!)
            let (sources, sink) = try link(&maker)
            try check(library.pointee.graph_config(graph, nil), "set up the filters")
            return FilterGraph(owning: graph!, library, sources, sink)
        } catch {
            library.pointee.graph_free(&graph)
            throw error
        }
    }

    /// Sends a frame to an input; the frame keeps its own reference to the samples.
    ///
    /// - Throws: ``AVFailure/isRefusedInput`` if the frame's size or format differs from the input's.
    public func send(_ frame: borrowing Frame, to input: Int = 0) throws(AVFailure) {
        try sources[input].check(frame)
        let keepReference = Int32(AV_BUFFERSRC_FLAG_KEEP_REF)
        try check(
            library.pointee.source_add(sources[input].context, frame.pointer, keepReference),
            "filter a picture")
    }

    /// Signals the end of an input.
    public func finish(_ input: Int = 0) throws(AVFailure) {
        try check(library.pointee.source_add(sources[input].context, nil, 0), "filter a picture")
    }

    /// Moves the graph's crop for all frames sent from now on.
    public func setCrop(x: Int, y: Int) throws(AVFailure) {
        for (side, value) in [("x", x), ("y", y)] {
            try check(
                library.pointee.graph_send_command(pointer, "crop", side, "\(value)", nil, 0, 0),
                "move a crop")
        }
    }

    /// Receives the next filtered frame; false if the filters need more or have ended.
    public func receive(into frame: borrowing Frame) throws(AVFailure) -> Bool {
        frame.reset()
        let result = library.pointee.sink_get(sink, frame.pointer)
        if result == clipfit_error(11) || result == clipfit_error_eof() { return false }
        try check(result, "filter a picture")
        return true
    }
}

/// Creates and links the filters of one graph.
private struct Maker {
    let library: UnsafePointer<clipfit_filters>
    let graph: UnsafeMutablePointer<AVFilterGraph>
    private var count = 0

    init(library: UnsafePointer<clipfit_filters>, graph: UnsafeMutablePointer<AVFilterGraph>) {
        (self.library, self.graph) = (library, graph)
    }

    mutating func filter(_ name: String, _ options: [(String, String)]) throws(AVFailure)
        -> UnsafeMutablePointer<AVFilterContext>
    {
        let context = try allocate(name)
        try initialize(context, name, options)
        return context
    }

    private mutating func allocate(_ name: String) throws(AVFailure) -> UnsafeMutablePointer<AVFilterContext>
    {
        guard let kind = library.pointee.get_by_name(name) else {
            throw AVFailure("find the filter \(name)", code: clipfit_error_no_filter())
        }
        count += 1
        return try made(
            library.pointee.graph_alloc_filter(graph, kind, "\(name)-\(count)"), "make the filter \(name)")
    }

    private func initialize(
        _ context: UnsafeMutablePointer<AVFilterContext>, _ name: String, _ options: [(String, String)]
    ) throws(AVFailure) {
        var dictionary: OpaquePointer?
        defer { av_dict_free(&dictionary) }
        for (key, value) in options { av_dict_set(&dictionary, key, value, 0) }
        try check(library.pointee.init_dict(context, &dictionary), "set up the filter \(name)")
        precondition(av_dict_count(dictionary) == 0, "the filter \(name) does not know an option")
    }

    mutating func source(_ shape: FrameShape) throws(AVFailure) -> UnsafeMutablePointer<AVFilterContext> {
        let context = try allocate("buffer")
        let facts = try made(library.pointee.source_parameters_alloc(), "set up the filters")
        defer { av_free(facts) }
        facts.pointee.format = shape.format
        facts.pointee.width = shape.width
        facts.pointee.height = shape.height
        facts.pointee.sample_aspect_ratio = AVRational(num: shape.sampleAspect[0], den: shape.sampleAspect[1])
        facts.pointee.time_base = AVRational(num: 1, den: 1_000_000)
        try check(library.pointee.source_parameters_set(context, facts), "set up the filters")
        try initialize(context, "buffer", [])
        return context
    }

    mutating func add(
        _ step: FilterStep, _ open: inout [String: (UnsafeMutablePointer<AVFilterContext>, UInt32)]
    ) throws(AVFailure) {
        let context = try filter(step.name, step.options)
        for (number, label) in step.inputs.enumerated() {
            guard let (source, output) = open.removeValue(forKey: label) else {
                preconditionFailure("nothing gives '\(label)'")
            }
            try check(
                library.pointee.link(source, output, context, UInt32(number)), "link the filter \(step.name)")
        }
        for (number, label) in step.outputs.enumerated() { open[label] = (context, UInt32(number)) }
    }
}
