namespace Helios.Daemon;

/// <summary>The <c>heliosd</c> command.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["--help" or "-h"] or ["--version" or "-v"])
        {
            await Console.Out.WriteAsync(args[0][^1] is 'p' or 'h' ? DaemonOptions.Help : $"heliosd {DaemonFacts.Version}\n").ConfigureAwait(false);
            return 0;
        }

        if (args is [SimulateCommand.Word, ..])
        {
            return SimulateCommand.Run(args[1..], Console.Out, Console.Error);
        }

        DaemonLog log = DaemonLog.ToStandardError();
        try
        {
            DaemonHost host = await DaemonHost.StartAsync(DaemonOptions.Parse(args), log, TimeProvider.System).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                await host.RunAsync().ConfigureAwait(false);
            }

            return 0;
        }
        catch (Exception error) when (error is DaemonException or FormatException)
        {
            foreach (string line in error.Message.Split('\n'))
            {
                log.Warn(line);
            }

            return 1;
        }
    }
}
