internal import ClipCore
internal import LibAV
internal import SystemLibrary

/// Checks plans before rendering: guards of edited plans and music licences.
struct PlanGate {
    /// nil: licences are not checked.
    let rights: (any MusicRights)?

    /// A plan allowed to render, with its deviations.
    struct Admission {
        var plan: Plan
        var deviations: [String] = []
    }

    /// Seals a freshly made plan. Throws ``Failure/Kind/forbidden`` if its music may not be used.
    ///
    /// - Parameter staysInside: this process carries the plan out and stores it nowhere.
    func sealed(_ plan: Plan, _ request: TrimRequest, staysInside: Bool) throws(Failure) -> Plan {
        var plan = plan
        plan.guards = request.guards?.completed(by: plan, request.finish)
        let known = try judgeMusic(of: &plan)
        if plan.mix?.music != nil, rights != nil, !known {
            plan.reasons.append("nothing is known of the music's licence: it is not in the library")
        }
        plan.seal =
            staysInside
            ? .inside : Plan.Seal(plan: try Self.print(of: plan), guards: try Self.print(plan.guards, plan))
        return plan
    }

    /// - Throws: ``Failure/Kind/forbidden`` if its music may not be used, or its guards were changed or
    ///   cannot be kept.
    func admitted(_ plan: Plan) throws(Failure) -> Admission {
        var admission = Admission(plan: plan)
        if plan.seal?.isInside != true { try checkSeal(&admission) }
        _ = try judgeMusic(of: &admission.plan)
        return admission
    }

    private func checkSeal(_ admission: inout Admission) throws(Failure) {
        let plan = admission.plan
        if let seal = plan.seal, seal.guards != (try Self.print(plan.guards, plan)) {
            throw Failure(
                .forbidden, plan.source.file.path, "the preset's guards in its plan were changed",
                hint: "make the plan again")
        }
        if plan.seal?.plan != (try Self.print(of: plan)) { try hold(&admission) }
    }

    private func hold(_ admission: inout Admission) throws(Failure) {
        let plan = admission.plan
        guard plan.seal != nil else {
            admission.deviations.append(
                "the plan is not sealed: it was made or edited by hand, or by an older version")
            return
        }
        admission.deviations.append("the plan was edited after it was made")
        guard let guards = plan.guards else { return }
        guard let kept = plan.kept(to: guards) else {
            throw Failure(
                .forbidden, plan.source.file.path,
                "the edited plan leaves no picture to write the disclosure on",
                hint: "make the plan again")
        }
        admission.plan = kept.plan
        // Nothing verifies the look that an edited plan names.
        if let look = kept.plan.post?.look, kept.plan.picture?.look?.name != look.id {
            admission.plan.post?.look = nil
        }
        if let problem = kept.plan.problem {
            throw Failure(
                .unusable, plan.source.file.path,
                "the edited plan is not sound with what the preset asks for: \(problem)",
                hint: "make the plan again")
        }
        admission.deviations += kept.lines
    }

    // MARK: Music

    /// Checks the music's licence, and sets what the post may state about it.
    ///
    /// - Returns: whether the licence is known.
    private func judgeMusic(of plan: inout Plan) throws(Failure) -> Bool {
        var need = plan.guards?.music ?? PlanGuards.Music()
        for platform in plan.delivery?.platforms ?? [] where !need.platforms.contains(platform) {
            need.platforms.append(platform)
        }
        guard let music = plan.mix?.music else {
            tell(nil, in: &plan)
            return false
        }
        guard let rights else {
            guard !need.isLocked, !need.isForbidden else {
                throw Failure(.bug, music.file.path, "nobody asked for the licence of the music")
            }
            return false
        }
        let content = try MusicContent(of: music.file.path, rights.kinds)
        let terms = rights.terms(of: content, called: plan.post?.music?.id, for: need)
        if let refusal = terms.refusal {
            let name =
                terms.id.map { "'\($0)'" } ?? String(decoding: music.file.path.nameBytes, as: UTF8.self)
            throw Failure(
                .forbidden, plan.source.file.path, "the music \(name) may not be used: \(refusal)",
                hint: terms.id.map {
                    "'clipfit music show \($0)' shows its licence; 'clipfit suggest' shows what may be used"
                } ?? "'clipfit music add FILE --licence …' says on what terms it may be used")
        }
        tell(terms, in: &plan)
        return terms.licence != nil
    }

    private func tell(_ terms: MusicTerms?, in plan: inout Plan) {
        guard var post = plan.post else { return }
        if terms?.id == nil {
            post.music = nil
        } else if let id = terms?.id, post.music?.id != id {
            post.music = PlannedPost.Choice(id: id, name: terms?.name ?? id)
        }
        if let old = post.attribution, old != terms?.attribution {
            post.caption = post.caption.replacing(old, with: terms?.attribution ?? "")
        }
        (post.licence, post.attribution) = (terms?.licence, terms?.attribution)
        plan.post = post
    }

    // MARK: Seals

    /// Fingerprint of all decisions; file locations may change, as when a plan is rendered on another machine.
    private static func print(of plan: Plan) throws(Failure) -> String {
        var bare = plan
        (bare.source.file, bare.output.file) = (PlannedPath(""), PlannedPath(""))
        (bare.output.overwrites, bare.output.folder, bare.reasons) = (false, nil, [])
        bare.cover?.file = PlannedPath("")
        bare.captions?.file = PlannedPath("")
        bare.timeline = nil
        (bare.seal, bare.guards, bare.warnings, bare.rating) = (nil, nil, nil, nil)
        return try print(bare, plan)
    }

    private static func print(_ value: some Encodable, _ plan: Plan) throws(Failure) -> String {
        do {
            var print = try Fingerprint()
            try print.add(json: value)
            return print.hexadecimal()
        } catch { throw Failure(.bug, plan.source.file.path, "the plan cannot be written as JSON: \(error)") }
    }
}
