internal import ClipCore
internal import ClipEditing
internal import ClipMedia
internal import Recommendation
internal import Synchronization
internal import SystemLibrary

/// Runs one job in a worker through the ``Editor``, with queries to the batch.
struct JobTrimmer {
    let order: JobOrder
    let setup: WorkerSetup
    let link: BatchLink
    var outcome = JobOutcome()
    var placer: MusicPlacer
    let transcriber: Transcriber?

    /// - Parameter placer: caches the music analyses of earlier jobs.
    init(
        _ order: JobOrder, _ setup: WorkerSetup, _ link: BatchLink, _ placer: MusicPlacer,
        _ transcriber: Transcriber?
    ) {
        (self.order, self.setup, self.link, self.placer) = (order, setup, link, placer)
        self.transcriber = transcriber
    }

    var source: FilePath { order.source.path }

    /// Runs the job; its outcome includes errors.
    consuming func run(_ placer: inout MusicPlacer) -> JobOutcome {
        do throws(Failure) {
            if let joining = order.joining { try join(joining) } else { try trim() }
        } catch { outcome.errors.append(error) }
        placer = self.placer
        return outcome
    }

    private mutating func trim() throws(Failure) {
        setup.limits.apply(duration: 0, sourceBytes: 0)
        let file = try SourceFile.open(source)
        let bytes = file.sizeBytes
        let editor = try Editor(
            file, Analyzer(keepingIn: BatchAnalyses(link: link)), rights: setup.rights,
            transcriber: transcriber)
        outcome.warnings = editor.info.warnings
        setup.limits.apply(duration: editor.info.workDuration.seconds, sourceBytes: bytes)
        if let plans = order.plans {
            let known = try known(plans, editor)
            return try make(known, try verdict(known.map(\.step), editor, isByRule: false), editor)
        }
        var names = try names()
        if try isFinished(editor, names) { return }
        let meter = Meter(link, .choosing, editor.info.duration.seconds)
        let work = try editor.choose(order.work) { meter.update($0) }
        outcome.warnings += work.shortfalls
        var planned = try plans(work, editor, names)
        var verdict = try verdict(planned.map(\.step), editor, isByRule: false, canMove: true)
        if verdict.isTaken {
            names.setApart(source)
            outcome.errors = []
            planned = try plans(work, editor, names)
            verdict = try self.verdict(planned.map(\.step), editor, isByRule: false)
        }
        outcome.warnings += planned.map(\.plan).warnings
        let isFinal = order.choice == nil && work.requests.allSatisfy { $0.finish.sound.music == nil }
        guard !isFinal, !verdict.make.isEmpty else { return try make(planned, verdict, editor) }
        let whole = try editor.accompany(work, &placer, advise: adviser)
        let final = try planned.map { old throws(Failure) in
            guard verdict.make[old.step.number] != nil else { return old }
            return (try editor.plan(whole, old.step.number, names, overwrites: order.overwrites), old.step)
        }
        try make(final, verdict, editor)
    }

    func names() throws(Failure) -> OutputNames {
        let name = order.name.path
        let abouts = try SubjectTexts.words([name], for: order.work)
        do throws(PlanningError) {
            return try order.work.names(
                order.folder.path.bytes, isFolder: true, of: [name], date: Clock.today.text, abouts: abouts)
        } catch { throw Failure(.usage, source, error.message, hint: error.hint) }
    }

    /// Renders missing outputs, and makes stills if requested.
    mutating func make(
        _ planned: [(plan: Plan, step: PlannedJob.Step)], _ verdict: Verdict, _ editor: borrowing Editor
    ) throws(Failure) {
        let earlier = outcome.plans.count
        try carryOut(verdict, planned, editor)
        guard setup.portrays else { return }
        let kept = planned.filter { verdict.kept.contains($0.step.number) }.map(\.plan)
        let reports = planned.compactMap { outcome.reports[$0.step.number] }
        let portrait = StillsMaker().portrait(
            of: editor, kept + reports.map(\.plan), reports, planned: Array(outcome.plans[earlier...]),
            zones: order.work.requests.flatMap(\.finish.platforms).compactMap { $0.safeZone?.value })
        // All posts of a folder show the same clips.
        guard outcome.portrait != nil else {
            outcome.portrait = portrait
            return
        }
        outcome.portrait?.outputs += portrait.outputs
    }

    /// Asks the batch for music, look and post of a clip; nil if nothing is chosen.
    var adviser: ((ClipQuestion) throws(Failure) -> MusicAndLook)? {
        guard order.choice != nil else { return nil }
        return { [link, source] question throws(Failure) in
            let answer = try link.ask(.advise(question), about: source) {
                switch $0 {
                case .accompaniment(let chosen): Result<MusicAndLook, Failure>.success(chosen)
                case .refusal(let error): .failure(error)
                default: nil
                }
            }
            return try answer.get()
        }
    }

    /// Whether all outputs exist whose windows would need an analysis. Outputs with the window's start in
    /// their name are not recognised.
    private func isFinished(_ editor: borrowing Editor, _ names: OutputNames) throws(Failure) -> Bool {
        let work = order.work.withoutRepeats(in: editor.info.duration)
        // A report needs the windows and their reasons, which only the analysis gives.
        guard !setup.portrays, !work.arrangement.isAsked,
            order.choice != nil || work.needsAnalysis(of: editor.info.duration)
        else { return false }
        let unchosen = work.unchosen
        var steps: [PlannedJob.Step] = []
        for number in work.requests.indices {
            guard
                let plan = try? editor.plan(
                    unchosen, number, names, overwrites: order.overwrites, looking: false),
                let key = try? PlanKey(plan, rule: rule(number, unchosen)).text
            else { return false }
            steps.append(try step(number, plan, key))
        }
        return try verdict(steps, editor, isByRule: true).isFinished
    }

