using System.Text;
using Helios.Contracts;
using Helios.Isolation;
using Helios.Linux;
using Helios.Support;
using Microsoft.Win32.SafeHandles;

namespace Helios.Backends.Namespaces.Tests.Kernel;

/// <summary>Runs a container to its end on the real kernel and keeps what it wrote.</summary>
internal sealed record ContainerRun(ExitCause Cause, string Output, string Errors)
{
    private static int s_count;

    /// <summary>A place of this process's own, so that other launchers of the machine do not show.</summary>
    internal static string StateDirectory { get; } = $"/tmp/helios-test-state-{Environment.ProcessId}";

    internal static NamespacesOptions Options { get; } = new() { StateDirectory = StateDirectory };

    /// <summary>The lines of its output.</summary>
    internal string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    internal static ContainerSpec Shell(string script) => new()
    {
        Id = ContainerId.Parse($"test-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}"),
        Command = ["/bin/sh", "-c", script],
        Environment = [new("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")],
    };

    internal static async Task<ContainerRun> ToEnd(ContainerSpec spec, Func<NamespacesContainer, Task>? during = null, Fence leftOut = Fence.None)
    {
        Needs.Root();
        using NamespacesBackend backend = new(Options with { LeftOut = leftOut });
        using Pipe output = Pipe.Create();
        using Pipe errors = Pipe.Create();
        ExitCause cause;
        Task<string> outputText;
        Task<string> errorText;
        NamespacesContainer container = backend.Prepare(spec, new ContainerIo { Output = Handle(output.WriteEnd), Error = Handle(errors.WriteEnd) });
        await using (container.ConfigureAwait(false))
        {
            container.Start();
            output.WriteEnd.Dispose();
            errors.WriteEnd.Dispose();
            outputText = Drain(output.ReadEnd);
            errorText = Drain(errors.ReadEnd);
            if (during is not null)
            {
                await during(container);
            }

            cause = container.ExplainExit(await container.Exited);
        }

        return new ContainerRun(cause, await outputText, await errorText);
    }

    /// <summary>Its output, of a run that must have succeeded.</summary>
    internal static async Task<string[]> LinesOf(ContainerSpec spec)
    {
        ContainerRun run = await ToEnd(spec);
        Assert.True(run.Cause.Code == 0, $"{run.Cause}\n{run.Output}\n{run.Errors}");
        return run.Lines;
    }

    internal static SafeFileHandle Handle(SafeFd fd) => new(fd.Number, ownsHandle: false);

    private static Task<string> Drain(PipeEnd end) => Task.Run(() =>
    {
        StringBuilder text = new();
        Span<byte> buffer = stackalloc byte[4096];
        for (int count = end.Read(buffer); count > 0; count = end.Read(buffer))
        {
            text.Append(Encoding.UTF8.GetString(buffer[..count]));
        }

        return text.ToString();
    });
}
