using System.Collections.Immutable;
using Akka.Actor;
using Helios.Contracts;
using Helios.Fleets;
using Helios.Hocon;
using static Helios.Supervisor.FleetProtocol;
using static Helios.Supervisor.SupervisionProtocol;

namespace Helios.Supervisor;

/// <content>Taking up what an earlier supervisor left, and forgetting it.</content>
internal partial class FleetActor
{
    private void OnResume(Resume resume)
    {
        FleetRecord left = _holder.Left ?? FleetRecord.Empty;
        if (resume.Source is { } source)
        {
            Load(source, Until.Accepted, resume.By, isPlanOnly: false, isResumption: true);
        }
        else if (left.Values is { } values)
        {
            ResumeRemembered(left, values, resume.By);
        }
        else
        {
            EndResumption(Sender, [], keepsMembers: false);
        }
    }

    /// <summary>The fleet as it was applied last, whatever has become of its file.</summary>
    private void ResumeRemembered(FleetRecord left, HoconObject values, string by)
    {
        ImmutableArray<string> faults;
        try
        {
            FleetDocument document = FleetFile.Bind(Scaled(values, left.Replicas), left.Overrides);
            faults = Unfit(document);
            if (faults.IsEmpty)
            {
                RecoverFleet(Sender, by, document, left, []);
                return;
            }
        }
        catch (FleetFileException fault)
        {
            faults = [.. fault.Lines];
        }

        // Kept as it is: who mends the cause and starts again has it back.
        Keep(left);
        EndResumption(Sender, [.. faults.Select(fault => $"the fleet of {left.SourcePath} is not resumed: {fault}")], keepsMembers: true);
    }

    /// <summary>A file that was named at the start counts; what was scaled and set over it since it was applied counts too.</summary>
    private void ResumeFrom(Loaded loaded)
    {
        FleetRecord left = _holder.Left ?? FleetRecord.Empty;
        HoconObject values = loaded.Document.BaseRoot;
        ImmutableArray<FleetOverride> given = [.. loaded.Source!.Overrides.Except(loaded.Document.FormOverrides)];
        FleetRecord now = new()
        {
            Values = values,
            SourcePath = loaded.Source.Path,
            FormOverrides = loaded.Document.FormOverrides,
            Overrides = given,
        };
        FleetDocument document = loaded.Document;
        ImmutableArray<string> notes = [];
        if (left.SourcePath == loaded.Source.Path && (!left.Replicas.IsEmpty || !left.Overrides.IsEmpty))
        {
            FleetRecord over = now with
            {
                Replicas = left.Replicas.Where(pair => values.TryGet(new HoconPath("containers", pair.Key, "replicas"), out _)).ToImmutableDictionary(),
                Overrides = [.. left.Overrides.Where(old => !given.Any(one => one.Path == old.Path)), .. given],
            };
            try
            {
                document = FleetFile.Bind(Scaled(values, over.Replicas), over.Overrides);
                now = over;
            }
            catch (FleetFileException fault)
            {
                notes = [$"what was scaled and set over {left.SourcePath} is not resumed: {fault.Lines[0]}"];
            }
        }

        if (IsFit(document, loaded.Asker))
        {
            RecoverFleet(loaded.Asker, loaded.By, document, now, notes);
        }
    }

    private void RecoverFleet(IActorRef asker, string by, FleetDocument document, FleetRecord record, ImmutableArray<string> notes)
        => Carry(by, document, Until.Accepted, () => Keep(record), (_, _) => EndResumption(asker, notes, keepsMembers: false));

    private void Keep(FleetRecord record)
    {
        _holder.BaseRoot = record.Values;
        _holder.SourcePath = record.SourcePath;
        _holder.FormOverrides = record.FormOverrides;
        _holder.Overrides = record.Overrides;
        _holder.Replicas = record.Replicas;
    }

