using System.Collections.Immutable;
using Akka.Actor;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Hocon;
using Helios.Linux;
using static Helios.Supervisor.FleetProtocol;
using static Helios.Supervisor.SupervisionProtocol;

namespace Helios.Supervisor;

/// <content>Making the fleet what a file says. One application at a time; the next one waits.</content>
internal partial class FleetActor
{
    private void OnApply(Apply apply)
    {
        if (apply.Source is { } source)
        {
            Load(source, apply.Until, apply.By, isPlanOnly: false);
        }
        else if (_holder.SourcePath is { } path)
        {
            Load(new FleetSource(path, [.. _holder.FormOverrides, .. _holder.Overrides]), apply.Until, apply.By, isPlanOnly: false);
        }
        else
        {
            Refuse(Refusal.NotFound, "no fleet file has been applied yet");
        }
    }

    private void OnScale(Scale scale)
    {
        List<string> faults = [];
        ImmutableDictionary<string, int> replicas = _holder.Replicas;
        foreach ((string key, int count) in scale.Replicas)
        {
            if (_holder.BaseRoot?.TryGet(new HoconPath("containers", key, "replicas"), out _) != true)
            {
                faults.Add($"containers.{key} has no key replicas, so it cannot be scaled");
            }
            else if (count is < 0 or > 10_000)
            {
                faults.Add($"{key}={count}: the number of replicas must be 0 to 10000");
            }
            else
            {
                replicas = replicas.SetItem(key, count);
            }
        }

        if (faults.Count > 0)
        {
            Refuse(Refusal.Invalid, [.. faults]);
            return;
        }

        Rebind(scale.By, replicas, _holder.Overrides, scale.Until);
    }

    private void OnSetOverrides(SetOverrides set)
    {
        if (_holder.BaseRoot is null)
        {
            Refuse(Refusal.NotFound, "no fleet file has been applied yet");
            return;
        }

        ImmutableArray<FleetOverride> overrides =
        [
            .. _holder.Overrides.Where(old => !set.Overrides.Any(one => one.Path == old.Path)),
            .. set.Overrides,
        ];
        Rebind(set.By, _holder.Replicas, overrides, set.Until);
    }

    /// <summary>The same file again, with other values over it.</summary>
    private void Rebind(string by, ImmutableDictionary<string, int> replicas, ImmutableArray<FleetOverride> overrides, Until until)
    {
        HoconObject baseRoot = _holder.BaseRoot!;
        try
        {
            FleetDocument document = FleetFile.Bind(Scaled(baseRoot, replicas), overrides);
            IActorRef asker = Sender;
            Queue(
                () => Carry(by, document, until, () => (_holder.BaseRoot, _holder.Replicas, _holder.Overrides) = (baseRoot, replicas, overrides), Answer(asker)), document, asker);
        }
        catch (FleetFileException fault)
        {
            Refuse(fault.IsForbidden ? Refusal.Forbidden : Refusal.Invalid, fault.Lines);
        }
    }

    private static HoconObject Scaled(HoconObject root, ImmutableDictionary<string, int> replicas)
    {
        foreach ((string key, int count) in replicas)
        {
            HoconObject over = HoconObject.Of([new("containers", HoconObject.Of([new(key, HoconObject.Of([new("replicas", HoconScalar.Number(count))]))]))]);
            root = over.WithFallback(root);
        }

        return root;
    }

    // Files are read outside of the actor: a slow disk must not hold everybody up.
    private void Load(FleetSource source, Until until, string by, bool isPlanOnly, bool isResumption = false)
    {
        IActorRef asker = Sender;
        _parts.Read(source).PipeTo(
            Self,
            success: document => new Loaded(asker, by, document, source, until, isPlanOnly) { IsResumption = isResumption },
            failure: error => new LoadFailed(asker, error is FleetFileException fault ? fault.Lines : [Reason.Of(error)]));
    }

    private void OnLoaded(Loaded loaded)
    {
        if (loaded.IsPlanOnly)
        {
            if (IsFit(loaded.Document, loaded.Asker))
            {
                loaded.Asker.Tell(new Planned(FleetPlanner.Plan(_holder.Fleet, loaded.Document.Fleet)));
            }

            return;
        }

        if (loaded.IsResumption)
        {
            ResumeFrom(loaded);
            return;
        }

        Queue(
            () => Carry(loaded.By, loaded.Document, loaded.Until, () =>
            {
                _holder.BaseRoot = loaded.Document.BaseRoot;
                _holder.SourcePath = loaded.Source!.Path;
                _holder.FormOverrides = loaded.Document.FormOverrides;
                _holder.Overrides = [.. loaded.Source.Overrides.Except(loaded.Document.FormOverrides)];
                _holder.Replicas = ImmutableDictionary<string, int>.Empty;
            }, Answer(loaded.Asker)),
            loaded.Document, loaded.Asker);
    }

    private static Action<FleetPlan, ImmutableArray<KeyValuePair<ContainerId, string>>> Answer(IActorRef asker)
        => (plan, failures) => asker.Tell(new Applied(plan, failures));

