using Helios.Contracts;

namespace Helios.Isolation.Steps;

/// <summary>What the supervisor does from outside at this point; the child's script has nothing for it.</summary>
public sealed class SupervisorStep(string kind, string text, params (string Key, string? Value)[] details) : ChildStep
{
    internal override LaunchStep Describe() => Step(kind, text, details) with { Actor = LaunchActor.Supervisor };

    internal override void Emit(ChildScript script)
    {
    }
}
