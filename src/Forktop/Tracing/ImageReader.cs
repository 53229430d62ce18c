using System.Buffers.Binary;
using System.Globalization;
using Helios.Linux;

namespace Helios.Forktop;

/// <summary>Reads what a process runs: from its untouched stack at an exec stop, in one call; or from /proc when it runs already. For one thread.</summary>
internal sealed class ImageReader(TextPool texts)
{
    private const int MostInterpreters = 5;
    private const int AuxSecure = 23;
    private const int AuxExecutable = 31;

    private static readonly TimeSpan s_exec = TimeSpan.FromSeconds(2);

    private readonly TextPool _texts = texts;
    private byte[] _stack = new byte[64 * 1024];

    /// <summary>Of a process at its exec stop.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="call">Where it is.</param>
    /// <param name="secure">Whether the kernel says AT_SECURE: ids or capabilities have changed.</param>
    internal ProgramImage AtExec(int pid, in TracedCall call, out bool secure)
    {
        int length;
        while ((length = Ptrace.Read(pid, call.StackPointer, _stack)) == _stack.Length && _stack.Length < 16 * 1024 * 1024)
        {
            // A stack that fills the buffer may go on.
            _stack = new byte[_stack.Length * 2];
        }

        StackImage stack = new(_stack.AsSpan(0, length), call.StackPointer, call.Architecture == TracedCall.X64 ? 8 : 4);
        string[] arguments = stack.Arguments(_texts);
        EnvironmentBlock environment = _texts.Environment(stack.Environment);
        secure = stack.Auxiliary(AuxSecure) is not 0;
        string path = stack.TextAt(stack.Auxiliary(AuxExecutable), _texts) ?? (arguments.Length > 0 ? arguments[0] : "");
        return Complete(pid, path, arguments, environment);
    }

    /// <summary>Of a process that runs; one in the middle of an exec is given the time to come to its end.</summary>
    internal ProgramImage Settled(int pid)
    {
        ProgramImage image = Running(pid);
        if (image.IsUnfinished)
        {
            SpinWait.SpinUntil(() => !(image = Running(pid)).IsUnfinished, s_exec);
        }

        return image;
    }

    /// <summary>Of a process that runs, as it is at this moment.</summary>
    internal ProgramImage Running(int pid)
    {
        string folder = Folder(pid);
        int length = ProcessFile.Read(folder + "/cmdline", _stack);
        string[] arguments = SplitTexts(_stack.AsSpan(0, Math.Max(0, length)));
        length = ProcessFile.Read(folder + "/environ", _stack);
        EnvironmentBlock environment = _texts.Environment(_stack.AsSpan(0, Math.Max(0, length)));
        string name = "";
        if (arguments.Length == 0 && (length = ProcessFile.Read(folder + "/comm", _stack)) > 0)
        {
            name = _texts.Text(_stack.AsSpan(0, length).TrimEnd((byte)'\n'));
        }

        string executable = ProcessFile.Link(folder + "/exe") ?? "";
        return new ProgramImage
        {
            Path = executable.Length > 0 ? executable : arguments.Length > 0 ? arguments[0] : name,
            Executable = executable,
            Arguments = arguments,
            Environment = environment,
            WorkingDirectory = ProcessFile.Link(folder + "/cwd") ?? "",
        };
    }

    /// <summary>The path and arguments of an exec that was refused, from the registers at its exit.</summary>
    internal (string Path, string[] Arguments) Refused(int pid, in UserRegisters registers, bool is32Bit)
    {
        bool at = is32Bit ? registers.orig_rax == 358 : registers.orig_rax == (ulong)Sys.execveat;
        (ulong first, ulong second, ulong third) = is32Bit ? (registers.rbx, registers.rcx, registers.rdx) : (registers.rdi, registers.rsi, registers.rdx);
        string path = TextAt(pid, at ? second : first);
        if (at && !path.StartsWith('/') && (int)first != (int)OpenFlags.AT_FDCWD)
        {
            string folder = ProcessFile.Link(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd/{(int)first}")) ?? "?";
            path = path.Length == 0 ? folder : folder + "/" + path;
        }

        List<string> arguments = [];
        int word = is32Bit ? 4 : 8;
        Span<byte> pointer = stackalloc byte[8];
        for (ulong where = at ? third : second; where != 0 && arguments.Count < 1024; where += (ulong)word)
        {
            pointer.Clear();
            if (Ptrace.Read(pid, where, pointer[..word]) < word || BinaryPrimitives.ReadUInt64LittleEndian(pointer) is not (> 0 and ulong argument))
            {
                break;
            }

            arguments.Add(TextAt(pid, argument));
        }

        return (path, [.. arguments]);
    }

    private ProgramImage Complete(int pid, string path, string[] arguments, EnvironmentBlock environment)
    {
        string folder = Folder(pid);
        string executable = ProcessFile.Link(folder + "/exe") ?? "";
        string directory = ProcessFile.Link(folder + "/cwd") ?? "";
        return new ProgramImage
        {
            Path = path,
            Executable = executable == path ? path : _texts.Text(System.Text.Encoding.UTF8.GetBytes(executable)),
            Arguments = arguments,
            Environment = environment,
            WorkingDirectory = _texts.Text(System.Text.Encoding.UTF8.GetBytes(directory)),
            Interpreters = executable == path || executable.Length == 0 ? [] : Interpreters(pid, path, directory),
        };
    }

    // A script may name a script as its interpreter, up to the kernel's own limit.
    private string[] Interpreters(int pid, string path, string directory)
    {
        List<string> chain = [];
        Span<byte> line = stackalloc byte[256];
        string root = Folder(pid) + "/root";
        while (chain.Count < MostInterpreters)
        {
            string absolute = path.StartsWith('/') ? path : directory + "/" + path;
            int length = ProcessFile.Read(root + absolute, line);
            if (length < 3 || line[0] != '#' || line[1] != '!')
            {
                break;
            }

            ReadOnlySpan<byte> rest = line[2..length];
            int end = rest.IndexOf((byte)'\n');
            rest = (end < 0 ? rest : rest[..end]).Trim(" \t"u8);
            int space = rest.IndexOfAny(" \t"u8);
            path = _texts.Text(space < 0 ? rest : rest[..space]);
            if (path.Length == 0)
            {
                break;
            }

            chain.Add(path);
        }

        return chain.Count == 0 ? [] : [.. chain];
    }

    private string TextAt(int pid, ulong address)
    {
        const int Longest = 4096;
        Span<byte> bytes = stackalloc byte[Longest];
        int length = Ptrace.Read(pid, address, bytes);
        int end = bytes[..length].IndexOf((byte)0);
        return _texts.Text(bytes[..(end < 0 ? length : end)]);
    }

    private string[] SplitTexts(ReadOnlySpan<byte> bytes)
    {
        List<string> texts = [];
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)0);
            texts.Add(_texts.Text(end < 0 ? bytes : bytes[..end]));
            bytes = end < 0 ? [] : bytes[(end + 1)..];
        }

        return [.. texts];
    }

    private static string Folder(int pid) => string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}");
}
