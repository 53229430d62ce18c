namespace Helios.Shell;

/// <summary>A command that is a part of the shell.</summary>
/// <param name="Name">What it is called by.</param>
/// <param name="Usage">Its arguments, for <c>help</c>.</param>
/// <param name="Summary">What it does, in one line.</param>
/// <param name="Run">Runs it; returns its status.</param>
/// <param name="LeavesAssignments">Whether assignments in front of it last: POSIX calls it a special builtin.</param>
internal sealed record BuiltinCommand(string Name, string Usage, string Summary, Func<BuiltinCall, int> Run, bool LeavesAssignments = false);

/// <summary>All of them.</summary>
internal static class BuiltinTable
{
    private static readonly BuiltinCommand[] s_all =
    [
        new(":", "[arg...]", "does nothing, successfully", static _ => 0, LeavesAssignments: true),
        new(".", "FILE [arg...]", "runs the commands of a file in this shell", SourceBuiltin.Run, LeavesAssignments: true),
        new("[", "expression ]", "is test", TestBuiltin.RunBracket),
        new("alias", "[NAME[=VALUE]...]", "sets or shows aliases", AliasBuiltins.Alias),
        new("bg", "[%JOB...]", "lets stopped jobs go on in the background", JobBuiltins.Background),
        new("cd", "[DIR|-]", "changes the directory; without DIR to the home directory", DirectoryBuiltins.Change),
        new("command", "[-pvV] NAME [arg...]", "runs a command, or says what it is", CommandBuiltin.Run),
        new("disown", "[-ahr] [%JOB...]", "forgets jobs", JobBuiltins.Disown),
        new("echo", "[-neE] [arg...]", "writes its arguments", OutputBuiltins.Echo),
        new("env", "[NAME=VALUE...] [command]", "shows the environment, or runs a command in another one", VariableBuiltins.Environment),
        new("eval", "[arg...]", "runs its arguments as commands", SourceBuiltin.Evaluate, LeavesAssignments: true),
        new("exec", "[command [arg...]]", "replaces the shell by a command, or makes redirections last", ExecBuiltin.Run, LeavesAssignments: true),
        new("exit", "[n]", "ends the shell with a status", ExitBuiltin.Run, LeavesAssignments: true),
        new("export", "[-p] [NAME[=VALUE]...]", "passes variables on to programs", VariableBuiltins.Export, LeavesAssignments: true),
        new("false", "", "fails", static _ => 1),
        new("fg", "[%JOB]", "brings a job to the foreground", JobBuiltins.Foreground),
        new("help", "[NAME...]", "says what builtins do", HelpBuiltin.Run),
        new("history", "[-c] [n]", "shows the lines that were typed", HistoryBuiltin.Run),
        new("jobs", "[-lp] [%JOB...]", "lists jobs", JobBuiltins.List),
        new("kill", "[-l|-s SIGNAL|-SIGNAL] pid|%JOB...", "signals processes and jobs", KillBuiltin.Run),
        new("printf", "FORMAT [arg...]", "writes its arguments as a format says", PrintfBuiltin.Run),
        new("pwd", "[-LP]", "writes the directory", DirectoryBuiltins.Print),
        new("read", "[-r] [-p PROMPT] NAME...", "reads a line into variables", ReadBuiltin.Run),
        new("set", "[-efuxCm] [-o NAME] [--] [arg...]", "sets options and arguments, or shows variables", SetBuiltin.Run, LeavesAssignments: true),
        new("shift", "[n]", "drops arguments from the left", SetBuiltin.Shift, LeavesAssignments: true),
        new("source", "FILE [arg...]", "runs the commands of a file in this shell", SourceBuiltin.Run),
        new("test", "expression", "asks about files, strings and numbers", TestBuiltin.Run),
        new("trap", "[COMMAND|-] [SIGNAL...]", "says what is run when a signal comes, or the shell ends", TrapBuiltin.Run, LeavesAssignments: true),
        new("true", "", "succeeds", static _ => 0),
        new("type", "NAME...", "says what a name means as a command", CommandBuiltin.Type),
        new("ulimit", "[-HSacdeflmnpqrstuvx] [limit]", "shows or sets limits of the programs that are started", LimitBuiltin.Run),
        new("umask", "[-S] [mask]", "shows or sets the permissions that new files do not get", MaskBuiltin.Run),
        new("unalias", "-a|NAME...", "removes aliases", AliasBuiltins.Remove),
        new("unset", "[-v] NAME...", "removes variables", VariableBuiltins.Unset, LeavesAssignments: true),
        new("wait", "[pid|%JOB...]", "waits for jobs in the background", WaitBuiltin.Run),
    ];

    private static readonly Dictionary<string, BuiltinCommand> s_byName = s_all.ToDictionary(static builtin => builtin.Name);

    internal static IReadOnlyList<BuiltinCommand> All => s_all;

    internal static BuiltinCommand? Find(string name) => s_byName.GetValueOrDefault(name);
}
