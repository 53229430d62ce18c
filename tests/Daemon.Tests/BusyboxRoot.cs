using Helios.Support;

namespace Helios.Daemon.Tests;

/// <summary>A root file system that holds busybox and nothing else.</summary>
internal static class BusyboxRoot
{
    /// <summary>The host's busybox; the test is skipped where there is none, or where it needs libraries.</summary>
    internal static string Binary
    {
        get
        {
            string? path = ((string[])["/usr/bin/busybox", "/bin/busybox"]).FirstOrDefault(File.Exists);
            if (path is null)
            {
                Assert.Skip("needs busybox (package busybox-static)");
            }

            Needs.Tool(path);
            return path;
        }
    }

    /// <summary>Makes one below a folder.</summary>
    internal static string Make(string folder)
    {
        string root = Path.Join(folder, "root");
        string bin = Directory.CreateDirectory(Path.Join(root, "bin")).FullName;
        File.Copy(Binary, Path.Join(bin, "busybox"));
        foreach (string tool in (ReadOnlySpan<string>)["sh", "sleep", "hostname", "ls", "readlink", "nproc", "cat", "touch", "httpd", "echo"])
        {
            File.CreateSymbolicLink(Path.Join(bin, tool), "busybox");
        }

        return root;
    }
}
