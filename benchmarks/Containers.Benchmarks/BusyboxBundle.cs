using Helios.Support;

namespace Helios.Containers.Benchmarks;

/// <summary>A root with busybox and an OCI bundle around it, the same for everybody.</summary>
internal sealed class BusyboxBundle : IDisposable
{
    private readonly TempTree _tree = new();

    internal BusyboxBundle()
    {
        string busybox = Tool.Find("busybox") ?? throw new FileNotFoundException("needs busybox-static");
        _tree.WriteProgram("bundle/rootfs/bin/busybox", File.ReadAllBytes(busybox));
        foreach (string name in (string[])["sh", "true"])
        {
            File.CreateSymbolicLink(_tree.At("bundle/rootfs/bin", name), "busybox");
        }

        foreach (string folder in (string[])["proc", "sys", "dev", "tmp", "etc", "run"])
        {
            _tree.MakeFolder("bundle/rootfs/" + folder);
        }

        if (Tool.Find("crun") is not null)
        {
            Tool.Run(new System.Diagnostics.ProcessStartInfo(Tool.Find("crun")!, ["spec"]) { WorkingDirectory = Bundle }).Expect();
            string config = Path.Join(Bundle, "config.json");
            File.WriteAllText(config, File.ReadAllText(config)
                .Replace("\"terminal\": true", "\"terminal\": false", StringComparison.Ordinal)
                .Replace("\"sh\"", "\"/bin/true\"", StringComparison.Ordinal));
        }
    }

    internal string Bundle => _tree.At("bundle");

    internal string Root => _tree.At("bundle/rootfs");

    public void Dispose() => _tree.Dispose();
}
