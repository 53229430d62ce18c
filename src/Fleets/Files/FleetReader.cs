using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Hocon;

namespace Helios.Fleets;

/// <summary>Turns the values of a fleet file into a fleet.</summary>
internal sealed class FleetReader(ReadingNotes notes)
{
    private readonly List<(MemberSpec Member, ImmutableArray<(string Name, HoconOrigin Origin, DependencySpec Spec)> Dependencies)> _members = [];
    private readonly Dictionary<ContainerId, Section> _sections = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    /// <summary>The declared patterns: those of the fleet, and those of each container with its path before them.</summary>
    internal static ImmutableArray<string> OverridableOf(HoconObject root)
    {
        ReadingNotes ignored = new();
        ImmutableArray<string>.Builder patterns = ImmutableArray.CreateBuilder<string>();
        if (root.TryGetField("fleet", out HoconValue? fleet) && fleet is HoconObject block)
        {
            patterns.AddRange(new Section(block, "fleet", ignored).Texts("overridable") ?? []);
        }

        if (root.TryGetField("containers", out HoconValue? containers) && containers is HoconObject all)
        {
            foreach (HoconField field in all)
            {
                if (field.Value is HoconObject container)
                {
                    string key = new HoconPath("containers", field.Key).ToString();
                    patterns.AddRange((new Section(container, key, ignored).Texts("overridable") ?? []).Select(path => $"{key}.{path}"));
                }
            }
        }

        return patterns.DrainToImmutable();
    }

    internal FleetDocument Read(HoconObject root, HoconObject baseRoot)
    {
        Section top = new(root, "top level", notes);
        Section? fleet = Block(top, "fleet");
        string name = fleet?.Text("name") ?? FleetSpec.Empty.Name;
        _ = fleet?.Texts("overridable");
        fleet?.RefuseTheRest();

        // Only values for substitutions.
        _ = top.Value("templates");
        // Settings of the actor system, which the supervisor reads.
        _ = top.Value("akka");

        HoconObject defaults = top.Value("defaults") as HoconObject ?? HoconObject.Empty;
        ImmutableArray<GroupSpec> groups = Groups(Block(top, "groups"));
        if (Block(top, "containers") is { } containers)
        {
            foreach (HoconField field in containers.Fields)
            {
                if (field.Value is HoconObject block)
                {
                    ReadContainer(field, block.WithFallback(defaults), groups);
                }
                else
                {
                    containers.Fault(field.Key, field.Value, "must be a block in braces");
                }
            }
        }

        top.RefuseTheRest();
        ImmutableArray<MemberSpec> members = Resolve();
        DependencyGraph? graph = DependencyGraph.TryBuild(members, out ImmutableArray<ContainerId> cycle);
        if (graph is null)
        {
            notes.Faults.Add(new HoconFault(_sections[cycle[0]].Origin, $"dependency cycle: {string.Join(" -> ", cycle)}"));
        }

        Dictionary<ContainerId, MemberSpec> byId = members.ToDictionary(static member => member.Id);
        return new FleetDocument(
            new FleetSpec { Name = name, Groups = groups, Members = graph is null ? members : [.. graph.Order.Select(id => byId[id])] },
            root, baseRoot, OverridableOf(baseRoot), _sections.ToImmutableDictionary());
    }

    private Section? Block(Section top, string key)
    {
        HoconValue? value = top.Value(key);
        if (value is HoconObject block)
        {
            return new Section(block, key, notes);
        }

        if (value is not null)
        {
            notes.Faults.Add(new HoconFault(value.Origin, $"{key}: must be a block in braces"));
        }

        return null;
    }

    private ImmutableArray<GroupSpec> Groups(Section? block)
    {
        Dictionary<string, (GroupSpec Spec, HoconOrigin Origin)> groups = new() { [GroupSpec.RootName] = (FleetSpec.Empty.Groups[0], default) };
        foreach (HoconField field in block?.Fields ?? [])
        {
            if (!ContainerId.TryParse(field.Key, out _) || field.Key == GroupSpec.RunName)
            {
                notes.Faults.Add(new HoconFault(field.KeyOrigin, $"groups: '{field.Key}' cannot be the name of a group"));
            }
            else if (block!.Sub(field.Key) is { } group)
            {
                GroupSpec defaults = new(field.Key);
                string? parent = group.Text("parent");
                if (field.Key == GroupSpec.RootName && parent is not null)
                {
                    group.Fault("parent", group.Value("parent"), "the root group has no parent");
                }

                GroupSpec read = FieldReader.ReadChecked(group, SupervisionFields.Group, defaults) with { Intensity = CareReader.Intensity(group) };
                groups[field.Key] = (read with { Parent = field.Key == GroupSpec.RootName ? null : read.Parent }, field.KeyOrigin);
                group.RefuseTheRest();
            }
        }

        return ParentsFirst(groups);
    }

    private ImmutableArray<GroupSpec> ParentsFirst(Dictionary<string, (GroupSpec Spec, HoconOrigin Origin)> groups)
    {
        ImmutableArray<GroupSpec>.Builder sorted = ImmutableArray.CreateBuilder<GroupSpec>();
        sorted.Add(groups[GroupSpec.RootName].Spec);
        HashSet<string> placed = [GroupSpec.RootName];
        for (bool progress = true; progress;)
        {
            progress = false;
            foreach ((GroupSpec spec, _) in groups.Values)
            {
                if (!placed.Contains(spec.Name) && placed.Contains(spec.Parent!))
                {
                    sorted.Add(spec);
                    placed.Add(spec.Name);
                    progress = true;
                }
            }
        }

        foreach ((GroupSpec spec, HoconOrigin origin) in groups.Values.Where(group => !placed.Contains(group.Spec.Name)))
        {
            notes.Faults.Add(new HoconFault(origin, groups.ContainsKey(spec.Parent!)
                ? $"groups.{spec.Name}: it is its own ancestor"
                : $"groups.{spec.Name}.parent: there is no group '{spec.Parent}'"));
        }

        return sorted.DrainToImmutable();
    }

