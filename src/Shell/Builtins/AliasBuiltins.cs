using System.Buffers;
using System.Text;

namespace Helios.Shell;

/// <summary><c>alias</c> and <c>unalias</c></summary>
internal static class AliasBuiltins
{
    private static readonly SearchValues<char> s_notInNames = SearchValues.Create(" \t\n|&;<>()$`\\\"'/");

    internal static int Alias(BuiltinCall call)
    {
        if (call.Count == 0)
        {
            StringBuilder all = new();
            foreach ((string name, string value) in call.State.Aliases.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                all.Append(Line(name, value));
            }

            return call.Write(all.ToString());
        }

        int status = 0;
        foreach (string argument in call.Arguments)
        {
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                string name = argument[..equals];
                if (name.AsSpan().ContainsAny(s_notInNames))
                {
                    status = call.Fail($"{name}: not a name for an alias");
                    continue;
                }

                call.State.Aliases[name] = argument[(equals + 1)..];
            }
            else if (call.State.Aliases.TryGetValue(argument, out string? value))
            {
                call.Write(Line(argument, value));
            }
            else
            {
                status = call.Fail($"{argument}: not an alias");
            }
        }

        return status;
    }

    internal static int Remove(BuiltinCall call)
    {
        bool all = false;
        int at = call.TakeOptions("a", (_, _) => all = true);
        if (at < 0)
        {
            return 2;
        }

        if (all)
        {
            call.State.Aliases.Clear();
            return 0;
        }

        int status = 0;
        foreach (string name in call.Arguments.Skip(at))
        {
            if (!call.State.Aliases.Remove(name))
            {
                status = call.Fail($"{name}: not an alias");
            }
        }

        return status;
    }

    private static string Line(string name, string value) => $"{name}={Quoting.Single(value)}\n";
}
