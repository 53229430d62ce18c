using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Helios.Contracts;
using Helios.Support;

namespace Helios.Backends.Contract.Tests;

/// <summary>Calls an OCI runtime's command line: <c>runc</c> or <c>crun</c>.</summary>
/// <remarks>
/// crun refuses a hybrid machine whose v2 tree has a controller. It is called in a mount namespace in which that tree is covered, which changes
/// nothing for anybody else.
/// </remarks>
public sealed class OciRuntime(string name)
{
    private const string HybridTree = "/sys/fs/cgroup/unified";
    private static readonly ConcurrentDictionary<string, Lazy<string?>> s_tried = new();

    public string Name => name;

    /// <summary>Why it cannot be called on this host; null when it can.</summary>
    public string? WhyNot
        => !Needs.IsRoot ? "needs root: the roots of the cases are root's"
            : Tool.Find(name) is null ? $"needs the program {name} (Debian package {name})"
            : BusyboxRoot.WhyNot ?? s_tried.GetOrAdd(name, name => new Lazy<string?>(() => TryAsync().GetAwaiter().GetResult())).Value;

    /// <summary>Starts a call.</summary>
    /// <param name="bundle">The bundle's folder; the call's own log is written there.</param>
    /// <param name="streams">The redirections, as a shell writes them.</param>
    /// <param name="arguments">The runtime's sub-command and its arguments.</param>
    public OciCall Start(string bundle, string streams, params IReadOnlyList<string> arguments)
    {
        string log = Path.Join(bundle, $"log-{Guid.NewGuid():N}");
        string cover = name == "crun" && Directory.Exists(HybridTree) ? $"mount -t tmpfs none {HybridTree}; " : "";
        ProcessStartInfo start = new(
            Tool.Find("unshare")!,
            ["--mount", "--propagation=private", "sh", "-c", $"{cover}exec \"$@\" {streams}", "sh", Tool.Find(name)!, "--log", log, "--log-format", "json", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return new OciCall(process, log);
    }

    /// <summary>Makes a call that only has to succeed.</summary>
    /// <exception cref="BackendException">The runtime's own complaint.</exception>
    public async Task CallAsync(string step, string bundle, string streams, params IReadOnlyList<string> arguments)
    {
        using OciCall call = Start(bundle, streams, arguments);
        await call.EndAsync();
        if (call.ExitCode != 0)
        {
            throw call.Failure(step);
        }
    }

    // One that is installed and cannot run the least container here proves nothing: its version may not know this host's control groups.
    private async Task<string?> TryAsync()
    {
        using BusyboxRoot root = new();
        using TempTree bundles = new();
        ContainerSpec least = new()
        {
            Id = ContainerId.Parse(string.Create(CultureInfo.InvariantCulture, $"try-{name}-{Environment.ProcessId}")),
            Command = ["/bin/true"],
            Root = new RootSpec { Kind = RootKind.Directory, Path = root.Path },
        };
        try
        {
            await using IContainer container = await new OciBackend(this, bundles.Root).PrepareAsync(least, ContainerIo.Nothing, CancellationToken.None);
            await container.StartAsync(CancellationToken.None);
            int code = (await container.Exited.WaitAsync(CaseRun.Patience)).Code;
            return code == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{name} does not run a container here: true ended with {code}");
        }
        catch (Exception failure) when (failure is BackendException or IOException or TimeoutException)
        {
            return $"{name} does not run a container here: {failure.Message.ReplaceLineEndings(" ")}";
        }
    }
}
