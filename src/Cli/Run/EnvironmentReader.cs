using System.Collections.Immutable;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>Puts the payload's environment together: a few defaults, then the files, then the options, the later winning.</summary>
internal sealed class EnvironmentReader
{
    /// <summary>Where programs are looked for unless the user says otherwise.</summary>
    internal const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    // A device gives bytes for ever.
    private const int MostFileBytes = 16 << 20;

    private readonly ContainerOptions _options;
    private readonly OptionValues _values;
    private readonly HostFacts _host;
    private readonly List<KeyValuePair<string, string>> _variables = [];

    internal EnvironmentReader(ContainerOptions options, OptionValues values, HostFacts host)
    {
        _options = options;
        _values = values;
        _host = host;
    }

    /// <summary>Reads it, each name once.</summary>
    /// <exception cref="CliException">A name that is not one, or a file that cannot be read.</exception>
    internal ImmutableArray<KeyValuePair<string, string>> Read(string hostName, string home, bool terminal, ImmutableArray<KeyValuePair<string, string>> basis = default)
    {
        Set("PATH", DefaultPath);
        Set("HOME", home);
        Set("HOSTNAME", hostName);
        Set("container", "helios");
        if (terminal)
        {
            Set("TERM", _host.Environment.GetValueOrDefault("TERM") is { Length: > 0 } term ? term : "xterm");
        }

        foreach ((string name, string value) in basis.IsDefault ? [] : basis)
        {
            Set(name, value);
        }

        foreach (string file in _values.All(_options.EnvFile))
        {
            ReadFile(file);
        }

        foreach (string text in _values.All(_options.Env))
        {
            if (!TryRead(text))
            {
                throw new CliException($"{_options.Env.Name}: '{text}' is not a variable: write NAME=VALUE or NAME");
            }
        }

        return [.. _variables];
    }

    private void ReadFile(string file)
    {
        string[] lines;
        try
        {
            lines = KernelFile.Read(Path.GetFullPath(file, _host.WorkingDirectory), MostFileBytes).Split('\n');
        }
        catch (IOException error)
        {
            throw new CliException($"{_options.EnvFile.Name}: '{file}': {(error is SyscallException call ? call.Errno.Text() : Reason.Of(error))}");
        }

        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd('\r').TrimStart();
            if (line.Length > 0 && line[0] != '#' && !TryRead(line))
            {
                throw new CliException($"{_options.EnvFile.Name}: {file}:{i + 1}: '{line}' is not a variable: write NAME=VALUE or NAME");
            }
        }
    }

    // A name without a value passes the shell's on, if it has one.
    private bool TryRead(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? text.Trim() : text[..equals];
        if (name.Length == 0 || name.Any(char.IsWhiteSpace))
        {
            return false;
        }

        if (equals >= 0)
        {
            Set(name, text[(equals + 1)..]);
        }
        else if (_host.Environment.TryGetValue(name, out string? value))
        {
            Set(name, value);
        }

        return true;
    }

    private void Set(string name, string value)
    {
        _variables.RemoveAll(variable => variable.Key == name);
        _variables.Add(new(name, value));
    }
}
