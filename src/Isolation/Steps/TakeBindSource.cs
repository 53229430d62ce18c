using Helios.Contracts;
using Helios.Isolation.Sources;

namespace Helios.Isolation.Steps;

/// <summary>Takes a bind mount's source while the host's tree can still be named; it is mounted once the root is the container's own.</summary>
/// <param name="bind">The mount.</param>
/// <param name="index">Its number among the sources of the launch.</param>
/// <param name="request">What is taken.</param>
/// <param name="given">Whether the supervisor takes it and hands it over.</param>
internal sealed class TakeBindSource(MountSpec.Bind bind, int index, SourceRequest request, bool given) : ChildStep
{
    internal override LaunchStep Describe() => Step(
        "take-bind", $"take {bind.Source}{(bind.ReadOnly ? " read-only" : "")} for {bind.Target}", ("source", bind.Source), ("target", bind.Target),
        ("mode", bind.ReadOnly ? "ro" : "rw")) with { Actor = given ? LaunchActor.Supervisor : LaunchActor.Child };

    internal override void Emit(ChildScript script) => script.Volumes[index] = script.TakeSource(index, request, given);
}
