using Helios.Contracts;

namespace Helios.Isolation.Steps;

/// <summary>One step of a launch plan: it can tell what it does, and write the system calls that do it.</summary>
public abstract class ChildStep
{
    /// <summary>The step as people and golden files see it.</summary>
    internal abstract LaunchStep Describe();

    /// <summary>Appends its system calls. Called in plan order; an earlier step's results are in <paramref name="script"/>.</summary>
    internal abstract void Emit(ChildScript script);

    private protected static LaunchStep Step(string kind, string text, params ReadOnlySpan<(string Key, string? Value)> details)
    {
        List<KeyValuePair<string, string>> kept = [];
        foreach ((string key, string? value) in details)
        {
            if (value is not null)
            {
                kept.Add(new(key, value));
            }
        }

        return new LaunchStep(kind, text) { Details = [.. kept] };
    }
}
