namespace Helios.Shell;

/// <summary><c>history</c></summary>
internal static class HistoryBuiltin
{
    internal static int Run(BuiltinCall call)
    {
        bool clears = false;
        int at = call.TakeOptions("c", (_, _) => clears = true);
        if (at < 0)
        {
            return 2;
        }

        if (call.Executor.Process.History is not { } history)
        {
            return 0;
        }

        if (clears)
        {
            history.Clear();
            return 0;
        }

        long count = history.Lines.Count;
        if (at < call.Count && (!BuiltinCall.TryNumber(call[at], out count) || count < 0))
        {
            return call.Fail($"{call[at]}: not a number of lines", 2);
        }

        int first = (int)Math.Max(0, history.Lines.Count - count);
        return call.Write(string.Concat(history.Lines.Skip(first).Select((line, i) => $"{first + i + 1,5}  {line}\n")));
    }
}