    /// Plans made beforehand, with their keys.
    private func known(_ plans: [Plan], _ editor: borrowing Editor) throws(Failure)
        -> [(plan: Plan, step: PlannedJob.Step)]
    {
        guard plans.allSatisfy({ $0.source.identity == editor.identity }) else {
            throw Failure(
                .sourceChanged, source, "it is not the file that its plan was made for",
                hint: "make the plans again, or keep the times of copied files, e.g. with cp -p or rsync -a")
        }
        return try plans.enumerated().map { (number, plan) throws(Failure) in
            let (output, key) = (plan.output, try PlanKey(plan).text)
            return (
                plan, .init(number: number, path: output.file, folder: output.folder, key: key, settings: "")
            )
        }
    }

    /// Plans of all outputs that can be planned, with their keys: for chosen windows the key holds the rule,
    /// not its result.
    private mutating func plans(_ work: JobTemplate, _ editor: borrowing Editor, _ names: OutputNames)
        throws(Failure) -> [(plan: Plan, step: PlannedJob.Step)]
    {
        let unchosen = work.unchosen
        var planned: [(Plan, PlannedJob.Step)] = []
        for number in work.requests.indices {
            do throws(Failure) {
                let plan = try editor.plan(work, number, names, overwrites: order.overwrites)
                let base =
                    unchosen.requests[number].rule == nil
                    ? plan
                    : try editor.plan(unchosen, number, names, overwrites: order.overwrites, looking: false)
                let key = try PlanKey(base, rule: rule(number, unchosen)).text
                planned.append((plan, try step(number, plan, key)))
            } catch { outcome.errors.append(error) }
        }
        return planned
    }

    private func step(_ number: Int, _ plan: Plan, _ key: String) throws(Failure) -> PlannedJob.Step {
        let settings = try SettingsKey(order.work, number, choice: order.choice)
        return PlannedJob.Step(
            number: number, path: plan.output.file, folder: plan.output.folder, key: key,
            settings: settings.text)
    }

    /// The rule of decisions by analysis; it replaces their results in the key.
    private func rule(_ number: Int, _ unchosen: JobTemplate) -> String? {
        let request = unchosen.requests[number]
        let isPlaced = request.finish.sound.music != nil && order.work.settings.musicFrom == nil
        let rules = [request.rule, order.choice, isPlaced ? "music on beats" : nil].compactMap { $0 }
        return rules.isEmpty ? nil : rules.joined(separator: "; ")
    }

    private func verdict(
        _ steps: [PlannedJob.Step], _ editor: borrowing Editor, isByRule: Bool, canMove: Bool = false
    ) throws(Failure) -> Verdict {
        try verdict(
            PlannedJob(
                steps: steps, identity: editor.identity, duration: editor.info.workDuration,
                comparesContent: order.verifiesAll, isByRule: isByRule, canMove: canMove))
    }

    func verdict(_ planned: PlannedJob) throws(Failure) -> Verdict {
        try link.ask(.planned(planned), about: source) {
            if case .verdict(let verdict) = $0 { verdict } else { nil }
        }
    }

    private func keeper(_ verdict: Verdict) -> BatchKeeper {
        BatchKeeper(verdict.known) { [link, source] file throws(Failure) in
            let answer = try link.ask(.naming(file), about: source) { order -> Result<Void, Failure>? in
                switch order {
                case .noted: .success(())
                case .refusal(let error): .failure(error)
                default: nil
                }
            }
            try answer.get()
        }
    }

    private mutating func carryOut(
        _ verdict: Verdict, _ planned: [(plan: Plan, step: PlannedJob.Step)], _ editor: borrowing Editor
    ) throws(Failure) {
        var (plans, numbers): ([Plan], [Int]) = ([], [])
        let keeper = keeper(verdict)
        for (planned, step) in planned {
            guard let overwrites = verdict.make[step.number] else { continue }
            var plan = planned
            (plan.output.overwrites, plan.output.file) = (overwrites, step.path)
            plans.append(plan)
            numbers.append(step.number)
        }
        guard !plans.isEmpty, !setup.isDryRun else {
            outcome.plans += plans
            let info = editor.info
            outcome.cost += plans.reduce(0) { $0 + $1.cpuSeconds(info) }
            return
        }
        let meter = Meter(link, .rendering, plans.reduce(0) { $0 + $1.length.seconds })
        var renderer = Renderer(threads: order.threads)
        renderer.keeper = keeper
        let made = editor.render(plans, renderer) { meter.update($0) }
        for (number, result) in zip(numbers, made) {
            do throws(Failure) { outcome.reports[number] = try result.get() } catch {
                outcome.errors.append(error)
            }
        }
    }
}

/// Accesses the batch's cached analyses over the worker's link: the worker itself uses no cache.
struct BatchAnalyses: AnalysisStore {
    /// Used only by the thread that runs jobs.
    nonisolated(unsafe) let link: BatchLink

    func analysis(of identity: String) -> Analysis? {
        let bytes = try? link.ask(.recall(identity: identity), about: "") { order -> Data? in
            if case .recalled(let bytes) = order { bytes ?? Data() } else { nil }
        }
        return bytes.flatMap { $0.isEmpty ? nil : AnalysisCoding.analysis(of: [UInt8]($0)) }
    }

    func keep(_ analysis: Analysis, of identity: String) {
        link.tell(.keep(identity: identity, bytes: Data(AnalysisCoding.bytes(of: analysis))))
    }
}
