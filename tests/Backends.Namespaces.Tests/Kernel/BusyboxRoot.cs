using Helios.Support;

namespace Helios.Backends.Namespaces.Tests.Kernel;

/// <summary>A root directory with nothing but busybox, as an image would be unpacked.</summary>
internal sealed class BusyboxRoot : IDisposable
{
    private readonly TempTree _tree = new();

    internal BusyboxRoot()
    {
        Needs.Root();
        Needs.Tool("busybox");
        _tree.WriteProgram("bin/busybox", File.ReadAllBytes(Tool.Find("busybox")!));
        foreach (string name in (string[])["sh", "cat", "ls", "id", "mount", "touch", "stat", "true", "head", "wc", "stty", "readlink", "sleep", "kill", "env", "pwd"])
        {
            File.CreateSymbolicLink(_tree.At("bin", name), "busybox");
        }

        _tree.Write("etc/passwd", "root:x:0:0::/root:/bin/sh\nweb:x:33:34::/:/bin/sh\n");
        File.SetUnixFileMode(_tree.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        _tree.Write("etc/group", "root:x:0:\nwww:x:34:\nlog:x:40:web\n");
    }

    internal string Path => _tree.Root;

    public void Dispose() => _tree.Dispose();
}
