using System.Text;

namespace Helios.Shell;

/// <summary><c>set</c> and <c>shift</c></summary>
internal static class SetBuiltin
{
    internal static int Run(BuiltinCall call)
    {
        ShellState state = call.State;
        if (call.Count == 0)
        {
            return call.Write(string.Concat(state.Variables.All.Where(static pair => pair.Value.Value is not null).Select(
                static pair => $"{pair.Key}={Quoting.Single(pair.Value.Value!)}\n")));
        }

        int at = 0;
        while (at < call.Count && call[at] is ['-' or '+', _, ..] word)
        {
            at++;
            if (word == "--")
            {
                state.Arguments = [.. call.Arguments.Skip(at)];
                return 0;
            }

            bool value = word[0] == '-';
            foreach (char letter in word.AsSpan(1))
            {
                if (letter == 'o')
                {
                    if (at >= call.Count)
                    {
                        return Show(call, asCommands: !value);
                    }

                    string name = call[at++];
                    if (!Array.Exists(ShellOptions.Names, option => option.Name == name))
                    {
                        return call.Fail($"{name}: no such option", 2);
                    }

                    state.Options = state.Options.With(name, value);
                }
                else if (Array.Find(ShellOptions.Names, option => option.Letter == letter) is { Name: { } name })
                {
                    state.Options = state.Options.With(name, value);
                }
                else
                {
                    return call.Fail($"{word[0]}{letter}: no such option", 2);
                }
            }
        }

        if (at < call.Count)
        {
            state.Arguments = [.. call.Arguments.Skip(at)];
        }

        return 0;
    }

    internal static int Shift(BuiltinCall call)
    {
        long count = 1;
        if (call.Count > 0 && (!BuiltinCall.TryNumber(call[0], out count) || count < 0))
        {
            return call.Fail($"{call[0]}: not a number of arguments");
        }

        if (count > call.State.Arguments.Length)
        {
            return call.Fail("there are not so many arguments");
        }

        call.State.Arguments = call.State.Arguments[(int)count..];
        return 0;
    }

    private static int Show(BuiltinCall call, bool asCommands)
    {
        StringBuilder text = new();
        foreach ((char _, string name) in ShellOptions.Names)
        {
            bool isOn = call.State.Options.IsOn(name);
            text.Append(asCommands ? $"set {(isOn ? '-' : '+')}o {name}\n" : $"{name,-15} {(isOn ? "on" : "off")}\n");
        }

        return call.Write(text.ToString());
    }
}
