using Helios.Linux;

namespace Helios.Shell;

/// <summary>The shell as a program: reads its arguments and runs a script, a string, what comes from its input, or a prompt.</summary>
public static class ShellMain
{
    private const int BadUsage = 2;

    private const string Usage =
        """
        usage: helios-shell [-efuxC] [-o OPTION] [-i] [-c COMMANDS [NAME [ARG...]] | FILE [ARG...] | -s [ARG...]]
        A job-control shell. Without FILE and -c it reads commands from its input; at a terminal it prompts for them.

        """;

    /// <summary>Runs it.</summary>
    /// <param name="arguments">Those behind the program's name, and behind the verb that leads here.</param>
    /// <param name="selfArguments">The verb that leads here when this program is started again, or nothing.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, IReadOnlyList<string> selfArguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        arguments = ReadRaw(arguments);
        ShellProcess process = new() { SelfArguments = selfArguments };
        ShellState state = ShellState.FromProcess();
        process.Traps = state.Traps;
        using Executor executor = new(process, state);
        int status;
        try
        {
            status = executor.RunToEnd(() => Run(executor, arguments));
        }
        catch (InterruptedException)
        {
            if (!process.IsInteractive)
            {
                // So that whoever waits for this shell ends too.
                ShellProcess.DieBy((int)SignalNumbers.SIGINT);
            }

            status = 128 + (int)SignalNumbers.SIGINT;
        }

        // A writer whom nobody reads ends by the signal, as a program would.
        if (status == 128 + (int)SignalNumbers.SIGPIPE && executor.IsBrokenPipe)
        {
            ShellProcess.DieBy((int)SignalNumbers.SIGPIPE);
        }

        return status;
    }

    private static int Run(Executor executor, IReadOnlyList<string> arguments)
    {
        if (arguments is [var only] && only.StartsWith(SubshellProgram.Option, StringComparison.Ordinal))
        {
            executor.Process.BeginQuietly();
            return executor.RunAsProcess(Parser.ParseAll(new Lexer(SubshellProgram.Read(only, executor.State))));
        }

        if (!StartOptions.TryRead(arguments, out StartOptions? options, out string? refusal))
        {
            ShellProcess.Complain(refusal);
            executor.WriteTo(2, Usage);
            return BadUsage;
        }

        if (options.WantsHelp)
        {
            executor.WriteTo(1, Usage);
            return 0;
        }

        ShellState state = executor.State;
        foreach ((string name, bool value) in options.Options)
        {
            state.Options = state.Options.With(name, value);
        }

        state.Name = options.Name ?? state.Name;
        state.Arguments = [.. options.Operands];
        if (options.Command is { } command)
        {
            executor.Process.BeginQuietly();
            return new Interpreter(executor).RunText(command);
        }

        if (options.File is { } file)
        {
            executor.Process.BeginQuietly();
            if (SourceBuiltin.ReadAll(state, file) is { } text)
            {
                return new Interpreter(executor).RunText(text);
            }

            executor.Complain($"{file}: cannot be read");
            return 127;
        }

        using FileFd input = FileFd.Borrow(0);
        using FileFd error = FileFd.Borrow(2);
        if (options.IsInteractive || (Terminal.Is(input) && Terminal.Is(error)))
        {
            return new Prompting(executor).Run();
        }

        executor.Process.BeginQuietly();
        return new InputReader(executor, input).Run();
    }

    // The runtime has read the arguments as UTF-8; where they are not, their bytes are still to be had.
    private static IReadOnlyList<string> ReadRaw(IReadOnlyList<string> arguments)
    {
        if (!arguments.Any(static argument => argument.Contains('\uFFFD', StringComparison.Ordinal)))
        {
            return arguments;
        }

        byte[] line = File.ReadAllBytes("/proc/self/cmdline");
        string[] all = ByteText.Decode(line.AsSpan(0, Math.Max(0, line.Length - 1))).Split('\0');
        return all.Length < arguments.Count ? arguments : all[^arguments.Count..];
    }
}
