using Helios.Support;

namespace Helios.Backends.Contract.Tests;

/// <summary>A root directory of Debian's static busybox: every applet in /bin, a passwd and a group file, empty mount points.</summary>
public sealed class BusyboxRoot : IDisposable
{
    private readonly TempTree _tree = new();

    public BusyboxRoot()
    {
        if (WhyNot is not null)
        {
            return;
        }

        foreach (string folder in new[] { "bin", "proc", "sys", "dev", "tmp", "etc", "root", "run", "home/rose", "mnt", "data", "usr/bin" })
        {
            _tree.MakeFolder("root/" + folder);
        }

        File.Copy(Tool.Find("busybox")!, _tree.At("root", "bin", "busybox"));
        Tool.Run("busybox", "--install", "-s", _tree.At("root", "bin")).Expect();
        foreach (string link in Directory.GetFiles(_tree.At("root", "bin")).Where(static file => File.ResolveLinkTarget(file, false) is not null))
        {
            File.Delete(link);
            File.CreateSymbolicLink(link, "busybox");
        }

        _tree.Write("root/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nrose:x:1500:1600:Rose:/home/rose:/bin/sh\n");
        _tree.Write("root/etc/group", "root:x:0:\nroses:x:1600:\ngardeners:x:1700:rose\ntools:x:1800:\n");
        _tree.Write("root/data/greeting", "hello\n");
        _tree.Write("root/data/private", "private\n");
        _tree.Write("root/data/not-a-program", "no #!\n");
        _tree.WriteProgram("root/data/strange-interpreter", "#!/no/such/interpreter\n"u8);
        File.SetUnixFileMode(_tree.At("root", "data", "private"), UnixFileMode.UserRead);
        File.SetUnixFileMode(_tree.At("root", "tmp"), (UnixFileMode)0x3FF);
        File.SetUnixFileMode(_tree.At(), (UnixFileMode)0x1ED);
    }

    /// <summary>Why there is none; null when there is.</summary>
    public static string? WhyNot => ToolTrial.WhyNot("busybox");

    public string Path => _tree.At("root");

    public void Dispose() => _tree.Dispose();
}