    private void ReadContainer(HoconField field, HoconObject content, ImmutableArray<GroupSpec> groups)
    {
        _keys.Add(field.Key);
        string path = new HoconPath("containers", field.Key).ToString();
        Section counted = new(content, path, notes);
        int? replicas = counted.Number("replicas", 0, 10_000);
        string pattern = counted.Text("name") ?? (replicas is null ? field.Key : field.Key + "-{{index}}");
        if (replicas > 1 && !ReplicaText.HasIndex(pattern))
        {
            counted.Fault("name", counted.Value("name"), "several replicas need a name with {{index}} in it");
            return;
        }

        // Faults of a replicated block would repeat for each replica: only the first one's are kept.
        for (int i = 1; i <= (replicas ?? 1); i++)
        {
            ReadingNotes own = i == 1 ? notes : new ReadingNotes();
            ReadMember(new Section(content, path, own, i), own, field, pattern, replicas is null ? null : i, groups);
        }

        if (replicas == 0)
        {
            ReadSpec(new Section(content, path, notes, 1), field, ContainerId.Parse("none"), null);
        }
    }

    private void ReadMember(Section section, ReadingNotes own, HoconField field, string pattern, int? index, ImmutableArray<GroupSpec> groups)
    {
        string name = ReplicaText.Expand(pattern, index ?? 1);
        if (!ContainerId.TryParse(name, out ContainerId id))
        {
            own.Faults.Add(new HoconFault(field.KeyOrigin, $"'{name}' is not a container name: use 1 to {ContainerId.MaxLength} letters, digits, '.', '_' or '-', beginning with a letter or a digit"));
            return;
        }

        if (!_sections.TryAdd(id, section))
        {
            notes.Faults.Add(new HoconFault(field.KeyOrigin, $"{section.Path}: there is already a container named '{id}'"));
            return;
        }

        (MemberSpec member, ImmutableArray<(string, HoconOrigin, DependencySpec)> dependencies) = ReadSpec(section, field, id, index);
        if (!groups.Any(group => group.Name == member.Group))
        {
            section.Fault("group", section.Value("group"), $"there is no group '{member.Group}'");
        }

        foreach (SpecFault fault in member.Container.Faults())
        {
            HoconOrigin place = section.OriginOf(fault.Field);
            if (!own.Faults.Any(known => known.Origin == place))
            {
                own.Faults.Add(new HoconFault(place, $"{section.Path}.{fault.Field}: {fault.Problem}"));
            }
        }

        if (LogRules.OwnVolume(member) is { } volume)
        {
            own.Faults.Add(new HoconFault(
                section.OriginOf("logs.file.directory"),
                $"{section.Path}.logs.file.directory: {member.Logs.File!.Directory} lies in {volume}, which the container may write to; a container may not hold its own log"));
        }

        _members.Add((member, dependencies));
    }

    private static (MemberSpec Member, ImmutableArray<(string, HoconOrigin, DependencySpec)> Dependencies) ReadSpec(Section section, HoconField field, ContainerId id, int? index)
    {
        foreach (string key in (ReadOnlySpan<string>)["replicas", "name", "overridable"])
        {
            _ = section.Value(key);
        }

        MemberSpec member = new()
        {
            Container = ContainerReader.Read(section, id),
            Key = field.Key,
            Index = index,
            Restart = CareReader.Restart(section),
            Readiness = CareReader.Readiness(section),
            Health = CareReader.Health(section),
            Hooks = CareReader.Hooks(section),
            Schedule = CareReader.Schedule(section),
            Logs = CareReader.Logs(section),
        };
        member = FieldReader.ReadChecked(section, SupervisionFields.Member, member);
        ImmutableArray<(string, HoconOrigin, DependencySpec)> dependencies = CareReader.Dependencies(section);
        section.RefuseTheRest();
        return (member, dependencies);
    }

    // A dependency names a container, or a key whose replicas it then means all.
    private ImmutableArray<MemberSpec> Resolve()
    {
        ILookup<string, ContainerId> byKey = _members.ToLookup(static entry => entry.Member.Key, static entry => entry.Member.Id);
        ImmutableArray<MemberSpec>.Builder members = ImmutableArray.CreateBuilder<MemberSpec>();
        foreach ((MemberSpec member, ImmutableArray<(string Name, HoconOrigin Origin, DependencySpec Spec)> dependencies) in _members)
        {
            ImmutableArray<DependencySpec>.Builder resolved = ImmutableArray.CreateBuilder<DependencySpec>();
            foreach ((string name, HoconOrigin origin, DependencySpec spec) in dependencies)
            {
                ContainerId[] targets = ContainerId.TryParse(name, out ContainerId id) && _sections.ContainsKey(id) ? [id] : [.. byKey[name]];
                if (targets.Length == 0 && !_keys.Contains(name))
                {
                    notes.Faults.Add(new HoconFault(origin, $"containers.{member.Key}: depends on '{name}', which is no container of this fleet"));
                }

                resolved.AddRange(targets.Select(target => spec with { On = target }));
            }

            members.Add(member with { Dependencies = resolved.DrainToImmutable() });
        }

        return members.DrainToImmutable();
    }
}
