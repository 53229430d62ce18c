using System.Text;

namespace Helios.Cli;

/// <summary>Where a verb writes. Made when first used: most runs print nothing.</summary>
/// <remarks><see cref="Console.Out"/> is not used: it sets up the terminal, which belongs to the payload.</remarks>
internal sealed class CliConsole
{
    private static readonly UTF8Encoding s_encoding = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Lazy<TextWriter> _output;
    private readonly Lazy<TextWriter> _error;

    internal CliConsole()
        : this(static () => Open(Console.OpenStandardOutput()), static () => Open(Console.OpenStandardError()))
    {
    }

    internal CliConsole(Func<TextWriter> output, Func<TextWriter> error)
    {
        _output = new Lazy<TextWriter>(output);
        _error = new Lazy<TextWriter>(error);
    }

    /// <summary>What was asked for.</summary>
    internal TextWriter Output => _output.Value;

    /// <summary>What went wrong.</summary>
    internal TextWriter Error => _error.Value;

    /// <summary>Writes out what is buffered.</summary>
    internal void Flush()
    {
        if (_output.IsValueCreated)
        {
            Output.Flush();
        }

        if (_error.IsValueCreated)
        {
            Error.Flush();
        }
    }

    private static StreamWriter Open(Stream stream) => new(stream, s_encoding, bufferSize: 4096) { NewLine = "\n" };
}
