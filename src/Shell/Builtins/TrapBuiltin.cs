using System.Text;

namespace Helios.Shell;

/// <summary><c>trap</c></summary>
internal static class TrapBuiltin
{
    internal static int Run(BuiltinCall call)
    {
        int at = call.Count > 0 && call[0] == "--" ? 1 : 0;
        if (call.Count > at && call[at] == "-l")
        {
            return call.Write(string.Join('\n', SignalNames.All.Select(static (name, i) => $"{i + 1}) SIG{name}")) + "\n");
        }

        if (call.Count == at || call[at] == "-p")
        {
            return Show(call);
        }

        // Without an action, or with a number first, the signals go back to the default.
        bool isReset = call[at] == "-" || (call.Count - at == 1) || SignalNames.TryParse(call[at], out _) && char.IsAsciiDigit(call[at][0]);
        string action = call[at];
        at += isReset && action != "-" ? 0 : 1;
        int status = 0;
        foreach (string name in call.Arguments.Skip(at))
        {
            if (!SignalNames.TryParse(name, out int signal))
            {
                status = call.Fail($"{name}: no such signal");
                continue;
            }

            Set(call, signal, isReset ? null : action);
        }

        return status;
    }

    private static void Set(BuiltinCall call, int signal, string? action)
    {
        ShellProcess process = call.Executor.Process;
        bool isFirst = call.State.Traps == process.Traps;
        if (isFirst && !process.IsInteractive && process.IgnoredAtStart.Contains(signal))
        {
            return;
        }

        if (action is null)
        {
            call.State.Traps.Remove(signal);
        }
        else
        {
            call.State.Traps.Set(signal, action);
        }

        if (isFirst && signal > 0)
        {
            process.FollowTrap(signal);
        }
    }

    private static int Show(BuiltinCall call)
    {
        StringBuilder text = new();
        foreach ((int signal, string action) in call.State.Traps.Inherited ?? call.State.Traps.Actions)
        {
            text.Append("trap -- ").Append(Quoting.Single(action)).Append(' ').Append(SignalNames.NameOf(signal)).Append('\n');
        }

        return call.Write(text.ToString());
    }
}
