using System.Collections.Immutable;
using Helios.Contracts;
using Helios.Linux;

namespace Helios.Isolation.Steps;

/// <summary>Becomes the payload. A program without a slash is tried in each directory of the container's PATH.</summary>
internal sealed class Execute(ImmutableArray<string> command, ImmutableArray<KeyValuePair<string, string>> environment) : ChildStep
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    internal override LaunchStep Describe() => Step(
        "execute", "execute " + string.Join(' ', command), ("command", string.Join(' ', command)),
        ("environment", string.Join(' ', environment.Select(static variable => variable.Key).Distinct())));

    internal override void Emit(ChildScript script)
    {
        // After the change of user, which would clear it.
        script.Call("ask to die with the launcher", Sys.prctl, PrctlOptions.PR_SET_PDEATHSIG, SignalNumbers.SIGKILL, 0, 0, 0);
        script.Call("reset the file mode mask", Sys.umask, Permissions.Octal0022);
        script.Script.ResetSignals();
        SpawnArgument arguments = script.Script.TextArray(command);
        SpawnArgument variables = script.Script.TextArray([.. Variables().Select(static variable => $"{variable.Key}={variable.Value}")]);
        string[] candidates = [.. Candidates()];
        string label = "execute " + command[0];
        for (int i = 0; i < candidates.Length; i++)
        {
            SpawnArgument path = script.Text(candidates[i]);
            if (i < candidates.Length - 1)
            {
                script.Tolerate(Errno.ENOENT, label, Sys.execve, path, arguments, variables);
            }
            else
            {
                script.Call(label, Sys.execve, path, arguments, variables);
            }
        }
    }

    // One entry a name, as a shell would leave it: C libraries disagree about which of two to believe.
    private Dictionary<string, string> Variables()
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> variable in environment)
        {
            variables[variable.Key] = variable.Value;
        }

        return variables;
    }

    private IEnumerable<string> Candidates()
    {
        if (command[0].Contains('/', StringComparison.Ordinal))
        {
            return [command[0]];
        }

        string path = environment.LastOrDefault(static variable => variable.Key == "PATH").Value ?? DefaultPath;
        string[] directories = path.Split(':', StringSplitOptions.RemoveEmptyEntries);
        return directories.Length == 0 ? [command[0]] : directories.Select(directory => $"{directory.TrimEnd('/')}/{command[0]}");
    }
}