    private void Queue(Action application, FleetDocument document, IActorRef asker)
    {
        if (!IsFit(document, asker))
        {
            return;
        }

        if (_holder.IsApplying)
        {
            _holder.Applications.Enqueue(application);
            return;
        }

        application();
    }

    private bool IsFit(FleetDocument document, IActorRef asker)
    {
        ImmutableArray<string> reasons = Unfit(document);
        if (!reasons.IsEmpty)
        {
            asker.Tell(new Refused(Refusal.Invalid, reasons));
        }

        return reasons.IsEmpty;
    }

    /// <summary>Why the fleet of a document cannot be here, one line each.</summary>
    private ImmutableArray<string> Unfit(FleetDocument document)
    {
        ImmutableArray<HoconFault> faults = document.FaultsOf(_parts.BackendOf);
        string[] taken =
        [
            .. document.Fleet.Members
                .Where(member => _holder.Entries.TryGetValue(member.Id, out FleetEntry? entry) && entry.Member.Group == GroupSpec.RunName)
                .Select(static member => $"{member.Id}: helios run has already made a container of that name"),
        ];
        return [.. faults.Select(static fault => $"{fault.Origin}: {fault.Message}"), .. taken];
    }

    /// <summary>Carries the plan from the present fleet to the document's out.</summary>
    private void Carry(
        string by, FleetDocument document, Until until, Action remember, Action<FleetPlan, ImmutableArray<KeyValuePair<ContainerId, string>>> done)
    {
        FleetPlan plan = FleetPlanner.Plan(_holder.Fleet, document.Fleet);
        Dictionary<ContainerId, MemberSpec> wanted = document.Fleet.Members.ToDictionary(static member => member.Id);
        HashSet<ContainerId> replaced = [.. Of(plan, PlanAction.Replace).Where(id => !_holder.Entries[id].IsDown)];
        HashSet<ContainerId> removed = [.. Of(plan, PlanAction.Remove)];
        HashSet<ContainerId> moved = [.. Of(plan, PlanAction.Replace).Where(id => _holder.Entries[id].Member.Group != wanted[id].Group)];
        if (!plan.IsEmpty)
        {
            _parts.Events.Append(_parts.Now, new ApplyBegan(by, plan));
        }

        remember();
        _holder.Overridable = document.Overridable;
        _holder.Fleet = document.Fleet;
        foreach (GroupSpec group in document.Fleet.Groups)
        {
            GroupOf(group);
        }

        foreach (ContainerId id in Of(plan, PlanAction.Update))
        {
            Reconfigure(wanted[id]);
        }

        Regraph();
        foreach (ContainerId id in _holder.Entries.Keys)
        {
            TryStart(id);
        }

        _holder.IsApplying = true;
        Stop(replaced.Union(removed).Union(moved), id => new ContainerProtocol.Stop(id, $"{by} (apply)") { IsPassing = replaced.Contains(id) }, _ =>
        {
            foreach (ContainerId id in removed.Union(moved))
            {
                Drop(id);
            }

            foreach (ContainerId id in Of(plan, PlanAction.Replace).Except(moved))
            {
                Reconfigure(wanted[id]);
            }

            ContainerId[] created = [.. Of(plan, PlanAction.Create)];
            ContainerId[] fresh = [.. created.Where(id => !IsLeft(wanted[id]))];
            foreach (ContainerId id in created.Union(moved))
            {
                Adopt(wanted[id]);
            }

            Regraph();
            DropEmptyGroups();
            ImmutableArray<ContainerId> started = Start([.. fresh.Where(id => StartsByItself(wanted[id])), .. replaced], by, withSchedules: false);
            StartWhatIsRequired(created.Except(fresh));
            Await(Started(started, false), until, failures => done(plan, failures));
            _holder.IsApplying = false;
            if (_holder.Applications.TryDequeue(out Action? next))
            {
                next();
            }
        });
    }

    private bool StartsByItself(MemberSpec member)
        => member.AutoStart && !(member.Restart.Policy.Mode == RestartMode.UnlessStopped && _holder.Stopped.Contains(member.Id));

    private static IEnumerable<ContainerId> Of(FleetPlan plan, PlanAction action)
        => plan.Items.Where(item => item.Action == action && item.Id is not null).Select(static item => item.Id!.Value);

    private void Reconfigure(MemberSpec member)
    {
        _holder.Entries[member.Id].Member = member;
        Route(member.Id, new Configure(member));
    }

    private void Drop(ContainerId id)
    {
        if (_holder.Entries.Remove(id, out FleetEntry? entry))
        {
            IActorRef group = _holder.Groups[entry.Member.Group];
            group.Tell(new Routed(id, new ContainerProtocol.Remove(id, "apply", Force: true)), ActorRefs.NoSender);
            group.Tell(new Dismiss(id));
            _parts.Events.Append(_parts.Now, new MembershipChanged(id, false));
        }
    }

    private void DropEmptyGroups()
    {
        foreach ((string name, IActorRef group) in _holder.Groups.ToArray())
        {
            if (name != GroupSpec.RunName && !_holder.Fleet.Groups.Any(spec => spec.Name == name))
            {
                _holder.Groups.Remove(name);
                group.Tell(PoisonPill.Instance);
            }
        }
    }
}
