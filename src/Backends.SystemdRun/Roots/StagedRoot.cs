using Helios.Backends.SystemdRun.Processes;
using Helios.Contracts;

namespace Helios.Backends.SystemdRun.Roots;

/// <summary>A root that is put together before the unit starts: a copy-on-write layer over a directory, or an empty one. Both live in memory.</summary>
internal sealed class StagedRoot : IDisposable
{
    private readonly ToolRun _tools;
    private readonly string _stage;
    private bool _removed;

    private StagedRoot(ToolRun tools, string stage, string path)
    {
        _tools = tools;
        _stage = stage;
        Path = path;
    }

    /// <summary>Where the root is to be seen.</summary>
    internal string Path { get; }

    /// <summary>Makes it.</summary>
    /// <param name="tools">Runs mount(8).</param>
    /// <param name="stage">A folder that does not exist yet.</param>
    /// <param name="lower">What shows through; null for an empty root.</param>
    /// <exception cref="BackendException">It could not be mounted; nothing is left.</exception>
    internal static StagedRoot Make(ToolRun tools, string stage, string? lower)
    {
        string path = System.IO.Path.Join(stage, "root");
        Directory.CreateDirectory(stage, (UnixFileMode)0x1C0);
        StagedRoot made = new(tools, stage, path);
        try
        {
            made.Mount("tmpfs", stage, "mode=0700");
            Directory.CreateDirectory(path, (UnixFileMode)0x1ED);
            if (lower is null)
            {
                return made;
            }

            string upper = System.IO.Path.Join(stage, "upper");
            string work = System.IO.Path.Join(stage, "work");
            Directory.CreateDirectory(upper, (UnixFileMode)0x1ED);
            Directory.CreateDirectory(work, (UnixFileMode)0x1C0);
            string escaped = lower.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal);
            made.Mount("overlay", path, $"lowerdir={escaped},upperdir={upper},workdir={work}");
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Unmounts and removes what is at a stage, whoever made it.</summary>
    internal static void Remove(ToolRun tools, string stage)
    {
        if (Directory.Exists(stage))
        {
            tools.Run(["umount", "--recursive", "--lazy", stage]);
            Directory.Delete(stage);
        }
    }

    public void Dispose()
    {
        if (!_removed)
        {
            _removed = true;
            Remove(_tools, _stage);
        }
    }

    private void Mount(string type, string target, string options)
    {
        ToolEnd end = _tools.Run(["mount", "-t", type, "-o", options, "helios", target]);
        if (end.Code != 0)
        {
            throw new BackendException(new ExitCause.LaunchFailed($"mount {type} on {target}", end.LastLine));
        }
    }
}
