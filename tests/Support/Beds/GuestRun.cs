namespace Helios.Support.Beds;

/// <summary>A run of this test program inside a <see cref="Guest"/>.</summary>
/// <param name="kind">Which kind; asked when the first result is.</param>
/// <param name="filter">Which tests to run inside; asked likewise.</param>
public abstract class GuestRun(Func<GuestKind> kind, Func<IEnumerable<string>> filter) : BedRun(filter)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(25);

    /// <summary>A run of one class in whichever guest has one v2 tree here.</summary>
    protected GuestRun(params string[] filter)
        : this(static () => UnifiedGuest.Kind, () => filter)
    {
    }

    protected override (ToolResult Run, string Report) RunInside(string folder, Func<string, IReadOnlyList<string>> command)
        => (Guest.Run(kind(), folder, s_limit, command("/guest/report.xml")), Path.Combine(folder, "report.xml"));
}
