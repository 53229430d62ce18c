using System.Text;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Daemon;

/// <summary>The <c>heliosd</c> command.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        StandardDescriptors.EnsureInherited();
        DaemonLog log = DaemonLog.ToStandardError();
        if (args is ["--help" or "-h"] or ["--version" or "-v"])
        {
            return Print(args[0][^1] is 'p' or 'h' ? DaemonOptions.Help : $"heliosd {DaemonFacts.Version}\n", log);
        }

        if (args is [SimulateCommand.Word, ..])
        {
            return SimulateCommand.Run(args[1..], Console.Out, Console.Error);
        }

        try
        {
            if (Installation.Fault is { } fault)
            {
                throw new DaemonException(fault);
            }

            await DaemonHost.RunAsync(DaemonOptions.Parse(args), log, TimeProvider.System).ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException)
        {
            // A part could not start, and the host has logged why.
            return 1;
        }
        catch (IOException error)
        {
            return Refuse(log, Reason.Of(error));
        }
        catch (Exception error) when (error is DaemonException or FormatException)
        {
            return Refuse(log, error.Message, (error as DaemonException)?.ExitCode ?? 1);
        }
    }

    private static int Refuse(DaemonLog log, string reasons, int code = 1)
    {
        foreach (string line in reasons.Split('\n'))
        {
            log.Warn(line);
        }

        return code;
    }

    private static int Print(string text, DaemonLog log)
    {
        try
        {
            using FileFd output = FileFd.Borrow(1);
            DescriptorIo.WriteAll(output, Encoding.UTF8.GetBytes(text));
            return 0;
        }
        catch (SyscallException lost)
        {
            log.Warn(lost.Message);
            return 1;
        }
    }
}
