namespace Helios.Support.Beds;

/// <summary>A run of this test program inside a <see cref="Guest"/>.</summary>
public abstract class GuestRun(GuestKind kind, params string[] filter) : BedRun(filter)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(14);

    protected override (ToolResult Run, string Report) RunInside(string folder, Func<string, IReadOnlyList<string>> command)
        => (Guest.Run(kind, folder, s_limit, command("/guest/report.xml")), Path.Combine(folder, "report.xml"));
}
