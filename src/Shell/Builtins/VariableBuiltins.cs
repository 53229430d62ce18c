using System.Text;

namespace Helios.Shell;

/// <summary><c>export</c>, <c>unset</c> and <c>env</c></summary>
internal static class VariableBuiltins
{
    internal static int Export(BuiltinCall call)
    {
        bool lists = false;
        bool takesBack = false;
        int at = call.TakeOptions("pn", (letter, _) => (lists, takesBack) = (lists || letter == 'p', takesBack || letter == 'n'));
        if (at < 0)
        {
            return 2;
        }

        if (lists || call.Count == at)
        {
            return call.Write(string.Concat(call.State.Variables.All.Where(static pair => pair.Value.IsExported).Select(
                static pair => pair.Value.Value is { } value ? $"export {pair.Key}={Quoting.Single(value)}\n" : $"export {pair.Key}\n")));
        }

        int status = 0;
        foreach (string argument in call.Arguments.Skip(at))
        {
            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? argument : argument[..equals];
            if (!Lexer.IsName(name))
            {
                status = call.Fail($"{name}: not a name for a variable");
            }
            else if (takesBack)
            {
                call.State.Variables.Unexport(name);
            }
            else
            {
                call.State.Variables.Export(name, equals < 0 ? null : argument[(equals + 1)..]);
            }
        }

        return status;
    }

    internal static int Unset(BuiltinCall call)
    {
        int at = call.TakeOptions("vf", static (_, _) => { });
        if (at < 0)
        {
            return 2;
        }

        int status = 0;
        foreach (string name in call.Arguments.Skip(at))
        {
            if (Lexer.IsName(name))
            {
                call.State.Variables.Remove(name);
            }
            else
            {
                status = call.Fail($"{name}: not a name for a variable");
            }
        }

        return status;
    }

    internal static int Environment(BuiltinCall call)
    {
        if (call.Count > 0)
        {
            // With a command or options it is the program's business.
            return call.Executor.RunProgramOnly(call.Fields);
        }

        StringBuilder text = new();
        foreach ((string name, string value) in call.State.Variables.Exported())
        {
            text.Append(name).Append('=').Append(value).Append('\n');
        }

        return call.Write(text.ToString());
    }
}
