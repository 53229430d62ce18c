namespace Helios.Shell;

/// <summary><c>command</c> and <c>type</c></summary>
internal static class CommandBuiltin
{
    private static readonly string[] s_reserved = ["!", "{", "}", "time"];

    internal static int Run(BuiltinCall call)
    {
        char mode = '\0';
        int at = call.TakeOptions("pvV", (letter, _) => mode = letter == 'p' ? mode : letter);
        if (at < 0)
        {
            return 2;
        }

        if (at == call.Count)
        {
            return 0;
        }

        if (mode == '\0')
        {
            return call.Executor.RunFields([.. call.Arguments.Skip(at)]);
        }

        int status = 0;
        foreach (string name in call.Arguments.Skip(at))
        {
            status = Describe(call, name, isLong: mode == 'V') ? status : mode == 'V' ? call.Fail($"{name}: not found", 127) : 127;
        }

        return status;
    }

    internal static int Type(BuiltinCall call)
    {
        int status = 0;
        foreach (string name in call.Arguments)
        {
            status = Describe(call, name, isLong: true) ? status : call.Fail($"{name}: not found", 127);
        }

        return status;
    }

    private static bool Describe(BuiltinCall call, string name, bool isLong)
    {
        string? text = call.State.Aliases.TryGetValue(name, out string? value) ? (isLong ? $"{name} is an alias for {value}" : $"alias {name}={Quoting.Single(value)}")
            : Array.IndexOf(s_reserved, name) >= 0 ? (isLong ? $"{name} is a word of the shell's grammar" : name)
            : BuiltinTable.Find(name) is not null ? (isLong ? $"{name} is a shell builtin" : name)
            : call.State.Lookup.Find(call.State, name) is { } path && CommandLookup.IsProgram(call.State, path) ? (isLong ? $"{name} is {path}" : path)
            : null;
        if (text is not null)
        {
            call.Write(text + "\n");
        }

        return text is not null;
    }
}
