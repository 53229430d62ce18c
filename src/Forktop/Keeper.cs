using System.Collections;
using System.Runtime.InteropServices;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>Makes it possible to leave a program that runs with forktop's seccomp filter: the filter's stops need a tracer, or the calls fail.</summary>
/// <remarks>
/// What the shell started only waits; it starts forktop again, which traces and shows. When the user leaves, the second one says so over a pipe, the
/// first one ends, and the second one goes on serving the filter without a terminal until the program has ended.
/// </remarks>
internal static class Keeper
{
    private const string Variable = "HELIOS_FORKTOP_KEEPER";
    private const int Descriptor = 3;

    /// <summary>Whether this process is to wait for another one that does the work.</summary>
    internal static bool IsNeeded(ForktopOptions options)
        => options.Command.Count > 0 && options.Calls is ForktopCalls.Auto or ForktopCalls.Seccomp && options.Breakpoints.Count == 0
            && Environment.GetEnvironmentVariable(Variable) is null && Environment.ProcessPath is not null;

    /// <summary>Whether this process can go on alone.</summary>
    internal static bool IsKeeper => Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>The variable is forktop's own, so the program does not get it.</summary>
    internal static bool IsOwn(string entry) => entry.StartsWith(Variable + "=", StringComparison.Ordinal);

    /// <summary>Waits for the other one, or for its word that the user has left.</summary>
    /// <returns>The exit code.</returns>
    internal static int Run()
    {
        string program = Environment.ProcessPath!;
        string[] arguments = Environment.GetCommandLineArgs();
        string[] command = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, .. arguments] : [program, .. arguments.Skip(1)];
        List<string> environment = [Variable + "=1"];
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            environment.Add($"{entry.Key}={entry.Value}");
        }

        using Pipe word = Pipe.Create();
        using Launcher launcher = new();
        using SpawnedProcess process = Start(launcher, word.WriteEnd, program, command, environment);

        // The end of the other process is to be seen as the end of the pipe.
        word.WriteEnd.Dispose();

        // Whoever wants to end forktop means the one with the terminal, which gives that back first.
        PosixSignalRegistration[] signals =
        [
            .. new[] { SignalNumbers.SIGINT, SignalNumbers.SIGTERM, SignalNumbers.SIGHUP, SignalNumbers.SIGQUIT }.Select(number => PosixSignalRegistration.Create((PosixSignal)number, context =>
            {
                context.Cancel = true;
                process.PidFd.TrySignal((int)number);
            })),
        ];
        try
        {
            Span<byte> said = stackalloc byte[1];
            return DescriptorIo.Read(word.ReadEnd, said) == 1 ? 0 : process.Wait().Code;
        }
        finally
        {
            Array.ForEach(signals, static signal => signal.Dispose());
        }
    }

    private static SpawnedProcess Start(Launcher launcher, PipeEnd word, string program, string[] command, List<string> environment)
    {
        // The script holds what it passes, until it is disposed.
        using SpawnScript script = new();
        script.ResetSignals();
        script.PassDescriptors((word, Descriptor));
        script.Call($"execute {program}", Sys.execve, script.Text(program), script.TextArray(command), script.TextArray(environment));
        return launcher.Launch(script, new SpawnRequest());
    }

    /// <summary>Says that the user has left, and leaves the terminal too.</summary>
    internal static void GoOnAlone()
    {
        CurrentProcess.BeginSession();
        using FileFd nothing = FileFd.Open("/dev/null", OpenFlags.O_RDWR);
        foreach (int number in new[] { 0, 1, 2 })
        {
            CurrentProcess.InstallDescriptor(nothing.Number, number);
        }

        using FileFd word = FileFd.Own(Descriptor);
        DescriptorIo.WriteAll(word, "d"u8);
    }
}
