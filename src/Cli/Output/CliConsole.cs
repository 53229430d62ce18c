using System.Text;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>Where a verb writes. Made when first used: most runs print nothing.</summary>
/// <remarks><see cref="Console.Out"/> is not used: it sets up the terminal, which belongs to the payload, and reports a failure in the framework's words.</remarks>
internal sealed class CliConsole
{
    private static readonly UTF8Encoding s_encoding = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Lazy<TextWriter> _output;
    private readonly Lazy<TextWriter> _error;
    private EscapingWriter? _shown;
    private EscapingWriter? _complained;

    internal CliConsole()
        : this(static () => Open(1), static () => Open(2))
    {
    }

    internal CliConsole(Func<TextWriter> output, Func<TextWriter> error)
    {
        _output = new Lazy<TextWriter>(output);
        _error = new Lazy<TextWriter>(error);
    }

    /// <summary>What was asked for. Much of it comes from containers, files and sockets, so nothing that a terminal would obey gets through.</summary>
    internal TextWriter Output => _shown ??= new EscapingWriter(_output.Value);

    /// <summary>What went wrong, in the same way.</summary>
    internal TextWriter Error => _complained ??= new EscapingWriter(_error.Value);

    /// <summary>The terminal itself, for our own sequences and for screens whose cells have been escaped already.</summary>
    internal TextWriter RawOutput => _output.Value;

    /// <inheritdoc cref="RawOutput"/>
    internal TextWriter RawError => _error.Value;

    /// <summary>Writes out what is buffered.</summary>
    internal void Flush()
    {
        FlushOutput();
        FlushError();
    }

    /// <summary>Writes out what was asked for.</summary>
    internal void FlushOutput()
    {
        if (_output.IsValueCreated)
        {
            RawOutput.Flush();
        }
    }

    /// <summary>Writes out what went wrong.</summary>
    internal void FlushError()
    {
        if (_error.IsValueCreated)
        {
            RawError.Flush();
        }
    }

    private static StreamWriter Open(int descriptor) => new(new StandardStream(descriptor), s_encoding, bufferSize: 4096) { NewLine = "\n" };
}
