namespace Helios.Shell;

/// <summary>A variable. Null is a name that is only marked for export.</summary>
internal readonly record struct Variable(string? Value, bool IsExported);

/// <summary>The variables of one shell environment; a subshell has a copy.</summary>
internal sealed class Variables
{
    private readonly Dictionary<string, Variable> _values;
    private readonly List<byte[]> _foreign;
    private byte[][]? _environment;
    private string? _separators;

    private Variables(Dictionary<string, Variable> values, List<byte[]> foreign) => (_values, _foreign) = (values, foreign);

    /// <summary>All names.</summary>
    internal IEnumerable<KeyValuePair<string, Variable>> All => _values.OrderBy(static pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The characters that fields are split at: <c>IFS</c>.</summary>
    internal string Separators => _separators ??= Get("IFS") ?? " \t\n";

    /// <summary>The environment as execve takes it.</summary>
    internal byte[][] Environment => _environment ??= [.. Exported().Select(static pair => Encode(pair.Key, pair.Value)), .. _foreign];

    /// <summary>Reads the environment that the process was given, in its bytes.</summary>
    internal static Variables FromProcess()
    {
        Variables variables = new([], []);
        byte[] block = File.ReadAllBytes("/proc/self/environ");
        ReadOnlySpan<byte> rest = block;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)0);
            ReadOnlySpan<byte> entry = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            int equals = entry.IndexOf((byte)'=');
            string name = equals > 0 ? ByteText.Decode(entry[..equals]) : "";
            if (Lexer.IsName(name))
            {
                variables._values[name] = new Variable(ByteText.Decode(entry[(equals + 1)..]), true);
            }
            else if (!entry.IsEmpty)
            {
                // Not for this shell to use, and none of its business to drop.
                variables._foreign.Add([.. entry, 0]);
            }
        }

        // Not of the user who started this shell, but of whoever runs it.
        variables._values.Remove("IFS");
        variables.Set("IFS", " \t\n");
        return variables;
    }

    /// <summary>No variables, but what the process was given that is no variable.</summary>
    internal void Clear()
    {
        _values.Clear();
        Forget();
    }

    internal Variables Copy() => new(new Dictionary<string, Variable>(_values), _foreign) { _environment = _environment, _separators = _separators };

    internal string? Get(string name) => _values.TryGetValue(name, out Variable variable) ? variable.Value : null;

    internal bool TryGet(string name, out Variable variable) => _values.TryGetValue(name, out variable);

    internal void Set(string name, string value)
    {
        bool isExported = _values.TryGetValue(name, out Variable old) && old.IsExported;
        Put(name, new Variable(value, isExported));
    }

    internal void Export(string name, string? value)
    {
        _values.TryGetValue(name, out Variable old);
        Put(name, new Variable(value ?? old.Value, true));
    }

    internal void Unexport(string name)
    {
        if (_values.TryGetValue(name, out Variable old))
        {
            Put(name, old with { IsExported = false });
            _environment = null;
        }
    }

    internal void Put(string name, Variable variable)
    {
        _values[name] = variable;
        Changed(name, variable.IsExported);
    }

    internal void Remove(string name)
    {
        if (_values.Remove(name, out Variable old))
        {
            Changed(name, old.IsExported);
        }
    }

    /// <summary>The environment of a command with assignments in front of it.</summary>
    internal byte[][] EnvironmentWith(List<KeyValuePair<string, string>> assignments)
    {
        if (assignments.Count == 0)
        {
            return Environment;
        }

        Dictionary<string, string> values = Exported().ToDictionary();
        foreach (KeyValuePair<string, string> assignment in assignments)
        {
            values[assignment.Key] = assignment.Value;
        }

        return [.. values.Select(static pair => Encode(pair.Key, pair.Value)), .. _foreign];
    }

    internal IEnumerable<KeyValuePair<string, string>> Exported()
        => _values.Where(static pair => pair.Value is { IsExported: true, Value: not null }).Select(static pair => KeyValuePair.Create(pair.Key, pair.Value.Value!));

    private static byte[] Encode(string name, string value) => ByteText.EncodeWithNul($"{name}={value}");

    private void Changed(string name, bool isExported)
    {
        _environment = isExported ? null : _environment;
        if (name == "IFS")
        {
            _separators = null;
        }
    }

    private void Forget() => (_environment, _separators) = (null, null);
}
