using System.Diagnostics;
using Helios.Linux;
using Helios.Support;

namespace Helios.Control.Tests;

public sealed class ControlClientTests
{
    [Fact]
    public void A_daemon_of_somebody_else_gets_nothing()
    {
        // Report M8: another user listens where the daemon is expected, and is sent the whole request.
        Needs.Root();
        Needs.FileAt("/usr/bin/python3");
        Needs.Tool("setpriv");
        using TempTree files = new();
        File.SetUnixFileMode(files.Root, (UnixFileMode)Permissions.Octal0777);
        string socket = files.At("heliosd.sock");
        string program =
            $"import socket\ns = socket.socket(socket.AF_UNIX)\ns.bind('{socket}')\ns.listen()\nprint('listening', flush=True)\nc, _ = s.accept()\nprint(len(c.recv(100)), flush=True)\n";
        using Process squatter = Process.Start(new ProcessStartInfo("setpriv", ["--reuid=1001", "--regid=1001", "--clear-groups", "/usr/bin/python3", "-c", program]) { RedirectStandardOutput = true })!;
        Assert.Equal("listening", squatter.StandardOutput.ReadLine());
        ProtocolException refused = Assert.Throws<ProtocolException>(() => ControlClient.Connect(socket));
        Assert.Contains("belongs to uid 1001", refused.Message, StringComparison.Ordinal);
        Assert.Equal("0", squatter.StandardOutput.ReadLine());
        squatter.WaitForExit();
    }
}
