using System.Globalization;
using System.Text;
using Helios.Linux;

namespace Helios.Shell;

/// <summary>A shell environment and what is to run in it, handed to another process of this program in a file in memory.</summary>
/// <remarks>
/// What a process inherits anyway is not in the file: descriptors, the working directory, the environment, limits. The commands are text again:
/// a tree that is printed parses to the same tree.
/// </remarks>
internal sealed class SubshellProgram : IDisposable
{
    internal const string Option = "--subshell=";
    internal const string Executable = "/proc/self/exe";

    private const int AboveUsers = 200;
    private const char End = '\0';

    private readonly FileFd _file;

    private SubshellProgram(FileFd file) => _file = file;

    /// <summary>Its number, which the process inherits.</summary>
    internal int Descriptor => _file.Number;

    /// <summary>The argument that makes the other process read it.</summary>
    internal string Argument => Option + Descriptor.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes an environment and a program.</summary>
    internal static SubshellProgram Write(ShellState state, string text)
    {
        StringBuilder content = new();
        Add(text);
        Add(state.Name);
        AddNumber(state.LastStatus);
        AddNumber(state.LastBackground);
        AddNumber(state.ShellId);
        AddNumber(state.CreationMask);
        Add(state.Directory.Path);
        Add(string.Join(' ', ShellOptions.Names.Where(option => option.Name != "monitor" && state.Options.IsOn(option.Name)).Select(static option => option.Name)));
        AddNumber(state.Arguments.Length);
        Array.ForEach(state.Arguments, argument => Add(argument));
        KeyValuePair<string, Variable>[] variables = [.. state.Variables.All.Where(static pair => pair.Value.Value is not null)];
        AddNumber(variables.Length);
        foreach ((string name, Variable variable) in variables)
        {
            Add(name);
            Add(variable.IsExported ? "x" : "");
            Add(variable.Value!);
        }

        AddNumber(state.Aliases.Count);
        foreach ((string name, string value) in state.Aliases)
        {
            Add(name);
            Add(value);
        }

        int[] ignored = [.. state.Traps.Actions.Where(static trap => trap.Value.Length == 0).Select(static trap => trap.Key)];
        AddNumber(ignored.Length);
        Array.ForEach(ignored, signal => AddNumber(signal));

        byte[] bytes = ByteText.Encode(content.ToString());
        using MemoryFile memory = MemoryFile.Create("helios-shell", bytes.Length);
        DescriptorIo.WriteAll(memory, bytes);
        FileFd file = FileFd.TryDuplicate(memory.Number, AboveUsers, out Errno errno) ?? throw new SyscallException("fcntl F_DUPFD_CLOEXEC", errno);
        file.TryMove(-bytes.Length);
        return new SubshellProgram(file);

        void Add(string value) => content.Append(value).Append(End);
        void AddNumber(int value) => Add(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Reads what another process has written, into the state of this one.</summary>
    /// <returns>What is to run.</returns>
    internal static string Read(string argument, ShellState state)
    {
        using FileFd file = FileFd.Own(int.Parse(argument.AsSpan(Option.Length), CultureInfo.InvariantCulture));
        List<byte> bytes = [];
        byte[] buffer = new byte[16384];
        int count;
        while ((count = DescriptorIo.Read(file, buffer)) > 0)
        {
            bytes.AddRange(buffer.AsSpan(0, count));
        }

        string[] values = ByteText.Decode(bytes.ToArray()).Split(End);
        int at = 0;
        string text = Take();
        state.Name = Take();
        state.LastStatus = TakeNumber();
        state.LastBackground = TakeNumber();
        state.ShellId = TakeNumber();
        state.CreationMask = TakeNumber();
        state.Directory = new WorkingDirectory(Take(), null);
        foreach (string option in Take().Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            state.Options = state.Options.With(option, true);
        }

        state.Arguments = new string[TakeNumber()];
        for (int i = 0; i < state.Arguments.Length; i++)
        {
            state.Arguments[i] = Take();
        }

        state.Variables.Clear();
        for (int left = TakeNumber(); left > 0; left--)
        {
            string name = Take();
            bool isExported = Take().Length > 0;
            state.Variables.Put(name, new Variable(Take(), isExported));
        }

        for (int left = TakeNumber(); left > 0; left--)
        {
            string name = Take();
            state.Aliases[name] = Take();
        }

        for (int left = TakeNumber(); left > 0; left--)
        {
            state.Traps.Set(TakeNumber(), "");
        }

        return text;

        string Take() => values[at++];
        int TakeNumber() => int.Parse(Take(), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
