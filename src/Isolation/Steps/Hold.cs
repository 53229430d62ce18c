using Helios.Contracts;

namespace Helios.Isolation.Steps;

/// <summary>Waits on the synchronization pipe until the supervisor has done its part; end of file there means die.</summary>
internal sealed class Hold(string what) : ChildStep
{
    internal override LaunchStep Describe() => Step("hold", $"wait until the supervisor has {what}; if it dies, die");

    internal override void Emit(ChildScript script) => script.Script.Hold($"the supervisor to have {what}");
}
