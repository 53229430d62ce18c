namespace Helios.Shell;

/// <summary><c>help</c></summary>
internal static class HelpBuiltin
{
    internal static int Run(BuiltinCall call)
    {
        if (call.Count == 0)
        {
            return call.Write(
                "helios-shell: a job-control shell; jobs can be containers (container run ..., @NAME command)\n"
                + "It has no control flow and no functions: a script with if, while or case is one for /bin/sh.\n\n"
                + string.Concat(BuiltinTable.All.Select(static builtin => $"  {builtin.Name,-8} {builtin.Summary}\n")));
        }

        int status = 0;
        foreach (string name in call.Arguments)
        {
            status = BuiltinTable.Find(name) is { } builtin
                ? call.Write($"{builtin.Name} {builtin.Usage}\n    {builtin.Summary}\n")
                : call.Fail($"{name}: not a builtin");
        }

        return status;
    }
}
