using System.Collections.Immutable;
using Helios.Backends.Namespaces.Steps;
using Helios.Backends.Namespaces.Users;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Backends.Namespaces.Plans;

/// <summary>A specification turned into steps, ready to be printed or written as a spawn script.</summary>
internal sealed record CompiledPlan
{
    internal required ContainerId Id { get; init; }

    internal required ImmutableArray<ChildStep> Steps { get; init; }

    /// <summary>The namespaces the child is cloned into.</summary>
    internal required CloneFlags CloneFlags { get; init; }

    /// <summary>The ids of the user namespace; null without one.</summary>
    internal (IdMap User, IdMap Group, bool DenySetGroups)? IdMaps { get; init; }

    /// <summary>Where the child waits for its id maps; null without a user namespace.</summary>
    internal Hold? IdMapsHold { get; init; }

    /// <summary>Who gets the pipes among the payload's streams, as the host counts; null where only he could give them to himself.</summary>
    internal (uint UserId, uint GroupId)? StreamOwner { get; init; }

    /// <summary>What a test has this launch go without.</summary>
    internal Fence LeftOut { get; init; }

    internal LaunchPlan ToLaunchPlan(string backend) => new() { Backend = backend, Id = Id, Steps = [.. Steps.Select(static step => step.Describe())] };

    internal SpawnScript Write(LaunchDescriptors descriptors)
    {
        SpawnScript script = new();
        foreach (int number in descriptors.Numbers)
        {
            script.Inherit(number);
        }

        ChildScript child = new(script, descriptors, LeftOut);
        foreach (ChildStep step in Steps)
        {
            step.Emit(child);
        }

        return script;
    }
}
