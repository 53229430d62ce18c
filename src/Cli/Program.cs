using Helios.Contracts;
using Helios.Linux;
using Helios.Shell;

namespace Helios.Cli;

/// <summary>The <c>helios</c> command: finds the verb, runs it, and turns every failure into one line and an exit code.</summary>
internal static class Program
{
    // What a shell reports for a program that SIGPIPE ended.
    private const int BrokenPipe = 141;

    private static int Main(string[] args)
    {
        // A link of that name is the shell; a dash in front makes it the one of a login.
        if (Path.GetFileName(Environment.GetCommandLineArgs()[0]).TrimStart('-') == "helios-shell")
        {
            return ShellMain.Run(args, [ShellVerb.VerbName]);
        }

        CliConsole console = new();
        try
        {
            StandardDescriptors.EnsureInherited();
            return Flush(Invoke(args, console), console);
        }
        catch (IOException error) when (IsBrokenPipe(error))
        {
            return BrokenPipe;
        }
        catch (SyscallException)
        {
            // Standard error takes nothing, or a descriptor is closed that cannot be replaced: there is nowhere to say it.
            return CliException.OwnError;
        }
    }

    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code.</returns>
    internal static int Invoke(IReadOnlyList<string> args, CliConsole console)
    {
        string who = "helios";
        try
        {
            if (Installation.Fault is { } fault)
            {
                throw new CliException(fault);
            }

            if (args is [] or ["--help" or "-h" or "help"])
            {
                OverviewPage.Write(args.Count == 0 ? console.Error : console.Output);
                return args.Count == 0 ? CliException.OwnError : 0;
            }

            string name = args[0] is "--version" or "-v" ? "version" : args[0];
            if (name == "help")
            {
                return ShowHelp(VerbTable.Make(args[1]), console);
            }

            if (name.StartsWith('-'))
            {
                throw new CliException($"{name}: no such option; a verb comes first (helios --help lists them)");
            }

            Verb verb = VerbTable.Make(name);
            who = "helios " + name;
            if (verb.TakesEveryWord && args is not [_, "--help"])
            {
                return verb.Run(OptionValues.Parse(verb, []), [.. args.Skip(1)], console);
            }

            SplitArguments split = new ArgumentSplitter(verb.CliOptions, verb.TakesCommand).Split([.. args.Skip(1)]);
            OptionValues options = OptionValues.Parse(verb, split.Options);
            return options.IsOn(verb.HelpSwitch) ? ShowHelp(verb, console) : verb.Run(options, split.Rest, console);
        }
        catch (CliException refusal)
        {
            Say(console, who, refusal.Message);
            return refusal.Code;
        }
        catch (IOException error) when (!IsBrokenPipe(error))
        {
            // Such as a full disk behind standard output: the reason says all there is.
            Say(console, who, OneLine(Reason.Of(error)));
            return CliException.OwnError;
        }
        catch (Exception error) when (!IsBrokenPipe(error))
        {
            // The last line of defence: nobody outside can do anything with a stack trace, so it has to be asked for.
            bool debug = Environment.GetEnvironmentVariable("HELIOS_DEBUG") == "1";
            Say(console, who, debug ? error.ToString() : $"{OneLine(Reason.Of(error))} (HELIOS_DEBUG=1 shows where)");
            return CliException.OwnError;
        }
    }

    private static int ShowHelp(Verb verb, CliConsole console)
    {
        HelpPage.Write(verb, console.Output);
        return 0;
    }

    private static void Say(CliConsole console, string who, string message) => console.Error.Write($"{who}: {message}\n");

    // A verb whose output was lost, as on a full disk, has failed whatever it returned.
    private static int Flush(int code, CliConsole console)
    {
        try
        {
            console.FlushOutput();
        }
        catch (SyscallException lost) when (!IsBrokenPipe(lost))
        {
            if (code != CliException.OwnError)
            {
                Say(console, "helios", lost.Message);
            }

            code = CliException.OwnError;
        }

        console.FlushError();
        return code;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static bool IsBrokenPipe(Exception error) => error is SyscallException { Errno: Errno.EPIPE };
}
