namespace Helios.Support.Beds;

/// <summary>A run of this test program inside a <see cref="SystemdBox"/>.</summary>
public abstract class SystemdBoxRun(params string[] filter) : BedRun(() => filter)
{
    protected override (ToolResult Run, string Report) RunInside(string folder, Func<string, IReadOnlyList<string>> command)
    {
        string report = Path.Combine(folder, "report.xml");
        using SystemdBox box = new(folder, Repository.Root);
        return (box.Run(command(report)), report);
    }
}
