using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Isolation.Sources;
using Helios.Isolation.Steps;
using Helios.Isolation.Users;
using Helios.Linux;

namespace Helios.Isolation.Plans;

/// <summary>A specification turned into steps, ready to be printed or written as a spawn script.</summary>
public sealed record CompiledPlan
{
    /// <summary>Whose start it is.</summary>
    public required ContainerId Id { get; init; }

    /// <summary>In the order they are carried out.</summary>
    public required ImmutableArray<ChildStep> Steps { get; init; }

    /// <summary>The namespaces the child is cloned into.</summary>
    public required CloneFlags CloneFlags { get; init; }

    /// <summary>The ids of the user namespace; null without one.</summary>
    internal (IdMap User, IdMap Group, bool DenySetGroups)? IdMaps { get; init; }

    /// <summary>Where the child waits for its id maps; null without a user namespace.</summary>
    internal Hold? IdMapsHold { get; init; }

    /// <summary>Trees of the host, without what is mounted below, that the supervisor takes for the child.</summary>
    internal ImmutableArray<string> Trees { get; init; } = [];

    /// <summary>What of the host it mounts: volumes, and a directory as its root. Opened by the supervisor, in this order.</summary>
    internal ImmutableArray<SourceRequest> Sources { get; init; } = [];

    /// <summary>Whether the supervisor takes the trees of the sources too. Who is not root takes them in a mount namespace of his own, which is the child's.</summary>
    internal bool GivesSources { get; init; }

    /// <summary>Who gets the pipes among the payload's streams, as the host counts; null where only he could give them to himself.</summary>
    internal (uint UserId, uint GroupId)? StreamOwner { get; init; }

    /// <summary>What a test has this launch go without.</summary>
    internal Fence LeftOut { get; init; }

    /// <summary>The plan as it is printed.</summary>
    public LaunchPlan ToLaunchPlan(string backend) => new() { Backend = backend, Id = Id, Steps = Describe() };

    /// <summary>The steps as they are printed, in order.</summary>
    public ImmutableArray<LaunchStep> Describe() => [.. Steps.Select(static step => step.Describe())];

    /// <summary>Writes the system calls of all steps.</summary>
    public SpawnScript Write(LaunchDescriptors descriptors)
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