    /// <summary>Takes the containers of helios run up, and begins with what was asked meanwhile.</summary>
    private void EndResumption(IActorRef asker, ImmutableArray<string> notes, bool keepsMembers)
    {
        List<string> all = [.. notes];
        List<ContainerId> runs = [];
        foreach (ContainerRecord record in _holder.LeftContainers.Values.OrderBy(static record => record.Id).ToArray())
        {
            if (record.Member.Group != GroupSpec.RunName)
            {
                if (!keepsMembers)
                {
                    Discard(record.Id);
                }
            }
            else if (_holder.Entries.ContainsKey(record.Id))
            {
                all.Add($"container {record.Id} of helios run is not resumed: the fleet file has one of that name now");
                _holder.LeftContainers.Remove(record.Id);
            }
            else if (_parts.BackendOf(record.Member.Backend) is null)
            {
                all.Add($"container {record.Id} is not resumed: there is no backend '{record.Member.Backend}' here");
                _holder.LeftContainers.Remove(record.Id);
            }
            else if (ResumeRules.Decide(record, record.Member, IsStopped(record.Id), _parts.Now).IsGone)
            {
                Discard(record.Id);
            }
            else
            {
                Adopt(record.Member, new StreamChoice(null, record.OpenInput, record.Size));
                runs.Add(record.Id);
            }
        }

        Regraph();
        StartWhatIsRequired(runs);
        _holder.Left = null;
        asker.Tell(new Resumed(
            _holder.SourcePath,
            _holder.Entries.Values.Count(static entry => entry.WasLeft),
            _holder.Entries.Values.Count(static entry => entry is { WasLeft: true, Status.State: ContainerState.Waiting or ContainerState.BackingOff }),
            [.. all]));
        while (_holder.Early.TryDequeue(out (object Message, IActorRef Sender) early))
        {
            Self.Tell(early.Message, early.Sender);
        }
    }

    private void Discard(ContainerId id)
    {
        _holder.LeftContainers.Remove(id);
        _parts.State?.Drop(id, "");
    }

    private bool IsStopped(ContainerId id) => _holder.Stopped.Contains(id);

    /// <summary>Whether an earlier supervisor left this container of the fleet.</summary>
    private bool IsLeft(MemberSpec member)
        => _holder.LeftContainers.TryGetValue(member.Id, out ContainerRecord? record)
            && record.Member.Group != GroupSpec.RunName
            && !ResumeRules.Decide(record, member, IsStopped(member.Id), _parts.Now).IsGone;

    /// <summary>Restores what is remembered of a container that is made; the run that its old supervisor's end has ended, if one has.</summary>
    private RunRecord? Recover(ContainerHolder holder)
    {
        MemberSpec member = holder.Member;
        if ((member.Group != GroupSpec.RunName && !IsLeft(member)) || !_holder.LeftContainers.Remove(member.Id, out ContainerRecord? record))
        {
            return null;
        }

        Resumption resumption = ResumeRules.Decide(record, member, IsStopped(member.Id), _parts.Now);
        holder.Restore(record, resumption);
        return resumption.Interrupted;
    }

    /// <summary>Those that come back by themselves need what they require, as with every start: also what would not have come back for itself.</summary>
    private void StartWhatIsRequired(IEnumerable<ContainerId> ids)
    {
        HashSet<ContainerId> waiting = [.. ids.Where(id => _holder.Entries[id].Status.State == ContainerState.Waiting)];
        ContainerId[] lost =
        [
            .. DependencyRules.WithRequirements(waiting, MemberOf, _holder.Graph)
                .Where(id => _holder.Entries[id] is { IsDown: true, Status.LastExit: ExitCause.Lost } && !IsStopped(id)),
        ];
        if (lost.Length > 0)
        {
            Start(lost, ResumeRules.By, withSchedules: false);
        }
    }

    private void OnForget(Forget forget)
    {
        if (_holder.IsApplying)
        {
            Refuse(Refusal.WrongState, "a fleet file is being applied; ask again when it is done");
            return;
        }

        ContainerId[] down = [.. InOrder().Where(id => _holder.Entries[id].IsDown)];
        ContainerId[] runs = [.. down.Where(id => _holder.Entries[id].Member.Group == GroupSpec.RunName)];
        ContainerId[] members = [.. down.Except(runs)];
        foreach (ContainerId id in runs)
        {
            Route(id, new ContainerProtocol.Remove(id, forget.By));
        }

        if (_holder.Entries.Values.All(static entry => entry.IsDown || entry.Member.Group == GroupSpec.RunName))
        {
            ForgetFleet(members);
        }
        else
        {
            foreach (ContainerId id in members)
            {
                Route(id, new ForgetPast());
            }
        }

        _holder.Mark(runs, stopped: false);
        Sender.Tell(new Forgotten([.. down]));
    }

    private void ForgetFleet(ContainerId[] members)
    {
        foreach (ContainerId id in members)
        {
            Drop(id);
        }

        Keep(FleetRecord.Empty);
        _holder.Fleet = FleetSpec.Empty;
        _holder.Overridable = [];
        _holder.Stopped = [];
        Regraph();
        DropEmptyGroups();
    }
}
