using System.Diagnostics;
using System.Globalization;

namespace Helios.Supervisor.Tests;

/// <summary>A file system in memory of a few pages, unmounted when disposed. Needs root; skips with the reason elsewhere.</summary>
internal sealed class TinyFileSystem : IDisposable
{
    private readonly string _path;

    private TinyFileSystem(string path) => _path = path;

    public void Dispose() => Run("umount", "-l", _path);

    internal void Grow(int bytes)
        => Run("mount", "-o", string.Create(CultureInfo.InvariantCulture, $"remount,size={bytes}"), _path);

    internal static TinyFileSystem Mount(string path, int bytes)
    {
        if (!Environment.IsPrivilegedProcess || !Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"mode=0700,size={bytes}"), "tiny", path))
        {
            Assert.Skip("needs the right to mount a tmpfs");
        }

        return new TinyFileSystem(path);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
